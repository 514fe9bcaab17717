public enum PasswordFault: Error, Hashable {
  /// As many passwords are being checked as can be, and as many wait as may: try again later.
  case busy
  /// Longer than `PasswordHasher.longestPassword`.
  case tooLong
  /// The hash was made with a pepper that was not given.
  case unknownPepper(String)
  /// libargon2's error code, such as -22 when there is no memory left.
  case argon2(code: Int32)
}

extension PasswordFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy: "too many passwords are being checked"
    case .tooLong: "the password is longer than \(PasswordHasher.longestPassword) bytes"
    case .unknownPepper(let id): "the hash was made with pepper \(id), which was not given"
    case .argon2(let code): "libargon2 failed with code \(code)"
    }
  }
}
