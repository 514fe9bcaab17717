import Synchronization

/// Delivers by SMTP, with libcurl, on threads of its own, over connections that are kept for the next letter.
public final class SMTPTransport: MailTransport {
  private let settings: SMTPSettings
  private let lanes: BoundedLanes
  private let connections: SMTPConnections

  public init(_ settings: SMTPSettings) {
    self.settings = settings
    lanes = BoundedLanes(label: "smtp", count: settings.connections, waitingLimit: settings.waiting)
    connections = SMTPConnections(limit: settings.connections)
  }

  /// Cancelling the task ends the delivery within a second or so; whether the message had been taken may then
  /// be unknown, which is `temporary(code: nil)`.
  public func deliver(_ message: MailMessage) async throws(MailFault) -> Receipt {
    let (settings, connections) = (settings, connections)
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await lanes.run { () -> Result<Receipt, MailFault> in
        Result { () throws(MailFault) in
          guard !cancellation.isCancelled else { throw .unavailable("the delivery was cancelled") }
          return try SMTPExchange(settings, connections, cancellation).send(message)
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
    guard let result else { throw .unavailable("too many messages are waiting") }
    return try result.get()
  }
}

/// Carries a task's cancellation to the thread that works for it.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  var isCancelled: Bool { flag.load(ordering: .relaxed) }

  func cancel() { flag.store(true, ordering: .relaxed) }
}
