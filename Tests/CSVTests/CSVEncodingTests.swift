import CSV
import Testing

@Suite("The encoding of a CSV file")
struct CSVEncodingTests {
  private let text = "Näme;Prïce\r\n\"Zoë 🙂\";€ 5\r\n"
  private let rows = [["Näme", "Prïce"], ["Zoë 🙂", "€ 5"]]

  @Test("is said by its byte order mark, which is none of its text")
  func marks() throws {
    let units = "\u{FEFF}\(text)".utf16
    let files: [(CSVEncoding, [UInt8])] = [
      (.utf8, Array(text.utf8)),
      (.utf8, Array("\u{FEFF}\(text)".utf8)),
      (.utf16LittleEndian, units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      (.utf16BigEndian, units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
    ]
    for (encoding, bytes) in files {
      // A mark says more than whoever asked.
      let asked: CSVEncoding = bytes[0] == UInt8(ascii: "N") ? .utf8 : .windows1252
      var reader = CSVReader(encoding: asked)
      let found = try bytes.flatMap { try reader.read([$0].span) } + reader.finish()
      #expect(found.map(\.fields) == rows && reader.encoding == encoding && reader.separator == .semicolon)
    }
  }

  @Test("can be Windows-1252, if somebody says so")
  func windows1252() throws {
    let bytes = Array("Z".utf8) + [0xEB, 0x2C, 0x80, 0x20, 0x35, 0x2C, 0x93, 0xFF, 0x94]
    #expect(try CSVReader.rows(of: bytes, encoding: .windows1252).map(\.fields) == [["Zë", "€ 5", "“ÿ”"]])
  }

  @Test("is UTF-8 for a mark alone, and for less than a mark")
  func short() throws {
    #expect(try table("\u{FEFF}") == [] && table("a") == [["a"]] && table("ab") == [["ab"]])
    #expect(try CSVReader.rows(of: [0xFF, 0xFE]).isEmpty)
    #expect(fault([0xEF, 0xBB]) == CSVFault(line: 1, .notText(.utf8)))
  }
}
