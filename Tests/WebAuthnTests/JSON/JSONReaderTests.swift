import Testing

@testable import WebAuthn

@Suite("The JSON reader")
struct JSONReaderTests {
  @Test("reads every kind of value, with white space around it")
  func kinds() throws {
    let json = try decode(
      " { \"a\" : [ 1 , -0.5e+10 , true , false , null ] ,\n\t\"b\" : { } , \"c\" : [ ] }\r ")
    let values: [JSON] = [.number("1"), .number("-0.5e+10"), .bool(true), .bool(false), .null]
    #expect(json["a"] == .array(values))
    #expect(json["b"] == .object([]))
    #expect(json["c"] == .array([]))
    #expect(json["d"] == nil)
  }

  @Test(
    "reads escapes",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u00e9\u00E9"#, "éé"), (#"\ud83d\ude00"#, "😀"),
      (#"\u0000"#, "\0"), ("水", "水"),
    ])
  func escapes(written: String, meant: String) throws {
    #expect(try decode("\"\(written)\"") == .string(meant))
  }

  @Test(
    "refuses escapes that JSON does not have, and halves of pairs",
    arguments: [
      #"\x"#, #"\u12g4"#, #"\ud83d"#, #"\ud83dx"#, #"\ud83d\n"#, #"\ud83d\u0041"#, #"\ude00"#, #"\u+123"#,
    ])
  func wrongEscapes(written: String) {
    #expect(throws: JSONFault.invalidEscape) { try decode("\"\(written)      \"") }
  }

  @Test(
    "refuses what is not JSON",
    arguments: [
      "[1,]", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "[1 2]", "{\"a\" 1}", "01", "+1", "1.", ".5", "1e",
      "--1", "0x1", "NaN", "True", "nul1", "\"a\nb\"", "1 2", "{}{}", "[]]", "\u{FEFF}1", "/**/1", "\u{A0}1",
    ])
  func notJSON(text: String) {
    #expect(throws: JSONFault.self) { try decode(text) }
  }

  @Test(
    "refuses what is cut short, at every place", arguments: [#"{"a":[1,{"b":"\u00e9"}],"c":true}"#])
  func cutShort(text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: Never.self) { try JSONReader.decode(bytes) }
    for count in bytes.indices {
      #expect(throws: JSONFault.cutShort) { try JSONReader.decode(Array(bytes[..<count])) }
    }
  }

  @Test(
    "refuses bytes that are not UTF-8",
    arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func utf8(bytes: [UInt8]) {
    #expect(throws: JSONFault.notUTF8) { try JSONReader.decode(bytes) }
  }

  @Test(
    "refuses a member that comes twice, however it is spelled",
    arguments: [#"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"b":{"a":1,"c":2,"a":3}}"#])
  func duplicates(text: String) {
    #expect(throws: JSONFault.duplicateName) { try decode(text) }
  }

  @Test("goes eight levels deep and no further")
  func depth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try decode(nested(8)) }
    #expect(throws: JSONFault.tooDeep) { try decode(nested(9)) }
    #expect(throws: JSONFault.tooDeep) { try decode(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test("reads 256 values and no more")
  func values() {
    func array(_ count: Int) -> String {
      "[" + Array(repeating: "0", count: count).joined(separator: ",") + "]"
    }
    #expect(throws: Never.self) { try decode(array(255)) }
    #expect(throws: JSONFault.tooManyValues) { try decode(array(256)) }
  }

  private func decode(_ text: String) throws -> JSON { try JSONReader.decode(Array(text.utf8)) }
}
