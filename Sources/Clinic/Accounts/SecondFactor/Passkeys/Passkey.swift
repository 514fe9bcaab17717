public import FoundationEssentials
internal import Postgres
internal import WebAuthn

/// A passkey as its owner sees it.
public struct Passkey: Sendable {
  public let id: ID<Passkey>
  public let name: String
  public let createdAt: Date
  public let usedAt: Date?
  /// Whether there is a copy of it elsewhere, at a provider of passkeys say.
  public let isBackedUp: Bool
  /// Where it was made, and works; empty for older ones.
  public let host: String

  public static let mostPerAccount = 10
  public static let longestName = 60
}

/// What is asked of the browser's passkeys, for a page that does so.
public struct PasskeyRequest: Sendable {
  /// The options of WebAuthn Level 3, as JSON. Safe to stand in an attribute of HTML.
  public let options: String
  /// What the form brings back beside the browser's response: the terms that it answers.
  public let terms: String
}

/// What a form brought back. Nothing in it is true before it was verified.
public struct PasskeyResponse: Sendable {
  let json: [UInt8]
  let terms: String

  public init(json: String, terms: String) {
    self.json = Array(json.utf8)
    self.terms = terms
  }
}

/// What a passkey is asked for. A response to one is of no use at another.
enum PasskeyCeremony: String {
  case registration
  /// With nothing else: the authenticator makes sure that it is its owner, so it is two factors in one.
  case signIn = "sign-in"
  /// After the password.
  case secondFactor = "second-factor"
  /// Before something sensitive.
  case confirmation

  var userVerification: UserVerification { self == .secondFactor ? .preferred : .required }
}

/// A passkey with its owner, as a response is held against it.
struct StoredPasskey: Sendable {
  let id: ID<Passkey>
  let account: ID<Account>
  let record: PasskeyRecord
  /// Where it was made; empty for older ones.
  let host: String

  var owner: UserHandle { get throws { try UserHandle(of: account) } }
}

extension [StoredPasskey] {
  /// Those that a browser can use at a host (WebAuthn Level 3 section 5.1.3).
  func usable(at host: String) -> [StoredPasskey] { filter { $0.host.isEmpty || $0.host == host } }

  /// Where there are some to be used, if there are none here.
  func elsewhere(than host: String) -> String? {
    usable(at: host).isEmpty ? first?.host : nil
  }
}

extension UserHandle {
  /// An account's id says nothing about the person (WebAuthn Level 3 section 14.6.1).
  init(of account: ID<Account>) throws {
    try self.init(withUnsafeBytes(of: account.uuid.uuid) { Array($0) })
  }
}
