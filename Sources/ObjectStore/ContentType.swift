/// A media type such as `image/jpeg` (RFC 9110 section 8.3.1), checked so that it can stand in a header.
public struct ContentType: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  public static let maximumLength = 127

  /// - Throws: ``ObjectStoreError/invalidContentType`` unless the text is `type/subtype`, perhaps with
  ///   parameters, in printable ASCII and at most ``maximumLength`` bytes.
  public init(_ text: String) throws(ObjectStoreError) {
    let essence = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
    guard
      text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
      essence.count == 2,
      essence.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isToken) })
    else { throw .invalidContentType }
    self.text = text
  }

  private init(known text: String) { self.text = text }

  public static let bytes = ContentType(known: "application/octet-stream")
  public static let jpeg = ContentType(known: "image/jpeg")
  public static let png = ContentType(known: "image/png")
  public static let pdf = ContentType(known: "application/pdf")
  public static let plainText = ContentType(known: "text/plain; charset=utf-8")

  public var description: String { text }

  /// `tchar` of RFC 9110 section 5.6.2, without those that no registered type uses.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
