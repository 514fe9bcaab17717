import Clinic
import Hummingbird
import Pages
import Shell

/// The way out of reminders that letters hold (RFC 8058): mail programs POST to it by themselves, without a browser's cookies.
/// So nothing proves the form but the secret in its address, and a GET, which scanners make, changes nothing.
struct UnsubscribeRoutes: Sendable {
  let site: Site
  let page: Template<UnsubscribePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(UnsubscribePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/unsubscribe/:link", .anyone, .account, "unsubscribe", form),
      site.route(
        .post, "/unsubscribe/:link", .anyone, .account, "unsubscribe.confirm", checksOrigin: false,
        confirm),
    ]
  }

  @Sendable func form(_ call: Call) async throws -> Response {
    let link = call.context.parameters["link"] ?? ""
    let (visit, isThere) = try await site.clinic.ask(call.visitor, site.clinic.isThere(unsubscribing: link))
    guard isThere else { throw Refusal.unknown }
    let content = UnsubscribePage(
      clinic: visit.tenant.name, isDone: false, isOfMessages: isOfMessages(link),
      action: Path.unsubscribe(link))
    return site.show(content, page, call, visit)
  }

  @Sendable func confirm(_ call: Call) async throws -> Response {
    let link = call.context.parameters["link"] ?? ""
    try await site.clinic.unsubscribe(link, by: call.visitor)
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let content = UnsubscribePage(
      clinic: visit.tenant.name, isDone: true, isOfMessages: isOfMessages(link),
      action: Path.unsubscribe(link))
    return site.show(content, page, call, visit)
  }

  private func isOfMessages(_ link: String) -> Bool { site.clinic.kind(unsubscribing: link) == .messages }
}
