/// How large a form may be.
public struct FormLimits: Sendable {
  /// The encoded body, files apart, in bytes.
  public var bytes = 64 * 1024
  /// How many fields.
  public var fields = 200
  /// The decoded name of one field, in bytes of UTF-8.
  public var nameBytes = 128

  public init() {}
}
