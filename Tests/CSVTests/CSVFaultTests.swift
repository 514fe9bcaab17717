import CSV
import Testing

@Suite("What is no CSV")
struct CSVFaultTests {
  @Test("is told with its line: quotes that stand alone, text behind them, an end that is missing")
  func quotes() {
    #expect(fault("a,b\r\n1,12\" pipe\r\n") == CSVFault(line: 2, .strayQuote))
    #expect(fault("a,b\n\"c\nd\" ,e\n") == CSVFault(line: 3, .textAfterQuote))
    #expect(fault("a,b\r\nc,\"d\r\ne,f\r\n") == CSVFault(line: 2, .unclosedQuote))
    #expect(fault("a,b\r\nc,\"d\"\"") == CSVFault(line: 2, .unclosedQuote))
    #expect(fault("a,\"") == CSVFault(line: 1, .unclosedQuote))
    #expect(fault("a,b\r\nc,\"d\"") == nil)
  }

  @Test("is bytes that are no text, on the line where they are, also within a field of several")
  func encodings() {
    // "Müller" as Windows-1252.
    let latin: [UInt8] = Array("a,b\r\n1,\"x\r\n\r\ny M".utf8) + [0xFC] + Array("ller\"\r\n".utf8)
    #expect(fault(latin) == CSVFault(line: 4, .notText(.utf8)))
    #expect(fault(latin, encoding: .windows1252) == nil)
    // Cut off in the midst of a character; overlong; half of a pair of UTF-16.
    for wrong: [UInt8] in [
      [0xC3], [0xE2, 0x82], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ] {
      #expect(fault(Array("a\nb".utf8) + wrong) == CSVFault(line: 2, .notText(.utf8)))
    }
    #expect(fault([0x61, 0x0A, 0x81], encoding: .windows1252) == CSVFault(line: 2, .notText(.windows1252)))
    #expect(fault([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8, 0x61, 0x00])?.line == 2)
    #expect(fault([0xFF, 0xFE, 0x61, 0x00, 0x62]) == CSVFault(line: 1, .notText(.utf16LittleEndian)))
    #expect(fault([0xFE, 0xFF, 0xDC, 0x00]) == CSVFault(line: 1, .notText(.utf16BigEndian)))
  }

  @Test("is NUL, as in UTF-16 that does not say so")
  func nul() {
    #expect(fault([0x61, 0x00, 0x2C, 0x00]) == CSVFault(line: 1, .nul))
    #expect(fault(Array("a\n\"b\n\0\"".utf8)) == CSVFault(line: 3, .nul))
  }

  @Test("is what is larger than was asked for; what is just as large is read")
  func limits() {
    let text = "a,b\r\nc,d\r\nef,g\r\n"
    let size = text.utf8.count
    #expect(fault(text, limits: CSVLimits(bytes: size, rows: 3, fields: 2, fieldBytes: 2)) == nil)
    #expect(fault(text, limits: CSVLimits(bytes: size - 1)) == CSVFault(line: 4, .tooManyBytes(size - 1)))
    #expect(fault(text, limits: CSVLimits(rows: 2)) == CSVFault(line: 3, .tooManyRows(2)))
    #expect(fault(text, limits: CSVLimits(fields: 1)) == CSVFault(line: 1, .tooManyFields(1)))
    #expect(fault(text, limits: CSVLimits(fieldBytes: 1)) == CSVFault(line: 3, .fieldTooLong(1)))
    // A quote that is forgotten does not take the whole file for one field.
    let open = "a,\"b\n" + String(repeating: "c,d\n", count: 100)
    #expect(fault(open, limits: CSVLimits(fieldBytes: 50)) == CSVFault(line: 1, .fieldTooLong(50)))
  }

  @Test("is told in words")
  func words() {
    #expect(
      "\(CSVFault(line: 12, .strayQuote))"
        == "line 12: there is a quote in a field that does not begin with one")
    #expect("\(CSVFault(line: 3, .notText(.utf8)))" == "line 3: this is not UTF-8")
    #expect(
      "\(CSVFault(line: 4, .uneven(fields: 2, expected: 5)))"
        == "line 4: the row has 2 fields where the first has 5")
  }
}
