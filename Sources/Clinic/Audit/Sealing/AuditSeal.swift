internal import FoundationEssentials
internal import ObjectStore

/// A part of the audit log that is settled: the signed head, and what it holds.
struct AuditSeal: Sendable {
  let head: AuditHead
  let signature: [UInt8]
  let leaves: [AuditLeaf]

  /// Rows in one seal, but for those that came while it was made: what is hashed and compared in one go.
  static let most = 4096

  /// Of a published one: a sealed row has 56 bytes, and few rows come while a seal is made.
  static let mostBytes = 64 << 20

  /// Whether these are the leaves that the head was made of.
  var isWhole: Bool {
    leaves.count == head.rows && MerkleTree.root(leaves.lazy.map(\.hash)) == head.root
  }

  /// As it lies in the object store: the head, a line with the signature, an empty line, the leaves.
  var published: [UInt8] {
    Array("\(head.text)signature \(Data(signature).base64EncodedString())\n\n".utf8)
      + AuditLeaf.encode(leaves)
  }

  /// nil for anything but what `published` writes.
  init?(published bytes: [UInt8]) {
    let end: [UInt8] = [10, 10]
    guard let split = bytes.firstRange(of: end),
      let leaves = AuditLeaf.decode(bytes[split.upperBound...])
    else { return nil }
    let lines = String(decoding: bytes[..<split.lowerBound], as: UTF8.self).split(separator: "\n")
    guard let last = lines.last, last.hasPrefix("signature "),
      let signature = Data(base64Encoded: String(last.dropFirst(10))),
      let head = AuditHead(text: lines.dropLast().map { $0 + "\n" }.joined())
    else { return nil }
    self.init(head: head, signature: Array(signature), leaves: leaves)
  }

  init(head: AuditHead, signature: [UInt8], leaves: [AuditLeaf]) {
    self.head = head
    self.signature = signature
    self.leaves = leaves
  }
}

/// Where a seal is published. The hash of its head is part of the name: the same seal can be written again, and no other
/// in its place.
struct AuditSealName: Hashable, Sendable {
  let number: Int
  /// In hexadecimal.
  let hash: String

  init(_ head: AuditHead) {
    number = head.number
    hash = AuditHead.hexadecimal(head.hash)
  }

  /// nil for what is no seal.
  init?(_ key: ObjectKey) {
    let parts = key.text.split(separator: "/").last?.split(separator: "-") ?? []
    guard parts.count == 2, parts[0].utf8.count == Self.digits, let number = Int(parts[0]) else { return nil }
    self.number = number
    hash = String(parts[1])
  }

  func key(of tenant: ID<Tenant>, in folder: String = Self.folder) throws(ObjectStoreError) -> ObjectKey {
    let digits = String(number)
    let padding = String(repeating: "0", count: max(Self.digits - digits.utf8.count, 0))
    return try ObjectKey(tenant: "\(tenant)", folder, "\(padding)\(digits)-\(hash)")
  }

  static let folder = "audit"
  /// So that keys are in the order of numbers.
  private static let digits = 12
}
