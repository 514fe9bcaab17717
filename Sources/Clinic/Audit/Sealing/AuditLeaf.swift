internal import FoundationEssentials

/// What a seal keeps of one row: where it stood, which it was, and the hash of all of it.
struct AuditLeaf: Hashable, Sendable {
  let position: Int64
  let id: UUID
  /// RFC 9162's leaf hash of the row.
  let hash: [UInt8]

  /// Bytes of a stored leaf: position, most significant byte first, id, hash.
  static let length = 8 + 16 + 32

  init(position: Int64, id: UUID, hash: [UInt8]) {
    self.position = position
    self.id = id
    self.hash = hash
  }

  /// - Parameter bytes: ``length`` of them.
  private init(_ bytes: ArraySlice<UInt8>) {
    let start = bytes.startIndex
    position = Int64(bitPattern: bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    id = bytes[start + 8..<start + 24].withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    hash = Array(bytes[start + 24..<start + Self.length])
  }

  static func encode(_ leaves: [AuditLeaf]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(leaves.count * length)
    for leaf in leaves {
      withUnsafeBytes(of: leaf.position.bigEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: leaf.id.uuid) { bytes.append(contentsOf: $0) }
      bytes += leaf.hash
    }
    return bytes
  }

  /// nil for bytes that are no whole number of leaves.
  static func decode(_ bytes: ArraySlice<UInt8>) -> [AuditLeaf]? {
    guard bytes.count.isMultiple(of: length) else { return nil }
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: length).map { start in
      AuditLeaf(bytes[start..<start + length])
    }
  }
}
