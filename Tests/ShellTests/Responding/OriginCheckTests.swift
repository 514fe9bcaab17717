import HTTPTypes
import Hummingbird
import Shell
import Testing

@Suite("A change must come from a page of ours")
struct OriginCheckTests {
  private func passes(_ fields: [String: String], method: HTTPRequest.Method = .post) -> Bool {
    var headers = HTTPFields()
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: "/", headerFields: headers)
    return OriginCheck.passes(Request(head: head, body: .init(buffer: .init())), origin: "https://ours.test")
  }

  @Test(
    "as Sec-Fetch-Site has it, whatever else is said",
    arguments: [
      ("same-origin", true), ("same-site", false), ("cross-site", false), ("none", false), ("", false),
    ])
  func site(_ site: String, _ expected: Bool) {
    #expect(passes(["Sec-Fetch-Site": site]) == expected)
    #expect(passes(["Sec-Fetch-Site": site, "Origin": "https://ours.test"]) == expected)
    #expect(passes(["Sec-Fetch-Site": site, "Origin": "https://evil.test"]) == expected)
  }

  @Test(
    "else as Origin has it, exactly",
    arguments: [
      ("https://ours.test", true), ("https://OURS.test", true), ("http://ours.test", false), ("null", false),
      ("https://ours.test:444", false), ("https://a.ours.test", false),
      ("https://ours.test.evil.test", false),
      ("https://evil.test, https://ours.test", false),
    ])
  func origin(_ origin: String, _ expected: Bool) {
    #expect(passes(["Origin": origin]) == expected)
    #expect(passes(["Origin": origin, "Referer": "https://ours.test/"]) == expected)
  }

  @Test(
    "else as Referer has it",
    arguments: [
      ("https://ours.test/form", true), ("https://ours.test", true), ("https://ours.test.evil.test/", false),
      ("https://ours.test@evil.test/", false), ("http://ours.test/", false),
    ])
  func referer(_ referer: String, _ expected: Bool) {
    #expect(passes(["Referer": referer]) == expected)
  }

  @Test("none of them is not enough")
  func none() {
    #expect(!passes([:]))
  }

  @Test("every method that changes something is checked, reading ones are not")
  func methods() {
    for method in [HTTPRequest.Method.put, .patch, .delete, .post] { #expect(!passes([:], method: method)) }
    for method in [HTTPRequest.Method.get, .head, .options] { #expect(passes([:], method: method)) }
  }

  @Test("the server applies it to every route that does not say otherwise")
  func server() async throws {
    let (foreign, own, unchecked) = try await TestServer.run { site in
      let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n"
      func post(_ path: String, _ fields: String) async throws -> Int? {
        try await site.ask(
          "POST \(path) HTTP/1.1\r\nHost: ours.test\r\nConnection: close\r\n\(form)\(fields)\r\nname=a"
        ).status
      }
      return (
        try await post("/doctors/7", "Origin: http://evil.test\r\n"),
        try await post("/doctors/7", "Origin: http://ours.test\r\n"), try await post("/echo", "")
      )
    }
    #expect(foreign == 403)
    #expect(own == 200)
    #expect(unchecked == 200)
  }
}
