/// FHIR R4 Coding (http://hl7.org/fhir/R4/datatypes.html#Coding).
public struct Coding: Representable, Hashable {
  public let system: String
  public let code: String
  public let display: String?

  public init(_ system: String, _ code: String, display: String? = nil) {
    (self.system, self.code, self.display) = (system, code, display)
  }

  public var json: JSON { .object(["system": system, "code": code, "display": display]) }
}

/// Code systems, by their addresses (http://hl7.org/fhir/R4/terminologies-systems.html).
public enum CodeSystem {
  public static let loinc = "http://loinc.org"
  public static let snomed = "http://snomed.info/sct"
  public static let ucum = "http://unitsofmeasure.org"
  public static let icd10 = "http://hl7.org/fhir/sid/icd-10"
  public static let atc = "http://www.whocc.no/atc"
  /// Those of tags of languages (RFC 5646).
  public static let language = "urn:ietf:bcp:47"

  /// One of HL7's own: `condition-clinical`.
  public static func hl7(_ name: String) -> String { "http://terminology.hl7.org/CodeSystem/\(name)" }
}

/// FHIR R4 CodeableConcept (http://hl7.org/fhir/R4/datatypes.html#CodeableConcept).
public struct CodeableConcept: Representable, Hashable {
  public let coding: [Coding]
  public let text: String?

  /// - Parameter text: as it was written; without it, what the codes say.
  public init(_ coding: Coding..., text: String? = nil) {
    self.init(coding, text: text)
  }

  public init(_ coding: [Coding], text: String? = nil) {
    (self.coding, self.text) = (coding, text)
  }

  public var json: JSON { .object(["coding": coding, "text": text]) }
}
