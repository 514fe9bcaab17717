/// A way to hand a message to whoever carries it on.
public protocol MailTransport: Sendable {
  /// Returns only when the other side said that it took the message.
  func deliver(_ message: MailMessage) async throws(MailFault) -> Receipt
}

/// The other side's word that it took a message over.
public struct Receipt: Hashable, Sendable {
  /// The SMTP reply's code: 250.
  public let code: Int
  /// The last line of the reply, such as `250 2.0.0 Ok: queued as 4WxYz1`; at most 200 bytes.
  public let reply: String

  public init(code: Int, reply: String) {
    self.code = code
    self.reply = reply
  }
}
