import Credentials
import Testing

@Suite("Base32 and base64url")
struct BaseEncodingTests {
  @Test(
    "have RFC 4648's vectors",
    arguments: [
      ("", "", ""), ("f", "Zg", "MY======"), ("fo", "Zm8", "MZXQ===="), ("foo", "Zm9v", "MZXW6==="),
      ("foob", "Zm9vYg", "MZXW6YQ="), ("fooba", "Zm9vYmE", "MZXW6YTB"),
      ("foobar", "Zm9vYmFy", "MZXW6YTBOI======"),
    ])
  func vectors(text: String, base64: String, base32: String) {
    #expect(Base64URL.encode(text.utf8) == base64)
    #expect(Base64URL.decode(base64) == Array(text.utf8))
    #expect(Base32.encode(text.utf8, padded: true) == base32)
    #expect(Base32.decode(base32) == Array(text.utf8))
    let unpadded = base32.filter { $0 != "=" }
    #expect(Base32.encode(text.utf8) == unpadded)
    #expect(Base32.decode(unpadded) == Array(text.utf8))
  }

  @Test("use the URL's letters")
  func letters() {
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
  }

  @Test("give every byte back")
  func everyByte() {
    for length in 0...40 {
      let bytes = RandomSource.seeded(UInt64(length)).bytes(length)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      #expect(Base32.decode(Base32.encode(bytes)) == bytes)
    }
  }

  @Test(
    "base64url has one spelling only",
    arguments: ["Zg==", "Zh", "Zm9", "Z", "+/8", "Zm 9v", "Zm9v\n", "Zm9é", "AAAAA"])
  func strictBase64(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test(
    "base32 has one spelling only",
    arguments: ["MZ", "my", "M", "MY=", "MY=====", "MY====A=", "========", "M1", "MYA", "MZXW6=YQ"])
  func strictBase32(text: String) {
    #expect(Base32.decode(text) == nil)
  }
}
