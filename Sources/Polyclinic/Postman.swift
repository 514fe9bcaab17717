import Clinic
import Logging
import Mail
import ServiceLifecycle
import Web

/// Carries letters from the outbox to the mail server, for as long as the server runs. The one under way when it stops is finished.
struct Postman: Service {
  private let clinic: Clinic
  private let letters: Letters
  private let transport: SMTPTransport
  private let from: Mailbox
  private let origins: Origins
  private let logger: Logger

  /// How often the outbox is looked into.
  private static let round = Duration.seconds(1)

  init(_ mail: Settings.MailSettings, _ parts: Parts, logger: Logger) throws {
    clinic = parts.clinic
    letters = try Letters(library: parts.library, origins: parts.origins)
    transport = SMTPTransport(mail.smtp)
    from = mail.from
    origins = parts.origins
    self.logger = logger
  }

  func run() async {
    while !Task.isShuttingDownGracefully {
      do {
        _ = try await clinic.deliverDueMessages(while: { !Task.isShuttingDownGracefully }) {
          message, tenant in
          await deliver(message, tenant)
        }
      } catch {
        logger.warning(
          "the outbox can't be read", metadata: ["error": "\(String(reflecting: type(of: error)))"])
      }
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: Self.round) }
    }
  }

  private func deliver(_ message: OutboxMessage, _ tenant: Tenant) async -> Delivery {
    do {
      let text = try letters.text(of: message, for: tenant)
      let calendar = try letters.calendar(of: message, for: tenant)
      let letter = try MailMessage(
        id: "\(message.id)@\(origins.host(tenant.slug))", from: from, to: Mailbox(address: message.recipient),
        subject: text.subject, text: text.body,
        date: message.createdAt,
        calendar: calendar.map { calendar throws(MailFault) in
          try CalendarPart(method: calendar.method, content: calendar.content)
        })
      _ = try await transport.deliver(letter)
      return .sent
    } catch let fault as MailFault {
      return Delivery(fault)
    } catch {
      return .refused("the letter can't be written: \(String(reflecting: type(of: error)))")
    }
  }
}

extension Delivery {
  /// Only what is certain not to work is given up; anything else is worth another try.
  init(_ fault: MailFault) {
    switch fault {
    case .permanent, .invalidAddress, .invalidHeader: self = .refused("\(fault)")
    case .temporary, .unavailable: self = .postponed("\(fault)")
    }
  }
}
