internal import CivilTime
internal import FHIR
internal import FoundationEssentials

extension FHIRMapping {
  // MARK: Notes and messages

  var written: [any FHIR.Resource] { data.notes.flatMap(note) + data.messages.map(message) }

  private func note(_ found: PatientData.Note) -> [any FHIR.Resource] {
    let meeting = found.encounter
    var encounter = FHIR.Encounter(
      meeting.id, meeting.status, meeting.kind, of: patient, at: instant(meeting.start))
    encounter.participant = practitioner(meeting.practitioner)
    // A visit that was another patient's when two records became one is not in the bundle.
    encounter.appointment = meeting.appointment.flatMap { id in
      data.visits.contains { $0.id == id } ? FHIR.Reference(id.uuid) : nil
    }
    let orders = found.orders.map { order(of: found, $0) }
    var one = FHIR.Composition(
      found.id.uuid, found.status, FHIR.CodeableConcept(FHIR.Coding(FHIR.CodeSystem.loinc, found.kind.loinc)),
      of: patient, by: practitioner(found.author), at: instant(found.at), titled: found.title)
    one.encounter = FHIR.Reference(meeting.id)
    if let signer = found.signer, let signed = found.signed {
      one.attester = (practitioner(signer), instant(signed))
    }
    let known = Set(data.notes.map(\.id))
    if let id = found.appends, known.contains(id) { one.relatesTo = ("appends", FHIR.Reference(id.uuid)) }
    if let id = found.replaces, known.contains(id) { one.relatesTo = ("replaces", FHIR.Reference(id.uuid)) }
    one.sections = found.sections.map { section in
      section.code == NoteSection.Code.medications.rawValue
        ? (section.title, "", orders.map { FHIR.Reference($0.id) }) : (section.title, section.text, [])
    }
    if !found.mistake.isEmpty { one.sections.insert(("entered-in-error", found.mistake, []), at: 0) }
    return [encounter] + orders + [one]
  }

  private func order(of note: PatientData.Note, _ found: MedicationRequest) -> FHIR.MedicationRequest {
    let line = found.line
    var one = FHIR.MedicationRequest(
      found.id.uuid, of: patient,
      FHIR.CodeableConcept(
        line.code.isEmpty ? [] : [FHIR.Coding(FHIR.CodeSystem.atc, line.code)], text: line.medication),
      status: found.status.rawValue)
    one.encounter = FHIR.Reference(note.encounter.id)
    one.authoredOn = instant(found.authoredOn)
    one.requester = practitioner(note.signer ?? note.author)
    one.statusReason = Self.some(found.why)
    one.dosage = Self.some(line.dosage)
    one.validUntil = found.validUntil
    one.repeats = line.repeats
    one.quantity = Self.some(line.quantity)
    return one
  }

  private func message(_ found: PatientData.Message) -> any FHIR.Resource {
    let known = Set(data.documents.map(\.id))
    var one = FHIR.Communication(
      found.id.uuid, of: patient, on: found.topic, in: found.conversation,
      from: sender(of: found),
      at: instant(found.sent), found.text)
    one.received = found.received.map(instant)
    one.attachments = found.documents.filter(known.contains).map { FHIR.Reference($0.uuid) }
    return one
  }

  // MARK: Files, consents, invoices

  func files(_ paths: PatientData.Paths) -> [any FHIR.Resource] {
    data.documents.map { document in
      let lying = paths.documents[document.id]
      var one = FHIR.DocumentReference(
        document.id.uuid, "current", of: patient,
        FHIR.Attachment(
          document.kind.rawValue, url: lying?.path, size: document.size, hash: lying?.hash,
          title: document.title, creation: instant(document.created)))
      let loinc = DocumentReference.Category(rawValue: document.category)?.loinc
      one.type = loinc.map { FHIR.CodeableConcept(FHIR.Coding(FHIR.CodeSystem.loinc, $0)) }
      one.category = FHIR.CodeableConcept(text: document.category)
      one.date = instant(document.created)
      one.author = FHIR.Reference(display: document.author)
      return one
    }
  }

  func agreed(_ address: (ID<ConsentText>) -> String) -> [any FHIR.Resource] {
    data.consents.map { consent in
      var text = "\(consent.name), version \(consent.version) (\(consent.language))"
      if let withdrawn = consent.withdrawn { text += ", withdrawn \(instant(withdrawn).text)" }
      return FHIR.Consent(
        consent.id.uuid, consent.withdrawn == nil ? "active" : "inactive", of: patient,
        at: instant(consent.given), to: text, source: address(consent.text))
    }
  }

  var paid: [any FHIR.Resource] {
    data.invoices.compactMap { bill in
      let invoice = bill.invoice
      guard let issue = invoice.issue else { return nil }
      let net = Money(
        minorUnits: invoice.total.minorUnits - invoice.tax.minorUnits, currency: invoice.total.currency)
      var one = FHIR.Invoice(
        invoice.id.uuid, invoice.status.rawValue, of: patient, number: issue.number, on: issue.day,
        from: clinic, gross: amount(invoice.total), net: amount(net))
      one.cancelledReason = Self.some(invoice.cancelledWhy)
      one.lines = bill.lines.enumerated().map { place, line in
        FHIR.Invoice.Line(place + 1, line.text, amount(line.amount))
      }
      one.payments = bill.payments.map { payment in
        let digits = amount(payment.amount).value.digits
        return "\(payment.day) \(payment.kind.rawValue) \(payment.method.rawValue) \(payment.state.rawValue) "
          + "\(digits) \(payment.amount.currency)"
      }
      one.paymentTerms = Self.some(issue.paymentText)
      return one
    }
  }

  private func amount(_ money: Money) -> FHIR.Money {
    FHIR.Money(
      FHIR.Decimal(minorUnits: money.minorUnits, decimals: Money.exponent(of: money.currency)), money.currency
    )
  }
}
