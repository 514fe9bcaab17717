/// Why a message was not delivered, by what is to be done about it. Carries no text of the server: it quotes
/// addresses.
public enum MailFault: Error, Hashable {
  /// The server refused this message or this recipient for good (5xx): trying again is pointless.
  case permanent(code: Int)
  /// The server, or the connection once the message was on its way, gave no final answer: try again later,
  /// with the same Message-ID, because it may have arrived. The code is a 4xx, or nil if there was none.
  case temporary(code: Int?)
  /// Nothing was handed over, for a reason that has nothing to do with the message: no connection, no TLS,
  /// wrong password, no thread free. Try again later.
  case unavailable(String)
  /// Not an address that can be written to by SMTP without extensions.
  case invalidAddress
  /// A value that would break out of this header.
  case invalidHeader(String)
}

extension MailFault {
  /// Only what is certain not to work is final; anything else is worth another try.
  public var isFinal: Bool {
    switch self {
    case .permanent, .invalidAddress, .invalidHeader: true
    case .temporary, .unavailable: false
    }
  }
}

extension MailFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .permanent(let code): "the mail server refused the message for good (\(code))"
    case .temporary(let code?): "the mail server put the message off (\(code))"
    case .temporary(nil): "the mail server did not say whether it took the message"
    case .unavailable(let reason): "the mail server cannot be used: \(reason)"
    case .invalidAddress: "the address is not valid"
    case .invalidHeader(let name): "the value of header \(name) has control characters or is not valid"
    }
  }
}
