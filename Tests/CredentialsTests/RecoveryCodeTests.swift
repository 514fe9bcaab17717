import Testing

@testable import Credentials

@Suite("A recovery code")
struct RecoveryCodeTests {
  @Test("is read back from its text, in any grouping and case, and with its look-alikes")
  func typed() throws {
    let code = RecoveryCode(from: .seeded(7))
    #expect(code.text.utf8.count == 29)
    for text in [code.text, code.text.lowercased(), code.text.replacing("-", with: ""), " \(code.text) "] {
      #expect(RecoveryCode(typed: text) == code)
    }
    let lookAlike = try #require(RecoveryCode(typed: "OIBA-OIBA-OIBA-OIBA-OIBA-OIBA"))
    #expect(RecoveryCode(typed: "018a 018a 018a 018a 018a 018a") == lookAlike)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "ABCD", "ABCD-EFGH-IJKL-MNOP-QRST-UVW", "ABCD-EFGH-IJKL-MNOP-QRST-UVWXY",
      "ABCD-EFGH-IJKL-MNOP-QRST-UVW9", "ABCD_EFGH_IJKL_MNOP_QRST_UVWX",
      String(repeating: " ", count: 60) + "ABCDE",
    ])
  func refused(text: String) {
    #expect(RecoveryCode(typed: text) == nil)
  }

  @Test("is stored as the SHA-256 of its letters, without a key")
  func hash() throws {
    // printf ABCDEFGHIJKLMNOPQRSTUVWX | openssl dgst -sha256 -binary | basenc --base64url
    let code = try #require(RecoveryCode(typed: "ABCD-EFGH-IJKL-MNOP-QRST-UVWX"))
    #expect(code.hash == "v6HQ387a4xTqT3t7MVMhbkNTcsmqDDMa7ATj8PuLrhI")
  }

  @Test("is not shown by accident")
  func hidden() {
    let code = RecoveryCode(from: .seeded(7))
    #expect(!"\(code)".contains(code.text) && !String(reflecting: code).contains(code.letters))
  }
}
