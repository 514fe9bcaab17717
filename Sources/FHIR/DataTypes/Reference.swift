public import FoundationEssentials

/// FHIR R4 Reference (http://hl7.org/fhir/R4/references.html): to another resource of the same bundle, or to somebody by name alone.
public struct Reference: Representable, Hashable {
  /// `urn:uuid:…` (RFC 9562 section 4); nil for who is named alone.
  public let reference: String?
  public let display: String?

  public init(_ id: UUID, display: String? = nil) {
    (reference, self.display) = (Self.urn(id), display)
  }

  public init(display: String) {
    (reference, self.display) = (nil, display)
  }

  public var json: JSON { .object(["reference": reference, "display": display]) }

  static func urn(_ id: UUID) -> String { "urn:uuid:\(id.uuidString.lowercased())" }
}
