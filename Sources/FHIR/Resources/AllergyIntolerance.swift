public import FoundationEssentials

/// http://hl7.org/fhir/R4/allergyintolerance.html, with one reaction.
public struct AllergyIntolerance: Resource {
  public let id: UUID
  public let patient: Reference
  public let code: CodeableConcept
  /// `active`, `inactive`, `resolved`
  public let clinicalStatus: String
  public let verificationStatus: String
  public var type: String?
  public var category: String?
  public var criticality: String?
  public var recordedDate: Instant?
  public var recorder: Reference?
  public var manifestation: String?
  /// `mild`, `moderate`, `severe`
  public var severity: String?

  public init(
    _ id: UUID, of patient: Reference, _ code: CodeableConcept, clinicalStatus: String,
    verificationStatus: String
  ) {
    (self.id, self.patient, self.code) = (id, patient, code)
    (self.clinicalStatus, self.verificationStatus) = (clinicalStatus, verificationStatus)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "clinicalStatus": CodeableConcept(
        Coding(CodeSystem.hl7("allergyintolerance-clinical"), clinicalStatus)),
      "verificationStatus": CodeableConcept(
        Coding(CodeSystem.hl7("allergyintolerance-verification"), verificationStatus)),
      "type": type, "category": category.map { [$0] }, "criticality": criticality, "code": code,
      "patient": patient, "recordedDate": recordedDate, "recorder": recorder,
      "reaction": manifestation.map { text -> [JSON] in
        [.object(["manifestation": [CodeableConcept(text: text)], "severity": severity])]
      },
    ]
  }
}
