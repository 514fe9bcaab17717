import CSV
import Clinic
import SystemPackage

/// The rows of a file that lies on this server, its header first, read piece by piece.
struct ImportLines: AsyncSequence, Sendable {
  let path: String
  let encoding: CSVEncoding
  var limits = Self.limits

  /// As much as a form can bring, and more patients than a clinic of our size has.
  static let limits = CSVLimits(bytes: 30 << 20, rows: 300_001, fields: 100, fieldBytes: 20_000)
  private static let piece = 128 << 10

  func makeAsyncIterator() -> Iterator { Iterator(self) }

  struct Iterator: AsyncIteratorProtocol {
    private let lines: ImportLines
    private var file: OpenFile?
    private var reader: CSVReader
    private var width: Int?
    private var isOver = false

    init(_ lines: ImportLines) {
      self.lines = lines
      reader = CSVReader(encoding: lines.encoding, limits: lines.limits)
    }

    /// - Throws: `Refusal.invalid` at the field `file`, in a person's words and with the line.
    mutating func next() async throws -> [ImportRow]? {
      if isOver { return nil }
      let file = try file ?? OpenFile(lines.path)
      self.file = file
      let bytes = try file.read(atMost: ImportLines.piece)
      isOver = bytes.isEmpty
      do throws(CSVFault) {
        let rows = isOver ? try reader.finish() : try reader.read(bytes.span)
        return try rows.filter { !$0.isBlank }.map { row throws(CSVFault) in try even(row) }
      } catch {
        throw Refusal.invalid([error.problem])
      }
    }

    private mutating func even(_ row: CSVRow) throws(CSVFault) -> ImportRow {
      let width = width ?? row.fields.count
      self.width = width
      return ImportRow(line: row.line, cells: Array(try row.fields(width)))
    }
  }
}

/// Closed with the last reference to it.
private final class OpenFile {
  private let descriptor: FileDescriptor

  init(_ path: String) throws {
    descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
  }

  /// - Returns: nothing at the end.
  func read(atMost limit: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: limit) { space, count in
      count = try descriptor.read(into: UnsafeMutableRawBufferPointer(space))
    }
  }

  deinit { try? descriptor.close() }
}
