import Shell
import Testing

@Suite("A host")
struct RequestHostTests {
  @Test(
    "is a name or an address, with a port or without",
    arguments: [
      ("Ours.Test", "ours.test"), ("ours.test:8080", "ours.test:8080"),
      ("demo.localhost:1", "demo.localhost:1"),
      ("127.0.0.1", "127.0.0.1"), ("[::1]:443", "[::1]:443"), ("a_b.test", "a_b.test"),
    ])
  func read(_ text: String, _ host: String) {
    #expect(RequestHost(text)?.description == host)
  }

  @Test(
    "and nothing else",
    arguments: [
      "", ":80", "a:", "a:0", "a:65536", "a:+1", "a:080000", "a..b", ".a", "a.", "a b", "a/b", "a@b", "a,b",
      "ä.test",
      "[::1", "[]", "[::1]x", "[g::]", "::1", "a%20b", String(repeating: "a", count: 64),
    ])
  func refused(_ text: String) {
    #expect(RequestHost(text) == nil)
  }
}
