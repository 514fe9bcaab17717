internal import Crypto

/// The Merkle Tree Hash of RFC 9162 section 2.1.1, with SHA-256: one hash of a list, from which none of its entries can be
/// taken, and into which none can be put, without its changing.
enum MerkleTree {
  static func leaf(_ data: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [0])
    hash.update(data: data)
    return Array(hash.finalize())
  }

  /// - Parameter leaves: the hashes of the entries.
  static func root(_ leaves: some Sequence<[UInt8]>) -> [UInt8] {
    // Whole subtrees, largest first: as many as the number of leaves so far has binary ones.
    var subtrees: [[UInt8]] = []
    var count = 0
    for leaf in leaves {
      var subtree = leaf
      for _ in 0..<count.trailingOnes { subtree = node(subtrees.removeLast(), subtree) }
      subtrees.append(subtree)
      count += 1
    }
    guard var root = subtrees.popLast() else { return Array(SHA256.hash(data: [UInt8]())) }
    while let left = subtrees.popLast() { root = node(left, root) }
    return root
  }

  private static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [1])
    hash.update(data: left)
    hash.update(data: right)
    return Array(hash.finalize())
  }
}

extension Int {
  fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }
}
