internal import Credentials
internal import Glibc

/// Writes an archive: sealed as it goes, under another name until it is whole. Killed, it leaves `FILE.partial`, which the
/// next one writes anew.
///
/// It waits for the disk on the thread that calls it: commands have nothing else to do.
final class ArchiveWriter {
  private let path: String
  private let partial: String
  private let descriptor: Int32
  private var sealer: StreamSealer
  private var waiting: [UInt8] = []
  private(set) var totals = ArchiveTotals()

  /// - Throws: `ArchiveFault.exists`, `.unwritable`.
  init(_ path: String, _ key: StreamKey) throws {
    guard access(path, F_OK) != 0 else { throw ArchiveFault.exists(path) }
    self.path = path
    partial = path + ".partial"
    descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw ArchiveFault.unwritable(path) }
    sealer = StreamSealer(key)
    try store(sealer.header)
  }

  deinit { close(descriptor) }

  func write(_ record: ArchiveRecord) throws {
    switch record {
    case .tableEnd(let digest): (totals.tables, totals.rows) = (totals.tables + 1, totals.rows + digest.rows)
    case .object(let object):
      (totals.objects, totals.bytes) = (totals.objects + 1, totals.bytes + object.length)
    default: break
    }
    try record.encode(into: &waiting)
    // The last piece is sealed as such, so one always waits.
    var start = 0
    while waiting.count - start > SealedStream.pieceLength {
      try store(sealer.seal(waiting[start..<(start + SealedStream.pieceLength)], isLast: false))
      start += SealedStream.pieceLength
    }
    waiting.removeFirst(start)
  }

  /// Ends the archive, and gives it its name once the disk has it.
  func finish() throws -> ArchiveTotals {
    let totals = totals
    try write(.end(totals))
    try store(sealer.seal(waiting, isLast: true))
    guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw ArchiveFault.unwritable(path) }
    return totals
  }

  private func store(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ArchiveFault.unwritable(path) }
      done += count
    }
  }
}
