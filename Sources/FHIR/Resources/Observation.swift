public import FoundationEssentials

/// http://hl7.org/fhir/R4/observation.html
public struct Observation: Resource {
  public let id: UUID
  public let subject: Reference
  public let code: CodeableConcept
  public let status: String
  /// `vital-signs`, `laboratory`
  public let category: String
  public let effective: Instant
  public var issued: Instant?
  public var value: Value?
  public var components: [(code: CodeableConcept, value: Quantity)] = []
  /// Of v3-ObservationInterpretation.
  public var interpretation: String?
  public var low: Quantity?
  public var high: Quantity?

  public enum Value: Sendable {
    case quantity(Quantity)
    case text(String)
  }

  public init(
    _ id: UUID, of subject: Reference, _ code: CodeableConcept, status: String, category: String,
    at effective: Instant
  ) {
    (self.id, self.subject, self.code, self.status) = (id, subject, code, status)
    (self.category, self.effective) = (category, effective)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    var (quantity, text): (Quantity?, String?) = (nil, nil)
    switch value {
    case .quantity(let measured): quantity = measured
    case .text(let said): text = said
    case nil: break
    }
    let range = JSON.object(["low": low, "high": high])
    return [
      "status": status,
      "category": [CodeableConcept(Coding(CodeSystem.hl7("observation-category"), category))],
      "code": code, "subject": subject, "effectiveDateTime": effective, "issued": issued,
      "valueQuantity": quantity, "valueString": text,
      "interpretation": interpretation.map {
        [CodeableConcept(Coding(CodeSystem.hl7("v3-ObservationInterpretation"), $0))]
      },
      "referenceRange": range == .object([]) ? nil : [range],
      "component": components.map { JSON.object(["code": $0.code, "valueQuantity": $0.value]) },
    ]
  }
}

/// http://hl7.org/fhir/R4/diagnosticreport.html of a laboratory.
public struct DiagnosticReport: Resource {
  public let id: UUID
  public let subject: Reference
  public let code: CodeableConcept
  public let status: String
  public let effective: Instant
  public var issued: Instant?
  public var performer: Reference?
  public var results: [Reference] = []
  public var conclusion: String?

  public init(
    _ id: UUID, of subject: Reference, _ code: CodeableConcept, status: String, at effective: Instant
  ) {
    (self.id, self.subject, self.code) = (id, subject, code)
    (self.status, self.effective) = (status, effective)
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    [
      "status": status, "category": [CodeableConcept(Coding(CodeSystem.hl7("v2-0074"), "LAB"))], "code": code,
      "subject": subject, "effectiveDateTime": effective, "issued": issued,
      "performer": performer.map { [$0] }, "result": results, "conclusion": conclusion,
    ]
  }
}
