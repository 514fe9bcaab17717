import CSV
import Testing

@Suite("A written CSV file")
struct CSVWriterTests {
  private func line(_ fields: String...) -> String {
    String(decoding: written([fields]), as: UTF8.self)
  }

  @Test("has CRLF behind each row, quotes where they are needed, and a byte order mark if asked")
  func grammar() {
    #expect(line("a", "b c", "") == "a,b c,\r\n")
    #expect(line("a,b", "c;d", "e\tf", "g|h") == "\"a,b\",\"c;d\",\"e\tf\",\"g|h\"\r\n")
    #expect(line("say \"x\"", "a\nb", " c", "d ") == "\"say \"\"x\"\"\",\"a\nb\",\" c\",\"d \"\r\n")
    #expect(line("") == "\"\"\r\n" && line("", "") == ",\r\n")
    #expect(written([["a"]], isMarked: true) == [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A])
    #expect(written([["a", "b,c"]], separator: .semicolon) == Array("a;\"b,c\"\r\n".utf8))
  }

  @Test("begins no cell with what a spreadsheet would carry out")
  func formulas() {
    for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
      #expect(line("\(sign)1+1") == "'\(sign)1+1\r\n")
      #expect(line("'\(sign)1") == "''\(sign)1\r\n")
      #expect(line("a\(sign)1", "1 \(sign)") == "a\(sign)1,1 \(sign)\r\n")
    }
    for sign in ["\t", "\r", "\n"] {
      #expect(line("\(sign)x") == "\"'\(sign)x\"\r\n")
      #expect(line("a\(sign)x") == "\"a\(sign)x\"\r\n")
    }
    #expect(line("'tis", "it's =") == "'tis,it's =\r\n")
  }

  @Test("also not where a cell would begin with another separator")
  func smuggledFormulas() {
    #expect(line("a;=1") == "\"a;'=1\"\r\n")
    #expect(line("a\n-b") == "\"a\n'-b\"\r\n")
    #expect(line("a;\"@b") == "\"a;\"\"'@b\"\r\n")
    #expect(line("a, -b") == "\"a, -b\"\r\n")
  }

  @Test("is taken away bit by bit")
  func taking() {
    var writer = CSVWriter(isMarked: true)
    writer.write(["\u{FEFF}a"])
    let first = writer.take()
    writer.write(["sep=;"])
    #expect(first == [0xEF, 0xBB, 0xBF, 0x22, 0xEF, 0xBB, 0xBF, 0x61, 0x22, 0x0D, 0x0A])
    #expect(writer.take() == Array("\"sep=;\"\r\n".utf8) && writer.take() == [])
  }
}
