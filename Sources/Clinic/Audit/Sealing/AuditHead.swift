internal import Crypto
internal import FoundationEssentials

/// What is signed of a seal: which rows it holds, and which seal it follows. (RFC 9162 calls such a thing a tree head.)
struct AuditHead: Hashable, Sendable {
  let tenant: ID<Tenant>
  /// 1 for the first of its clinic.
  let number: Int
  /// The hash of the head before; zeros for the first.
  let previous: [UInt8]
  /// The last position of the seal before.
  let after: Int64
  /// All rows behind `after` up to here are in it.
  let upTo: Int64
  let rows: Int
  let root: [UInt8]
  /// When it was begun, in microseconds since 1970.
  let sealedAt: Int64
  let keyID: String

  static let first = [UInt8](repeating: 0, count: 32)

  /// The bytes that are signed and hashed: lines, so that a person can read them.
  var text: String {
    """
    polyclinic audit head 1
    tenant \(tenant)
    number \(number)
    previous \(Self.hexadecimal(previous))
    after \(after)
    up-to \(upTo)
    rows \(rows)
    root \(Self.hexadecimal(root))
    sealed-at \(sealedAt)
    key \(keyID)

    """
  }

  var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension AuditHead {
  /// nil for anything that `text` does not write.
  init?(text: String) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    guard lines.count == 10, lines.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
    let values = lines.map { $0[$0.count - 1] }
    guard let tenant = ID<Tenant>(values[1]), let number = Int(values[2]),
      let previous = Self.bytes(values[3]), let after = Int64(values[4]), let upTo = Int64(values[5]),
      let rows = Int(values[6]), let root = Self.bytes(values[7]), let sealedAt = Int64(values[8])
    else { return nil }
    self.init(
      tenant: tenant, number: number, previous: previous, after: after, upTo: upTo, rows: rows, root: root,
      sealedAt: sealedAt, keyID: String(values[9]))
    guard self.text == text else { return nil }
  }

  /// 32 bytes in hexadecimal.
  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = Array(text)
    guard digits.count == 64 else { return nil }
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    return bytes.count == 32 ? bytes : nil
  }
}
