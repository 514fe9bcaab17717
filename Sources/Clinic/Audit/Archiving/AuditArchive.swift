internal import Foundation
internal import ObjectStore

/// The rows of one seal outside of the database: the head and its signature as they were published, then of each row the bytes
/// of which its leaf is the hash. Whoever has the public key can check all of it, without the database and in many years.
struct AuditArchive: Sendable {
  let seal: AuditSeal
  let rows: [AuditRow]

  /// Of a row its columns are bounded; few rows come while a seal is made.
  static let mostBytes = 256 << 20
  static let folder = "audit-archive"

  static func key(of seal: AuditSeal) throws(ObjectStoreError) -> ObjectKey {
    try AuditSealName(seal.head).key(of: seal.head.tenant, in: folder)
  }

  /// `AuditSeal.published` without its leaves, and each row behind its length in four bytes, most significant first.
  var bytes: [UInt8] {
    var bytes = AuditSeal(head: seal.head, signature: seal.signature, leaves: []).published
    for row in rows {
      withUnsafeBytes(of: UInt32(row.bytes.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes += row.bytes
    }
    return bytes
  }

  /// The rows of an archive; nil for anything but what `bytes` writes of this seal.
  static func rows(of seal: AuditSeal, in bytes: [UInt8]) -> [AuditRow]? {
    let head = AuditSeal(head: seal.head, signature: seal.signature, leaves: []).published
    guard bytes.starts(with: head) else { return nil }
    var rows: [AuditRow] = []
    var rest = bytes[head.count...]
    while !rest.isEmpty {
      guard rest.count >= 4 else { return nil }
      let length = Int(rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
      rest = rest.dropFirst(4)
      guard rest.count >= length, let row = AuditRow(bytes: Array(rest.prefix(length))) else { return nil }
      rows.append(row)
      rest = rest.dropFirst(length)
    }
    return rows
  }
}
