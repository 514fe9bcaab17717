internal import FoundationEssentials
internal import Postgres

/// A row of the audit log as it is sealed: all that it says, in one form of bytes.
struct AuditRow: Sendable {
  let leaf: AuditLeaf
  /// The instant that it claims, in microseconds since 2000: as PostgreSQL counts.
  let at: Int64
  let act: String
  /// All of it.
  let bytes: [UInt8]

  /// Every column there is, in the order in which they are hashed. A new one takes a new version of the form.
  static let columns = [
    "tenant_id", "position", "id", "account_id", "act", "purpose", "entity", "request_id", "at", "address",
    "agent",
    "detail", "changed",
  ]
  private static let version: UInt8 = 1

  /// After the version, of each column its length in four bytes and its value in PostgreSQL's binary format; for NULL a
  /// length of -1. So no two rows have the same bytes, and none is read by a function of the database.
  init(row: inout Row) throws {
    var bytes: [UInt8] = [Self.version]
    bytes.reserveCapacity(512)
    for _ in Self.columns {
      let value = try row.next(WireValue?.self)
      let length = Int32(value.map(\.bytes.count) ?? -1)
      withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
      if let value { bytes += value.bytes }
    }
    guard let read = AuditRow(bytes: bytes) else { throw StoredValueFault(column: "audit_event") }
    self = read
  }

  /// nil for what is no row in this form.
  init?(bytes: [UInt8]) {
    guard bytes.first == Self.version else { return nil }
    var rest = bytes.dropFirst()
    var values: [ArraySlice<UInt8>] = []
    values.reserveCapacity(Self.columns.count)
    for _ in Self.columns {
      guard rest.count >= 4 else { return nil }
      let length = Int(Int32(bitPattern: rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
      rest = rest.dropFirst(4)
      guard length >= -1, rest.count >= length else { return nil }
      values.append(rest.prefix(max(length, 0)))
      rest = rest.dropFirst(max(length, 0))
    }
    let (position, id, act, at) = (values[1], values[2], values[4], values[8])
    guard rest.isEmpty, position.count == 8, id.count == 16, at.count == 8 else { return nil }
    self.bytes = bytes
    self.at = Self.integer(at)
    self.act = String(decoding: act, as: UTF8.self)
    leaf = AuditLeaf(
      position: Self.integer(position),
      id: id.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) },
      hash: MerkleTree.leaf(bytes))
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
    Int64(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}

/// The bytes of a column, whatever its type.
private struct WireValue: SQLDecodable {
  let bytes: [UInt8]

  init(decoding bytes: RawSpan, type: SQLType) {
    self.bytes = bytes.withUnsafeBytes { Array($0) }
  }
}

extension SQL {
  /// The rows after one position up to another, in their order.
  static func auditRows(after: Int64, upTo: Int64, limit: Int) -> SQL {
    """
    SELECT \(unsafe: AuditRow.columns.joined(separator: ", ")) FROM audit_event
     WHERE position > \(after) AND position <= \(upTo) ORDER BY position LIMIT \(limit)
    """
  }
}
