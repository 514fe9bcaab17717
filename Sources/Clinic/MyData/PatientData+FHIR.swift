internal import CivilTime
internal import FHIR
internal import FoundationEssentials

extension PatientData {
  /// Where the files of an archive lie in it, and the SHA-1 of their bytes.
  struct Paths: Sendable {
    var documents: [ID<DocumentReference>: (path: String, hash: [UInt8])] = [:]
  }

  /// All of it as resources of FHIR R4, each once, none of which refers to what is not in the bundle.
  ///
  /// - Parameters:
  ///   - id: of the bundle.
  ///   - consents: the absolute address of a text that was agreed to.
  func bundle(
    _ id: UUID, _ paths: Paths, in zone: TimeZoneRules, consents: (ID<ConsentText>) -> String
  ) -> FHIR.Bundle {
    let mapping = FHIRMapping(data: self, zone: zone)
    var bundle = FHIR.Bundle(id, at: mapping.instant(at))
    for one in mapping.people + mapping.visited + mapping.record + mapping.written { bundle.add(one) }
    for one in mapping.files(paths) + mapping.agreed(consents) + mapping.paid { bundle.add(one) }
    return bundle
  }
}

/// Values of the clinic as FHIR R4 has them: their names, states and codes are its own already.
struct FHIRMapping {
  let data: PatientData
  let zone: TimeZoneRules

  func instant(_ date: Date) -> FHIR.Instant { FHIR.Instant(date, in: zone) }

  var patient: FHIR.Reference { FHIR.Reference(data.person.id.uuid, display: data.name) }
  var clinic: FHIR.Reference { FHIR.Reference(data.tenant.id.uuid, display: data.tenant.name) }

  func practitioner(_ id: ID<Practitioner>) -> FHIR.Reference {
    guard let name = data.practitioners[id] else { return FHIR.Reference(display: "–") }
    return FHIR.Reference(id.uuid, display: name.text)
  }

  /// Whoever wrote a message: the patient, whoever acts for them now, or somebody else by name.
  func sender(of message: PatientData.Message) -> FHIR.Reference {
    if message.isPatients { return patient }
    if !message.isFromClinic, let relative = data.family.first(where: { $0.account == message.sender }) {
      return FHIR.Reference(relative.id, display: relative.name)
    }
    return FHIR.Reference(display: message.senderName.isEmpty ? "–" : message.senderName)
  }

  static func some(_ text: String) -> String? { text.isEmpty ? nil : text }

  // MARK: People and places

  var people: [any FHIR.Resource] {
    let names = data.practitioners.sorted { "\($0.key)" < "\($1.key)" }
    return [subject, organization] + relatives
      + names.map { id, name in
        FHIR.Practitioner(
          id.uuid,
          FHIR.HumanName(
            text: name.text, family: Self.some(name.family), given: [name.given].filter { !$0.isEmpty },
            prefix: [name.prefix].filter { !$0.isEmpty }))
      } + places + insurance
  }

  private var organization: FHIR.Organization {
    let tenant = data.tenant
    var one = FHIR.Organization(tenant.id.uuid, tenant.name)
    one.telecom = tenant.phone.isEmpty ? [] : [FHIR.ContactPoint(.phone, tenant.phone)]
    one.address = tenant.address.isEmpty ? [] : [FHIR.Address(text: tenant.address)]
    return one
  }

  private var subject: FHIR.Patient {
    let person = data.person
    var one = FHIR.Patient(person.id.uuid)
    one.identifier = [FHIR.Identifier(String(person.number))]
    one.name =
      [
        FHIR.HumanName(
          use: "official", family: Self.some(person.familyName),
          given: [person.givenName].filter { !$0.isEmpty })
      ] + (person.preferredName.isEmpty ? [] : [FHIR.HumanName(use: "usual", text: person.preferredName)])
      + data.furtherNames.map {
        FHIR.HumanName(
          use: $0.use.rawValue, text: $0.text, family: Self.some($0.family),
          given: $0.given.filter { !$0.isEmpty })
      }
    one.telecom = [(FHIR.ContactPoint.System.phone, person.phone), (.email, person.email)]
      .filter { !$0.1.isEmpty }.map { FHIR.ContactPoint($0, $1) }
    one.gender = person.gender.rawValue
    one.birthDate = person.birthDate
    if person.hasAddress {
      one.address = [
        FHIR.Address(
          line: [person.line].filter { !$0.isEmpty }, city: Self.some(person.city),
          postalCode: Self.some(person.postalCode), country: Self.some(person.country))
      ]
    }
    one.contact = person.contacts.contacts.map {
      FHIR.Patient.Contact(
        FHIR.CodeableConcept(text: $0.relationship.rawValue), FHIR.HumanName(text: $0.name),
        [FHIR.ContactPoint(.phone, $0.phone)])
    }
    let spoken = [person.languages.preferred, person.languages.second, person.languages.third]
    one.communication = spoken.compactMap { $0 }.enumerated().map { place, language in
      FHIR.Patient.Communication(
        FHIR.CodeableConcept(FHIR.Coding(FHIR.CodeSystem.language, language.rawValue)), preferred: place == 0)
    }
    one.managingOrganization = clinic
    one.extensions = extensions
    return one
  }

  /// http://hl7.org/fhir/R4/extension-patient-interpreterrequired.html and -disability.html
  private var extensions: [FHIR.Extension] {
    let (needs, base) = (data.person.needs, "http://hl7.org/fhir/StructureDefinition")
    var said = needs.needs.map(\.rawValue)
    if let sign = needs.signLanguage { said.append("sign-language: \(sign.rawValue)") }
    if !needs.note.isEmpty { said.append(needs.note) }
    return
      (data.person.languages.interpreter
      ? [FHIR.Extension("\(base)/patient-interpreterRequired", .boolean(true))] : [])
      + said.map { FHIR.Extension("\(base)/patient-disability", .concept(FHIR.CodeableConcept(text: $0))) }
  }

  private var relatives: [any FHIR.Resource] {
    data.family.map {
      // Parent, or an agent: whom the patient allowed to act for them.
      let role =
        $0.isParent
        ? FHIR.Coding(FHIR.CodeSystem.hl7("v3-RoleCode"), "PRN")
        : FHIR.Coding(FHIR.CodeSystem.hl7("v3-RoleClass"), "AGNT")
      return FHIR.RelatedPerson(
        $0.id, of: patient, FHIR.CodeableConcept(role), FHIR.HumanName(text: $0.name))
    }
  }

  private var insurance: [any FHIR.Resource] {
    data.person.coverage.coverage.compactMap { row in
      guard let id = row.stored else { return nil }
      var one = FHIR.Coverage(id, of: patient, payor: FHIR.Reference(display: row.payor))
      one.subscriberID = Self.some(row.number)
      one.relationship = FHIR.CodeableConcept(
        FHIR.Coding(FHIR.CodeSystem.hl7("subscriber-relationship"), row.relationship.rawValue))
      one.period = period(row.from, row.until)
      one.group = Self.some(row.group)
      one.order = row.place
      return one
    }
  }

  private var places: [any FHIR.Resource] {
    data.visits.reduce(into: [UUID: String]()) { $0[$1.location] = $1.place }
      .sorted { $0.value < $1.value }.map { FHIR.Location($0.key, $0.value, of: clinic) }
  }

  func period(_ from: Day?, _ until: Day?) -> FHIR.Period? {
    from == nil && until == nil
      ? nil : FHIR.Period(start: from.map { .day($0) }, end: until.map { .day($0) })
  }
}
