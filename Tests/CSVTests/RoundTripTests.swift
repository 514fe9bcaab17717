import CSV
import Testing

/// Texts are compared by their bytes: strings are equal to others that are written differently.
@Suite("What was written is read back")
struct RoundTripTests {
  private static let pieces = [
    "a", "ü", "e\u{301}", "🙂", " ", ",", ";", "\t", "|", "\"", "\r", "\n", "\r\n", "'", "''", "=", "+", "-",
    "@", "＝", "＠",
    "\u{FEFF}", "sep=;", "sep=,", "\u{2028}", "\u{85}", "Ω", "12.5", "\u{1}",
  ]

  private func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.pieces.randomElement(using: &random)! }
      .joined()
  }

  private func bytes(_ rows: [[String]]) -> [[[UInt8]]] { rows.map { $0.map { Array($0.utf8) } } }

  @Test("for random tables, whatever the separator, the mark and the pieces", arguments: 0..<20)
  func randomTables(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let width = Int.random(in: 1...4, using: &random)
      var table: [[String]] = []
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        table.append((0..<width).map { _ in text(&random) })
      }
      let separator = CSVSeparator.allCases.randomElement(using: &random)!
      let file = written(table, separator: separator, isMarked: Bool.random(using: &random))
      let lengths = (0..<5).map { _ in Int.random(in: 1...9, using: &random) }
      let read = try rows(of: file, separator: separator, inPieces: lengths)
      #expect(bytes(read.map(\.fields)) == bytes(table), "\(file)")
    }
  }

  @Test("for each text of up to three pieces, alone and beside another")
  func allTexts() throws {
    var texts = Self.pieces
    for one in Self.pieces {
      for two in Self.pieces { texts += [one + two, one + two + "=", one + two + "\n"] }
    }
    for text in texts {
      for table in [[[text]], [["a", text], [text, "b"]]] {
        let read = try CSVReader.rows(of: written(table), separator: .comma)
        #expect(bytes(read.map(\.fields)) == bytes(table))
      }
    }
  }

  @Test("with a cell of a million characters, and not with one byte more than is allowed")
  func longCell() throws {
    let long = String(repeating: "é\n\"=", count: 250_000)
    let file = written([["id", "note"], ["1", long]])
    let read = try CSVReader.rows(of: file, limits: CSVLimits(fieldBytes: 2 << 20))
    #expect(read.count == 2 && Array(read[1].fields[1].utf8) == Array(long.utf8))
    let size = 1_000_000
    let plain = written([[String(repeating: "x", count: size)]])
    #expect(fault(plain, limits: CSVLimits(fieldBytes: size)) == nil)
    #expect(fault(plain, limits: CSVLimits(fieldBytes: size - 1))?.kind == .fieldTooLong(size - 1))
  }

  @Test("with 300,000 lines, in bounded memory: each piece gives its rows")
  func manyLines() throws {
    var writer = CSVWriter(separator: .semicolon)
    var reader = CSVReader()
    var next = 0
    var most = 0
    func check(_ rows: [CSVRow]) {
      most = max(most, rows.count)
      for row in rows {
        if row.fields != ["\(next)", "=\(next)"] || row.line != next + 1 {
          Issue.record("row \(next): \(row)")
        }
        next += 1
      }
    }
    for number in 0..<300_000 {
      writer.write(["\(number)", "=\(number)"])
      if number % 1000 == 999 { check(try reader.read(writer.take().span)) }
    }
    check(try reader.finish())
    #expect(next == 300_000 && most < 3000)
    #expect(fault([0x61, 0x0A], limits: CSVLimits(rows: 1)) == nil)
  }
}
