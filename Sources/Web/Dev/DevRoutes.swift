import Clinic
import Hummingbird
import NIOCore
import Pages
import Shell

/// Pages for developers. They exist only where the configuration says development.
struct DevRoutes: Sendable {
  let site: Site
  let letters: Letters
  let gallery: Gallery
  let mailboxPage: Template<MailboxPage>
  let mailPage: Template<MailPage>
  let galleryPage: Template<GalleryPage>

  init(site: Site) throws {
    self.site = site
    letters = try Letters(library: site.library, zones: site.clinic.zones, origins: site.origins)
    gallery = try Gallery(library: site.library)
    mailboxPage = try site.library.template(MailboxPage.self)
    mailPage = try site.library.template(MailPage.self)
    galleryPage = try site.library.template(GalleryPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/dev/mail", .anyone, .operation, "dev.mailbox", mailbox),
      site.route(.get, "/dev/mail/:id", .anyone, .operation, "dev.mail", mail),
      site.route(.get, "/dev/gallery", .anyone, .operation, "dev.gallery", list),
      site.route(.get, "/dev/gallery/:page/:sample", .anyone, .operation, "dev.sample", sample),
    ]
  }

  @Sendable func mailbox(_ call: Call) async throws -> Response {
    let (visit, messages) = try await site.clinic.mailbox(by: call.visitor)
    let formats = try site.formats(visit, call)
    let rows = try messages.map { message in
      MailRow(
        subject: try letters.text(of: message, for: visit.tenant).subject, to: message.recipient,
        date: formats.longInstant(message.createdAt), state: Badge(message), href: Path.message(message.id))
    }
    return site.show(MailboxPage(messages: rows), mailboxPage, call, visit)
  }

  @Sendable func mail(_ call: Call) async throws -> Response {
    let (visit, message) = try await site.clinic.message(call.id(), by: call.visitor)
    let text = try letters.text(of: message, for: visit.tenant)
    let page = MailPage(
      subject: text.subject, to: message.recipient,
      date: try site.formats(visit, call).longInstant(message.createdAt), state: Badge(message),
      failure: message.failure ?? "", text: text.body)
    return site.show(page, mailPage, call, visit)
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    return site.show(GalleryPage(entries: gallery.entries), galleryPage, call, visit)
  }

  @Sendable func sample(_ call: Call) async throws -> Response {
    let sample = Int(call.context.parameters["sample"] ?? "") ?? -1
    guard
      let bytes = gallery.render(
        call.context.parameters["page"] ?? "", sample, language: call.language(at: nil))
    else {
      throw Refusal.unknown
    }
    return Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension Badge {
  init(_ message: OutboxMessage) {
    self.init(message.state, message.state == "sent" ? .good : message.state == "failed" ? .warn : .quiet)
  }
}
