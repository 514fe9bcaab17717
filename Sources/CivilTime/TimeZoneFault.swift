/// Why the rules of a time zone could not be had.
public enum TimeZoneFault: Error, Hashable {
  /// Not in the form of an IANA identifier; nothing was looked up.
  case invalidIdentifier(String)
  /// In the right form, but the database has no zone of this name.
  case unknown(String)
  /// The zone's file is not TZif, is cut short or breaks a rule of RFC 9636.
  case malformed(identifier: String, reason: String)
}

extension TimeZoneFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidIdentifier(let text): "\(text.debugDescription) is not an IANA time zone identifier"
    case .unknown(let identifier): "there is no time zone \(identifier) in the time zone database"
    case .malformed(let identifier, let reason): "the file of time zone \(identifier) is damaged: \(reason)"
    }
  }
}
