import Testing

@testable import WebAuthn

@Suite("JSON that is written")
struct JSONTextTests {
  @Test("leaves out members without a value, and keeps the order")
  func members() {
    let json = JSON.object(["b": .integer(-257), "a": nil, "c": .array([.null, .bool(true)])])
    #expect(json.text == #"{"b":-257,"c":[null,true]}"#)
  }

  @Test("has nothing that ends a script, an attribute or a line")
  func html() throws {
    let name = "</script><!--\"'&\u{2028}\u{2029}\u{7F}\u{0}\n\\ Žofia 水"
    let text = JSON.object([name: .string(name)]).text
    let unwanted = "<>&'\u{2028}\u{2029}\u{7F}\u{0}\n".unicodeScalars
    #expect(text.unicodeScalars.allSatisfy { !unwanted.contains($0) })
    #expect(try JSONReader.decode(Array(text.utf8))[name] == .string(name))
  }
}
