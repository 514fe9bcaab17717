import Testing

@testable import WebAuthn

@Suite("What the browser says")
struct ClientDataTests {
  @Test("is of the ceremony that was asked for", arguments: ["", "webauthn.create ", "payment.get"])
  func type(other: String) {
    for ceremony in Ceremony.allCases {
      expect(.wrongType, in: ceremony) { $0.type = ceremony.otherType }
      expect(.wrongType, in: ceremony) { $0.type = other }
    }
  }

  @Test(
    "has our challenge: a replayed response has another",
    arguments: [
      "AAECAwQFBgcICQoLDA0OEA", "", "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0ODx",
      "AAECAwQFBgcICQoLDA0O",
    ])
  func challenge(other: String) {
    for ceremony in Ceremony.allCases { expect(.wrongChallenge, in: ceremony) { $0.challenge = other } }
  }

  @Test(
    "comes from an origin of ours, letter by letter",
    arguments: [
      "https://hilltop.example", "http://riverside.example", "https://riverside.example:8443",
      "https://riverside.example/", "https://riverside.example.evil.example",
      "https://evil.riverside.example", "https://Riverside.example", "", "null", "riverside.example",
    ])
  func origin(other: String) {
    for ceremony in Ceremony.allCases { expect(.wrongOrigin, in: ceremony) { $0.origin = other } }
  }

  @Test("may come from any of our origins", arguments: Ceremony.allCases)
  func otherOrigin(ceremony: Ceremony) throws {
    try ceremony.run { $0.origin = "https://www.riverside.example" }
  }

  @Test("is not taken for equal because Unicode says so")
  func equivalence() {
    #expect("\u{212A}" == "K")
    #expect(!haveEqualBytes("\u{212A}", "K"))
    #expect(!haveEqualBytes("a", "ab"))
    #expect(haveEqualBytes("ab", "ab"))
  }

  @Test("does not come out of a foreign frame", arguments: Ceremony.allCases)
  func frames(ceremony: Ceremony) throws {
    expect(.crossOrigin, in: ceremony) { $0.more = #","crossOrigin":true"# }
    expect(.crossOrigin, in: ceremony) {
      $0.more = #","crossOrigin":true,"topOrigin":"https://riverside.example""#
    }
    expect(.crossOrigin, in: ceremony) { $0.more = #","topOrigin":"https://riverside.example""# }
    expect(.malformed(.clientDataJSON), in: ceremony) { $0.more = #","crossOrigin":"false""# }
    try ceremony.run { $0.more = "" }
  }

  @Test("may have members that we do not know, but none twice", arguments: Ceremony.allCases)
  func members(ceremony: Ceremony) throws {
    try ceremony.run { $0.more = #","extraData":{"a":[1,2]},"tokenBinding":{"status":"supported"}"# }
    expect(.malformedJSON(.clientDataJSON, .duplicateName), in: ceremony) {
      $0.more = #","origin":"https://riverside.example""#
    }
  }

  @Test("has a type, a challenge and an origin, each a text")
  func form() {
    for json in [
      #"{}"#, #"[]"#, #"{"challenge":"","origin":""}"#, #"{"type":"","origin":""}"#,
      #"{"type":"","challenge":""}"#, #"{"type":1,"challenge":"","origin":""}"#,
      #"{"type":"","challenge":null,"origin":""}"#,
    ] {
      #expect(throws: WebAuthnFault.malformed(.clientDataJSON)) { try ClientData(json: Array(json.utf8)) }
    }
    #expect(throws: WebAuthnFault.malformedJSON(.clientDataJSON, .cutShort)) { try ClientData(json: []) }
  }

  @Test("may begin with a byte order mark, which is signed with the rest")
  func byteOrderMark() throws {
    let json = Browser().clientData("webauthn.get")
    let marked = try ClientData(json: [0xEF, 0xBB, 0xBF] + json)
    let plain = try ClientData(json: json)
    #expect(marked.challenge == plain.challenge)
    #expect(marked.hash != plain.hash)
  }

  private func expect(_ fault: WebAuthnFault, in ceremony: Ceremony, when change: (inout Browser) -> Void) {
    #expect(throws: fault) { try ceremony.run(change) }
  }
}
