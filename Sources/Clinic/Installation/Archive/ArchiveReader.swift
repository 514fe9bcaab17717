internal import Credentials
internal import Crypto
internal import Glibc

/// Reads an archive from its beginning to its end, one record after the other. Nothing is handed out that was not authentic.
///
/// It waits for the disk on the thread that calls it: commands have nothing else to do.
actor ArchiveReader {
  private let path: String
  private let descriptor: Int32
  private var opener: StreamOpener
  /// Read ahead, to know which piece is the last.
  private var ahead: [UInt8]
  private var opened: ArraySlice<UInt8> = []
  private var isAtEnd = false
  private var hash = SHA256()

  /// - Throws: `ArchiveFault`.
  init(_ path: String, _ key: StreamKey) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveFault.unreadable(path) }
    let header = try Self.read(SealedStream.headerLength, of: descriptor, path)
    guard let opener = try? StreamOpener(key, header: header) else {
      close(descriptor)
      throw ArchiveFault.malformed
    }
    self.opener = opener
    ahead = try Self.read(SealedStream.pieceLength + SealedStream.tagLength, of: descriptor, path)
  }

  deinit { close(descriptor) }

  /// - Returns: nil behind the last.
  func next() throws -> ArchiveRecord? {
    if opened.isEmpty, isAtEnd { return nil }
    let kind = try take(1)[0]
    var length = try take(4)[...]
    let count = Int(try length.takeNumber())
    guard count <= ArchiveRecord.longest else { throw ArchiveFault.malformed }
    return try ArchiveRecord(kind: kind, content: try take(count))
  }

  /// The next bytes of an object; nil once it is whole, and as it was.
  func nextPiece() throws -> [UInt8]? {
    switch try next() {
    case .piece(let piece):
      hash.update(data: piece)
      return piece
    case .objectEnd(let expected):
      defer { hash = SHA256() }
      guard Array(hash.finalize()) == expected else { throw ArchiveFault.malformed }
      return nil
    default: throw ArchiveFault.malformed
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(count, 1 << 20))
    while bytes.count < count {
      if opened.isEmpty { try openNext() }
      let part = opened.prefix(count - bytes.count)
      bytes += part
      opened = opened.dropFirst(part.count)
    }
    return bytes
  }

  private func openNext() throws {
    guard !isAtEnd else { throw ArchiveFault.malformed }
    let piece = ahead
    ahead = try Self.read(SealedStream.pieceLength + SealedStream.tagLength, of: descriptor, path)
    isAtEnd = ahead.isEmpty
    do throws(SecretFault) {
      opened = try opener.open(piece, isLast: isAtEnd)[...]
    } catch {
      throw ArchiveFault.notAuthentic
    }
  }

  /// Fewer bytes only at the end.
  private static func read(_ count: Int, of descriptor: Int32, _ path: String) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + done, count - done) }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw ArchiveFault.unreadable(path) }
      if read == 0 { break }
      done += read
    }
    return Array(bytes.prefix(done))
  }
}

/// An object's bytes as they are read from an archive.
struct ArchivePieces: AsyncSequence, Sendable {
  let reader: ArchiveReader

  func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  struct Iterator: AsyncIteratorProtocol {
    let reader: ArchiveReader

    mutating func next() async throws -> [UInt8]? { try await reader.nextPiece() }
  }
}
