internal import Credentials
internal import Crypto
internal import FoundationEssentials
internal import WebAuthn

/// The terms of one ceremony: signed, so that they need not be kept until the answer comes. The challenge is their hash.
///
/// They hold for one ceremony, one host, one browser, and five minutes.
struct PasskeyTerms {
  let text: String
  let expires: Date

  static let lifetime: TimeInterval = 300

  /// 32 bytes.
  var challenge: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  func ceremony(_ ceremony: PasskeyCeremony, _ party: RelyingParty) throws -> CeremonyTerms {
    CeremonyTerms(
      challenge: try Challenge(challenge), relyingParty: party, userVerification: ceremony.userVerification)
  }
}

extension Clinic {
  /// - Parameter browser: the hash of its token.
  func terms(for ceremony: PasskeyCeremony, at host: String, browser: [UInt8]?) -> PasskeyTerms {
    let expires = Int(clock().timeIntervalSince1970 + PasskeyTerms.lifetime)
    let content = "\(expires)-\(Base64URL.encode(random.bytes(16)))"
    let tag = secrets.passkeyTerms.tag(for: [ceremony.rawValue, host, hex(browser), content])
    return PasskeyTerms(
      text: "\(content).\(tag)", expires: Date(timeIntervalSince1970: TimeInterval(expires)))
  }

  /// The terms that a form brought back; nil for any that were not made for this ceremony and this browser, or are over.
  func terms(_ text: String, for ceremony: PasskeyCeremony, at host: String, browser: [UInt8]?)
    -> PasskeyTerms?
  {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.utf8.count <= 200, parts.count == 2,
      secrets.passkeyTerms.isValid(parts[1], for: [ceremony.rawValue, host, hex(browser), String(parts[0])]),
      let expires = TimeInterval(parts[0].prefix { $0 != "-" }), expires > clock().timeIntervalSince1970
    else { return nil }
    return PasskeyTerms(text: text, expires: Date(timeIntervalSince1970: expires))
  }

  private func hex(_ bytes: [UInt8]?) -> String { bytes.map { Base64URL.encode($0) } ?? "" }
}
