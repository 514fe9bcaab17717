internal import CivilTime
internal import FHIR
internal import FoundationEssentials

extension FHIRMapping {
  // MARK: Visits

  var visited: [any FHIR.Resource] {
    data.visits.map { visit in
      var one = FHIR.Appointment(
        visit.id.uuid, visit.status.rawValue, from: instant(visit.during.lowerBound),
        until: instant(visit.during.upperBound),
        with: [
          patient, practitioner(visit.practitioner), FHIR.Reference(visit.location, display: visit.place),
        ])
      one.serviceType = FHIR.CodeableConcept(text: visit.service)
      one.reason = Self.some(visit.reason)
      one.created = instant(visit.booked)
      one.history = visit.history.map { step in
        [
          "\(instant(step.at).text) \(step.act) \(step.status) \(instant(step.during.lowerBound).text)",
          step.note,
        ]
        .filter { !$0.isEmpty }.joined(separator: " ")
      }
      return one
    }
      + data.answers.map { answered in
        var one = FHIR.QuestionnaireResponse(
          answered.id.uuid, answered.state, of: patient, at: instant(answered.authored))
        one.items = answered.items.map { item, text in
          FHIR.QuestionnaireResponse.Item(String(item.linkID), item.text, answer(text, to: item))
        }
        return one
      }
  }

  /// What was begun and does not fit its type yet stays as it was typed.
  private func answer(_ text: String, to item: Questionnaire.Item) -> FHIR.QuestionnaireResponse.Item.Answer {
    switch item.kind {
    case .string, .text: return .text(text)
    case .choice: return .choice(text)
    case .boolean: return ["yes", "no"].contains(text) ? .boolean(text == "yes") : .text(text)
    case .date: return Day(iso: text).map { .date($0) } ?? .text(text)
    case .integer: return Int(text).map { .integer($0) } ?? .text(text)
    case .decimal: return FHIR.Decimal(text).map { .decimal($0) } ?? .text(text)
    case .quantity:
      return FHIR.Decimal(text).map { .quantity(FHIR.Quantity($0, unit: item.unit)) } ?? .text(text)
    }
  }

  // MARK: The minimum record

  /// Without notes, which are the clinic's own.
  var record: [any FHIR.Resource] {
    data.allergies.map(allergy) + data.conditions.map(condition) + data.medications.map(medication)
      + data.vitals.map { observation($0, status: "final", category: "vital-signs") }
      + data.results.flatMap(report)
  }

  private func allergy(_ version: Version<AllergyIntolerance>) -> any FHIR.Resource {
    let entry = version.entry
    let system = entry.code.allSatisfy(\.isASCIIDigit) ? FHIR.CodeSystem.snomed : FHIR.CodeSystem.atc
    var one = FHIR.AllergyIntolerance(
      entry.id.uuid, of: patient,
      concept(entry.code, system, entry.isNoneKnown ? "No known allergy" : entry.text),
      clinicalStatus: entry.clinicalStatus.rawValue, verificationStatus: entry.verificationStatus.rawValue)
    one.type = entry.type?.rawValue
    one.category = entry.category?.rawValue
    one.criticality = entry.criticality.rawValue
    one.recordedDate = instant(version.recorded)
    one.recorder = FHIR.Reference(display: version.author)
    one.manifestation = Self.some(entry.manifestation)
    one.severity = entry.severity?.rawValue
    return one
  }

  private func condition(_ version: Version<Condition>) -> any FHIR.Resource {
    let entry = version.entry
    var one = FHIR.Condition(
      entry.id.uuid, of: patient, concept(entry.code, FHIR.CodeSystem.icd10, entry.text),
      clinicalStatus: entry.clinicalStatus.rawValue, verificationStatus: entry.verificationStatus.rawValue)
    (one.onset, one.abatement) = (entry.onset, entry.abatement)
    one.recordedDate = instant(version.recorded)
    one.recorder = FHIR.Reference(display: version.author)
    return one
  }

  private func medication(_ version: Version<MedicationStatement>) -> any FHIR.Resource {
    let entry = version.entry
    var one = FHIR.MedicationStatement(
      entry.id.uuid, of: patient, concept(entry.code, FHIR.CodeSystem.atc, entry.text),
      status: entry.status.rawValue)
    one.period = period(entry.from, entry.until)
    one.dateAsserted = instant(version.recorded)
    one.informationSource = entry.source == .patient ? patient : FHIR.Reference(display: version.author)
    one.dosage = Self.some(entry.dosage)
    return one
  }

  private func observation(_ found: Observation, status: String, category: String) -> FHIR.Observation {
    var one = FHIR.Observation(
      found.id.uuid, of: patient, concept(found.code, FHIR.CodeSystem.loinc, found.name), status: status,
      category: category, at: instant(found.effective))
    one.issued = instant(found.recorded)
    one.value =
      quantity(found.value, found.unit).map { .quantity($0) } ?? Self.some(found.said).map { .text($0) }
    one.components = found.components.compactMap { component in
      quantity(component.value, found.unit).map {
        (FHIR.CodeableConcept(FHIR.Coding(FHIR.CodeSystem.loinc, component.code)), $0)
      }
    }
    one.interpretation = Self.some(found.interpretation.rawValue)
    (one.low, one.high) = (quantity(found.low, found.unit), quantity(found.high, found.unit))
    return one
  }

  /// A result with its values; of one that was wrong or given up only that it is.
  private func report(_ found: DiagnosticReport) -> [any FHIR.Resource] {
    let status = found.status.rawValue
    let values =
      found.status.isFinal
      ? found.values.map { observation($0, status: status, category: "laboratory") } : []
    var one = FHIR.DiagnosticReport(
      found.id.uuid, of: patient, FHIR.CodeableConcept(text: found.title), status: status,
      at: instant(found.effective))
    one.issued = instant(found.recorded)
    one.performer = Self.some(found.laboratory).map { FHIR.Reference(display: $0) }
    one.results = values.map { FHIR.Reference($0.id) }
    if found.status.isFinal { one.conclusion = Self.some(found.conclusion) }
    return values + [one]
  }

  private func concept(_ code: String, _ system: String, _ text: String) -> FHIR.CodeableConcept {
    FHIR.CodeableConcept(code.isEmpty ? [] : [FHIR.Coding(system, code)], text: Self.some(text))
  }

  private func quantity(_ value: ExactDecimal?, _ unit: String) -> FHIR.Quantity? {
    value.flatMap { FHIR.Decimal($0.description) }.map { FHIR.Quantity($0, unit: unit) }
  }
}
