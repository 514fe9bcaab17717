public import CivilTime
public import FoundationEssentials

/// http://hl7.org/fhir/R4/condition.html, of the problem list.
public struct Condition: Resource {
  public let id: UUID
  public let subject: Reference
  public let code: CodeableConcept
  public let clinicalStatus: String
  public let verificationStatus: String
  public var onset: Day?
  public var abatement: Day?
  public var recordedDate: Instant?
  public var recorder: Reference?

  public init(
    _ id: UUID, of subject: Reference, _ code: CodeableConcept, clinicalStatus: String,
    verificationStatus: String
  ) {
    (self.id, self.subject, self.code) = (id, subject, code)
    (self.clinicalStatus, self.verificationStatus) = (clinicalStatus, verificationStatus)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "clinicalStatus": CodeableConcept(Coding(CodeSystem.hl7("condition-clinical"), clinicalStatus)),
      "verificationStatus": CodeableConcept(
        Coding(CodeSystem.hl7("condition-ver-status"), verificationStatus)),
      "category": [CodeableConcept(Coding(CodeSystem.hl7("condition-category"), "problem-list-item"))],
      "code": code, "subject": subject, "onsetDateTime": onset, "abatementDateTime": abatement,
      "recordedDate": recordedDate, "recorder": recorder,
    ]
  }
}
