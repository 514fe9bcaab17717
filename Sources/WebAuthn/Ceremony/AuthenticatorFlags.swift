/// WebAuthn Level 3 section 6.1. The two reserved bits have no name: they are ignored.
struct AuthenticatorFlags: OptionSet, Hashable {
  let rawValue: UInt8

  static let userPresent = AuthenticatorFlags(rawValue: 0x01)
  static let userVerified = AuthenticatorFlags(rawValue: 0x04)
  static let backupEligible = AuthenticatorFlags(rawValue: 0x08)
  static let backedUp = AuthenticatorFlags(rawValue: 0x10)
  static let attestedCredential = AuthenticatorFlags(rawValue: 0x40)
  static let extensions = AuthenticatorFlags(rawValue: 0x80)
}
