/// How a clinic's pages look.
public struct TenantLook: Hashable, Sendable {
  /// ISO 639-1 codes of those that pages are offered in.
  public let languages: [String]
  /// In place of the installation's own colour.
  public let accent: Colour?
  public let logo: ID<Logo>?
}
