import WebAuthn

/// What a browser says of a ceremony; every part of it can be made a lie.
struct Browser {
  var type: String?
  var challenge = "AAECAwQFBgcICQoLDA0ODw"
  var origin = "https://riverside.example"
  /// Members behind the first three.
  var more = #","crossOrigin":false"#

  func clientData(_ type: String) -> [UInt8] {
    Array(
      #"{"type":"\#(self.type ?? type)","challenge":"\#(challenge)","origin":"\#(origin)"\#(more)}"#.utf8)
  }
}

extension CeremonyTerms {
  /// What an unchanged ``Browser`` and ``SoftwareAuthenticator`` meet.
  static func riverside(_ userVerification: UserVerification = .required) throws -> CeremonyTerms {
    CeremonyTerms(
      challenge: try Challenge(Array(0..<16)),
      relyingParty: RelyingParty(
        id: "riverside.example", name: "Riverside",
        origins: ["https://riverside.example", "https://www.riverside.example"]),
      userVerification: userVerification)
  }
}
