import Hummingbird
import Shell
import Testing

@Suite("A form keeps what was typed")
struct FormTests {
  private func form(_ text: String, repeating names: Set<String> = []) throws(FormFault) -> Form {
    try Form(urlEncoded: text.utf8, repeating: names).checked()
  }

  @Test(
    "decoded as the URL standard has it",
    arguments: [
      ("a=b", "b"), ("a=1+2", "1 2"), ("a=1%2B2", "1+2"), ("a=%C3%A9", "é"), ("a=é", "é"), ("a=b=c", "b=c"),
      ("a", ""), ("a=", ""), ("&&a=b&", "b"), ("%61=b", "b"), ("a=100%", "100%"), ("a=%4", "%4"),
      ("a=%zz", "%zz"),
      ("a=%0D%0A", "\r\n"), ("b=1", ""), ("", ""),
    ])
  func decoded(_ text: String, _ value: String) throws {
    #expect(try form(text)["a"] == value)
  }

  @Test("an absent field is told from an empty one")
  func absent() throws {
    #expect(try form("a=").value(of: "a") == "")
    #expect(try form("a=").value(of: "b") == nil)
  }

  @Test("in its order")
  func order() throws {
    #expect(try form("b=1&a=2&c=3").fields.map(\.name) == ["b", "a", "c"])
  }

  @Test("a field may come twice only where that is meant")
  func repeated() throws {
    #expect(throws: FormFault.repeated(field: "day")) { try form("day=1&day=2") }
    #expect(try form("day=1&x=3&day=2", repeating: ["day"]).all("day") == ["1", "2"])
  }

  @Test("what can't be stored is refused, and the field is named")
  func unstorable() {
    #expect(throws: FormFault.notUTF8(field: "a")) { try form("a=%ff") }
    #expect(throws: FormFault.notUTF8(field: "a")) { try form("a=%C3") }
    #expect(throws: FormFault.notUTF8(field: nil)) { try form("%ff=a") }
    #expect(throws: FormFault.containsNUL(field: "a")) { try form("a=x%00") }
    #expect(throws: FormFault.containsNUL(field: nil)) { try form("%00=a") }
    #expect(throws: FormFault.badName) { try form("=a") }
  }

  @Test("what is wrong with one field leaves the others as they were typed")
  func faultyField() throws {
    let form = try Form(urlEncoded: "a=x%00y&b=%ffz&c=1&c=2&d=kept".utf8)
    #expect(form.faults == [.containsNUL(field: "a"), .notUTF8(field: "b"), .repeated(field: "c")])
    #expect(["a", "b", "c", "d"].map { form[$0] } == ["xy", "\u{fffd}z", "1", "kept"])
  }

  @Test("limits hold on both sides")
  func limits() throws {
    var limits = FormLimits()
    limits.bytes = 20
    limits.fields = 2
    limits.nameBytes = 4
    func read(_ text: String) throws(FormFault) -> Form { try Form(urlEncoded: text.utf8, limits: limits) }
    #expect(try read("a=345678901234567890")["a"].count == 18)
    #expect(throws: FormFault.tooLong(limit: 20)) { try read("a=3456789012345678901") }
    #expect(try read("a=1&b=2").fields.count == 2)
    #expect(throws: FormFault.tooManyFields(limit: 2)) { try read("a=1&b=2&c=3") }
    #expect(try read("abcd=1")["abcd"] == "1")
    #expect(throws: FormFault.badName) { try read("abcde=1") }
  }

  @Test("it never shows what it holds")
  func description() throws {
    let form = try form("name=Miller")
    var dumped = ""
    dump(form, to: &dumped)
    #expect(!"\(form) \(String(reflecting: form)) \(dumped)".contains("Miller"))
  }

  @Test(
    "and over the wire: the right type, the right length",
    arguments: [
      ("application/x-www-form-urlencoded", "name=Amira", 200, "changed Amira"),
      ("Application/X-WWW-Form-URLEncoded; charset=utf-8", "name=Amira", 200, "changed Amira"),
      ("text/plain", "name=Amira", 415, "page 415 -"), ("", "name=Amira", 415, "page 415 -"),
      ("application/x-www-form-urlencoded", "name=%ff", 400, "page 400 -"),
      ("application/x-www-form-urlencoded", "name=" + String(repeating: "a", count: 65531), 200, ""),
      (
        "application/x-www-form-urlencoded", "name=" + String(repeating: "a", count: 65532), 413, "page 413 -"
      ),
    ])
  func wire(_ type: String, _ body: String, _ status: Int, _ text: String) async throws {
    let answer = try await TestServer.run { site in
      try await site.ask(
        """
        POST /doctors/7 HTTP/1.1\r\nHost: ours.test\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
        Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
        """)
    }
    #expect(answer.status == status)
    #expect(text.isEmpty || answer.hasSuffix("\r\n\r\n\(text)"))
  }

  @Test("a query is a form as well")
  func query() throws {
    func query(_ target: String) throws(FormFault) -> Form {
      try Form.query(
        of: Request(
          head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: target),
          body: .init(buffer: .init())))
    }
    #expect(try query("/doctors?day=2026-03-01&q=a%26b")["q"] == "a&b")
    #expect(try query("/doctors") == Form())
  }
}
