/// What a new password must be (NIST SP 800-63B-4 section 3.1.1, OWASP ASVS 5.0 section 6.2): long enough,
/// not one that is tried first, not made of what is known about its owner. Never which kinds of characters it
/// has.
public struct PasswordPolicy: Hashable, Sendable {
  /// In Unicode scalars after normalising to NFC, as all lengths here: NIST counts each code point as one
  /// character.
  public static let maximumLength = 128

  /// What a policy may ask for: past 64 it would refuse what NIST wants to be possible.
  public static let minimumLengths = 8...64

  public let minimumLength: Int

  /// Eight characters: enough beside a second factor, which everybody has here; alone NIST wants fifteen.
  public static let standard = PasswordPolicy()

  private init() { minimumLength = PasswordPolicy.minimumLengths.lowerBound }

  /// Nil outside of `minimumLengths`.
  public init?(minimumLength: Int) {
    guard PasswordPolicy.minimumLengths.contains(minimumLength) else { return nil }
    self.minimumLength = minimumLength
  }

  /// The first thing that is wrong with a password; nil when it may be used.
  /// - Parameter own: what others know about its owner: names, e-mail addresses, the clinic's name, the birth
  ///   date as `1984-05-12`.
  public func problem(of password: String, own: [String]) -> PasswordProblem? {
    guard let password = NormalizedPassword(password),
      password.characterCount <= PasswordPolicy.maximumLength
    else { return .tooLong }
    if password.characterCount < minimumLength { return .tooShort(minimum: minimumLength) }
    if CommonPasswords.areOrigin(of: password.text) { return .common }
    if OwnWords(own).make(up: password.text) { return .ownData }
    return nil
  }
}
