internal import Crypto
internal import FoundationEssentials
internal import ObjectStore

/// What an archive holds, once all of it was read.
struct ArchiveContents: Sendable {
  let header: ArchiveHeader
  let totals: ArchiveTotals

  /// Reads an archive from beginning to end and compares it with what it says of itself.
  ///
  /// - Throws: `ArchiveFault`.
  static func checked(_ reader: ArchiveReader) async throws -> ArchiveContents {
    guard case .header(let header)? = try await reader.next(), header.format == ArchiveHeader.currentFormat
    else { throw ArchiveFault.malformed }
    var totals = ArchiveTotals()
    var last: ArchiveTotals?
    while let record = try await reader.next() {
      guard last == nil else { throw ArchiveFault.malformed }
      switch record {
      case .table(let table):
        totals.rows += try await rows(of: table, from: reader)
        totals.tables += 1
      case .object(let object):
        try await check(object, of: header, from: reader)
        totals.objects += 1
        totals.bytes += object.length
      case .end(let end): last = end
      default: throw ArchiveFault.malformed
      }
    }
    guard last == totals else { throw ArchiveFault.malformed }
    return ArchiveContents(header: header, totals: totals)
  }

  private static func rows(of table: ArchiveTable, from reader: ArchiveReader) async throws -> Int {
    var digesting = TableDigesting()
    while true {
      switch try await reader.next() {
      case .rows(let bytes, let count): digesting.add(bytes, rows: count)
      case .tableEnd(let digest):
        guard digesting.digest(of: table.name) == digest else { throw ArchiveFault.malformed }
        return digest.rows
      default: throw ArchiveFault.malformed
      }
    }
  }

  private static func check(
    _ object: ArchiveObject, of header: ArchiveHeader, from reader: ArchiveReader
  ) async throws {
    let tenant = try KeyPrefix(tenant: header.tenant.uuidString.lowercased())
    guard let key = try? ObjectKey(object.key), tenant.contains(key),
      (try? ContentType(object.contentType)) != nil
    else { throw ArchiveFault.malformed }
    var length = 0
    while let piece = try await reader.nextPiece() { length += piece.count }
    guard length == object.length else { throw ArchiveFault.malformed }
  }
}
