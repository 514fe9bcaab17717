public import FoundationEssentials

/// FHIR R4 Resource (http://hl7.org/fhir/R4/resource.html), as far as it is written here: without profiles and versions.
public protocol Resource: Sendable {
  static var resourceType: String { get }
  var id: UUID { get }
  /// All but type and id.
  var members: KeyValuePairs<String, (any Representable)?> { get }
}

extension Resource {
  /// `Patient` of the struct `Patient`.
  public static var resourceType: String { String(describing: Self.self) }

  public var json: JSON {
    guard case .object(let own) = JSON.object(members) else { return .object([]) }
    let head = [
      JSON.Member(name: "resourceType", value: .string(Self.resourceType)),
      JSON.Member(name: "id", value: .string(id.uuidString.lowercased())),
    ]
    return .object(head + own)
  }
}
