/// How a browser reaches an authenticator (WebAuthn Level 3 section 5.8.4).
public enum Transport: String, CaseIterable, Hashable, Sendable {
  case ble
  case hybrid
  case `internal`
  case nfc
  case smartCard = "smart-card"
  case usb

  /// Those that are known among the tokens, each once; browsers may send others.
  public static func known(among tokens: some Sequence<String>) -> [Transport] {
    let transports = Set(tokens.compactMap(Transport.init))
    return allCases.filter(transports.contains)
  }
}
