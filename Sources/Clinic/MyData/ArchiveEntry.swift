internal import Crypto
internal import Zip

/// One file of an archive, before it is written: its size and checksum stand before its bytes.
struct ArchiveEntry: Sendable {
  let name: String
  /// In bytes.
  let size: Int
  let checksum: UInt32
  let source: Source

  enum Source: Sendable {
    case bytes([UInt8])
    /// Read twice, so that it never has to be in memory.
    case document(DocumentVault)
  }

  init(_ name: String, _ bytes: [UInt8]) {
    var sum = CRC32()
    sum.update(bytes)
    (self.name, size, checksum, source) = (name, bytes.count, sum.value, .bytes(bytes))
  }

  /// - Returns: with the SHA-1 of the document, which FHIR R4 asks for.
  static func reading(_ name: String, _ vault: DocumentVault) async throws -> (ArchiveEntry, hash: [UInt8]) {
    var (sum, hash) = (CRC32(), Insecure.SHA1())
    for try await piece in vault.bytes() {
      sum.update(piece)
      hash.update(data: piece)
    }
    return (
      ArchiveEntry(name: name, size: vault.layout.size, checksum: sum.value, source: .document(vault)),
      Array(hash.finalize())
    )
  }

  /// The same, with its bytes in the store and no longer in memory.
  func stored(in vault: DocumentVault) async throws -> ArchiveEntry {
    guard case .bytes(let bytes) = source else { return self }
    var sink = ArchiveSink(vault) { _ in }
    try await sink.write(bytes)
    try await sink.finish()
    return ArchiveEntry(name: name, size: size, checksum: checksum, source: .document(vault))
  }

  private init(name: String, size: Int, checksum: UInt32, source: Source) {
    (self.name, self.size, self.checksum, self.source) = (name, size, checksum, source)
  }

  /// A name that every system takes, with its place before it so that none comes twice: `files/003-letter-to-Dr-Haddad.pdf`.
  static func name(_ folder: String, _ place: Int, _ title: String, _ ending: String) -> String {
    var stem = title.lowercased().hasSuffix(".\(ending)") ? String(title.dropLast(ending.count + 1)) : title
    stem = String(stem.map { $0.isLetter || $0.isNumber ? $0 : "-" })
      .split(separator: "-").joined(separator: "-")
    // Of a name a ZIP holds 255 bytes, and a file system as many.
    while stem.utf8.count > 120 { stem.removeLast() }
    let number = String(place + 1)
    let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
    return "\(folder)/\(padded)\(stem.isEmpty ? "" : "-")\(stem).\(ending)"
  }
}
