import CSV
import Testing

@Suite("A CSV file")
struct CSVReaderTests {
  @Test("is records of fields, quoted where they need it")
  func grammar() throws {
    #expect(try table("a,b\r\nc,d\r\n") == [["a", "b"], ["c", "d"]])
    #expect(try table("a,b") == [["a", "b"]])
    #expect(try table("a,,\r\n,,c\r\n") == [["a", "", ""], ["", "", "c"]])
    #expect(
      try table("\"a,b\",\"say \"\"hello\"\"\",\"\"\r\n\"\"\"\",x,") == [
        ["a,b", "say \"hello\"", ""], ["\"", "x", ""],
      ])
    #expect(try table(" a , b \r\n") == [[" a ", " b "]])
  }

  @Test("may end its lines as any system does, also within quotes, where nothing of them is lost")
  func lineEnds() throws {
    for end in ["\r\n", "\n", "\r"] {
      #expect(try table("a,b\(end)\"c\(end)d\",e\(end)") == [["a", "b"], ["c\(end)d", "e"]])
    }
    #expect(try table("a,b\rc,d\ne,f\r\ng,h") == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]])
  }

  @Test("may have empty lines anywhere; an empty field in quotes is a row")
  func emptyLines() throws {
    #expect(try table("\r\n\na,b\r\n\r\n\n\rc,d\r\n\r\n\r\n") == [["a", "b"], ["c", "d"]])
    #expect(try table("a\n\"\"\nb") == [["a"], [""], ["b"]])
    #expect(try table("") == [] && table("\r\n") == [])
    let rows = try CSVReader.rows(of: Array("a;b\n;\n".utf8))
    #expect(rows.map(\.isBlank) == [false, true])
  }

  @Test("tells on which line each row begins")
  func lines() throws {
    let rows = try CSVReader.rows(of: Array("a,b\r\n\r\n\"c\r\nd\re\nf\",g\nh,i\r\rj,k".utf8))
    #expect(rows.map(\.line) == [1, 3, 7, 9])
  }

  @Test("may be separated by commas, semicolons, tabs or bars, whichever divides its lines alike")
  func separators() throws {
    #expect(try table("Name;Price\nA;1,50\nB;2,5\n") == [["Name", "Price"], ["A", "1,50"], ["B", "2,5"]])
    #expect(try table("Name\tPlace\nA, B\tC\n") == [["Name", "Place"], ["A, B", "C"]])
    #expect(try table("a|b\nc|d") == [["a", "b"], ["c", "d"]])
    #expect(try table("\"x,y\";b\n\"1,2\";d\n") == [["x,y", "b"], ["1,2", "d"]])
    #expect(try table("alone\nvery, alone\n") == [["alone"], ["very", " alone"]])
    #expect(try table("a;b,c\n", separator: .semicolon) == [["a", "b,c"]])
  }

  @Test("may say its separator in a first line of Excel's, which is no row")
  func declaredSeparator() throws {
    for end in ["\r\n", "\n", "\r"] {
      let rows = try CSVReader.rows(of: Array("sep=;\(end)a,b;c\(end)".utf8))
      #expect(rows == [CSVRow(line: 2, fields: ["a,b", "c"])])
    }
    #expect(try table("sep=\t") == [])
    #expect(try table("sep=;x\na;b") == [["sep=", "x"], ["a", "b"]])
    #expect(try table("\"sep=;\"\r\na\r\n") == [["sep=;"], ["a"]])
  }

  @Test("is the same in whatever pieces it comes")
  func pieces() throws {
    let text = "\u{FEFF}sep=;\r\nä;\"b\"\"\r\n;🙂\"\r\n\r\nc;'=d\r\n\"\";e"
    let bytes = Array(text.utf8)
    let whole = try CSVReader.rows(of: bytes)
    #expect(whole.map(\.fields) == [["ä", "b\"\r\n;🙂"], ["c", "=d"], ["", "e"]])
    for length in 1...bytes.count {
      #expect(try rows(of: bytes, inPieces: [length]) == whole)
    }
  }

  @Test("has as many fields in each row as in the first; more only where they are empty")
  func width() throws {
    let row = CSVRow(line: 7, fields: ["a", "b", ""])
    #expect(try row.fields(3) == ["a", "b", ""] && row.fields(2) == ["a", "b"])
    #expect(throws: CSVFault(line: 7, .uneven(fields: 3, expected: 1))) { try row.fields(1) }
    #expect(throws: CSVFault(line: 7, .uneven(fields: 3, expected: 4))) { try row.fields(4) }
  }
}
