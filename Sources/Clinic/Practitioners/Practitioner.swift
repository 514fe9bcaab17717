/// Somebody who sees patients (FHIR R4 Practitioner). On screen: a doctor.
public struct Practitioner: Sendable {
  public let id: ID<Practitioner>
  public let prefix: String
  public let givenName: String
  public let familyName: String
  public let qualification: String
  /// ISO 639-1 codes.
  public let languages: [String]
  public let bio: String
  public let portrait: ID<Portrait>?
  public let active: Bool
  /// Changes with everything that changes the times on offer.
  public let scheduleVersion: Int
  /// Names of the specialties.
  public let specialties: [String]

  public var name: String { Self.name(prefix, givenName, familyName) }

  static func name(_ prefix: String, _ given: String, _ family: String) -> String {
    prefix.isEmpty ? "\(given) \(family)" : "\(prefix) \(given) \(family)"
  }
}
