import Testing

@testable import WebAuthn

@Suite("Base64url")
struct Base64URLTests {
  @Test(
    "has RFC 4648's vectors, without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(text: String, encoded: String) {
    #expect(Base64URL.encode(text.utf8) == encoded)
    #expect(Base64URL.decode(encoded) == Array(text.utf8))
  }

  @Test("has a letter for every six bits")
  func letters() {
    let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    #expect(Base64URL.decode(all).map { Base64URL.encode($0) } == all)
  }

  @Test(
    "has one spelling only",
    arguments: ["Zg==", "Zh", "Zm9", "Z", "+/8", "Zm 9v", "Zm9v\n", "Zm9é", "AAAAA"])
  func strict(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}
