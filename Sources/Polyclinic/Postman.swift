import Clinic
import Mail
import Web

/// Carries a letter from the outbox to the mail server.
struct Postman: Sendable {
  private let letters: Letters
  private let transport: SMTPTransport
  private let from: Mailbox
  private let origins: Origins

  init(_ mail: Settings.MailSettings, _ parts: Parts) throws {
    letters = try Letters(library: parts.library, origins: parts.origins)
    transport = SMTPTransport(mail.smtp)
    from = mail.from
    origins = parts.origins
  }

  func deliver(_ message: OutboxMessage, for sender: Sender) async -> Delivery {
    do {
      let tenant = sender.tenant
      let text = try letters.text(of: message, for: tenant)
      let calendar = try letters.calendar(of: message, for: tenant)
      let letter = try MailMessage(
        id: "\(message.id)@\(origins.host(tenant.slug))",
        from: Mailbox(name: tenant.name, address: sender.address ?? from.address),
        to: Mailbox(address: message.recipient),
        subject: text.subject, text: text.body, html: letters.html(text, of: message, for: tenant),
        date: message.createdAt,
        calendar: calendar.map { calendar throws(MailFault) in
          try CalendarPart(method: calendar.method, content: calendar.content)
        },
        unsubscribe: letters.unsubscribe(from: message, for: tenant))
      _ = try await transport.deliver(letter)
      return .sent
    } catch let fault as MailFault {
      return fault.isFinal ? .refused("\(fault)") : .postponed("\(fault)")
    } catch {
      return .refused("the letter can't be written: \(String(reflecting: type(of: error)))")
    }
  }
}
