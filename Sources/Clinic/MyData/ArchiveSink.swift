internal import FoundationEssentials

/// Puts the bytes of an archive into the store, part by part, of which one is in memory.
struct ArchiveSink {
  let vault: DocumentVault
  /// Called behind each part, with the bytes that are stored so far.
  let progress: (Int) async throws -> Void
  private var pending: [UInt8] = []
  private var part = 0
  private var stored = 0

  init(_ vault: DocumentVault, progress: @escaping (Int) async throws -> Void) {
    (self.vault, self.progress) = (vault, progress)
    pending.reserveCapacity(DocumentLayout.partLength + (64 << 10))
  }

  mutating func write(_ bytes: [UInt8]) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let taken = rest.prefix(DocumentLayout.partLength - pending.count)
      pending += taken
      rest = rest.dropFirst(taken.count)
      if pending.count == DocumentLayout.partLength { try await store() }
    }
  }

  /// - Throws: `StoredValueFault` when it did not become as long as it was to be.
  mutating func finish() async throws {
    if !pending.isEmpty { try await store() }
    guard stored == vault.layout.size else { throw StoredValueFault(column: "data_archive.size") }
  }

  private mutating func store() async throws {
    try await vault.put(pending, part: part)
    stored += pending.count
    part += 1
    pending.removeAll(keepingCapacity: true)
    try await progress(stored)
  }
}
