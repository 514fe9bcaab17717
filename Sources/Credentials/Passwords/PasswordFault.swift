public enum PasswordFault: Error, Hashable {
  /// As many passwords are being checked as can be, and as many wait as may: try again later.
  case busy
  /// Longer than `PasswordHasher.longestPassword`.
  case tooLong
  /// The hash is sealed under a pepper that was not given, or not this one of its name.
  case unknownPepper(String)
  /// libargon2's error code, such as -22 when there is no memory left.
  case argon2(code: Int32)
}

extension PasswordFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy: "too many passwords are being checked"
    case .tooLong: "the password is longer than \(PasswordHasher.longestPassword) bytes"
    case .unknownPepper(let id): "the hash is sealed under pepper \(id), which was not given"
    case .argon2(let code): "libargon2 failed with code \(code)"
    }
  }
}
