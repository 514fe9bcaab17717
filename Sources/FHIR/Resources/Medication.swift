public import CivilTime
public import FoundationEssentials

/// http://hl7.org/fhir/R4/medicationstatement.html
public struct MedicationStatement: Resource {
  public let id: UUID
  public let subject: Reference
  public let medication: CodeableConcept
  public let status: String
  public var period: Period?
  public var dateAsserted: Instant?
  public var informationSource: Reference?
  public var dosage: String?

  public init(_ id: UUID, of subject: Reference, _ medication: CodeableConcept, status: String) {
    (self.id, self.subject, self.medication, self.status) = (id, subject, medication, status)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "medicationCodeableConcept": medication, "subject": subject,
      "effectivePeriod": period, "dateAsserted": dateAsserted, "informationSource": informationSource,
      "dosage": dosage.map { text -> [JSON] in [.object(["text": text])] },
    ]
  }
}

/// http://hl7.org/fhir/R4/medicationrequest.html, of a signed prescription.
public struct MedicationRequest: Resource {
  public let id: UUID
  public let subject: Reference
  public let medication: CodeableConcept
  public let status: String
  public var encounter: Reference?
  public var authoredOn: Instant?
  public var requester: Reference?
  public var statusReason: String?
  public var dosage: String?
  public var validUntil: Day?
  /// After the first time.
  public var repeats: Int?
  /// As people write it: `30 tablets`.
  public var quantity: String?

  public init(_ id: UUID, of subject: Reference, _ medication: CodeableConcept, status: String) {
    (self.id, self.subject, self.medication, self.status) = (id, subject, medication, status)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    let dispense = JSON.object([
      "validityPeriod": validUntil.map { Period(start: nil, end: .day($0)) },
      "numberOfRepeatsAllowed": repeats,
    ])
    return [
      "status": status, "statusReason": statusReason.map { CodeableConcept(text: $0) }, "intent": "order",
      "medicationCodeableConcept": medication, "subject": subject, "encounter": encounter,
      "authoredOn": authoredOn, "requester": requester,
      "note": quantity.map { [Annotation($0)] },
      "dosageInstruction": dosage.map { text -> [JSON] in [.object(["text": text])] },
      "dispenseRequest": dispense == .object([]) ? nil : dispense,
    ]
  }
}
