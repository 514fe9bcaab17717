import Clinic
import Hummingbird
import Pages
import Shell

/// What can be done here and how, by what somebody is: for everybody to read.
struct HelpRoutes: Sendable {
  let site: Site
  let leadPage: Template<HelpLeadPage>
  let page: Template<HelpPage>

  init(site: Site) throws {
    self.site = site
    leadPage = try site.library.template(HelpLeadPage.self)
    page = try site.library.template(HelpPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.help, .anyone, .publicInformation, "help", lead),
      site.route(.get, "\(Path.help)/:role", .anyone, .publicInformation, "help.role", role),
    ]
  }

  @Sendable func lead(_ call: Call) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let words = site.words(visit, call)
    let own = HelpRole(visit.account?.stage == .full ? visit.account?.role : nil)
    let order = [own] + HelpRole.allCases.filter { $0 != own }
    let content = HelpLeadPage(
      roles: order.map { role in
        HelpRoleView(
          text: words["help.\(role.rawValue)"], href: Path.help(role),
          topics: role.topics.map { Link(text: words[$0.key(role)], href: "\(Path.help(role))#\($0.id)") },
          isOwn: role == own)
      })
    return site.show(content, leadPage, call, visit)
  }

  @Sendable func role(_ call: Call) async throws -> Response {
    guard let role = call.context.parameters["role"].flatMap({ HelpRole(rawValue: String($0)) }) else {
      throw Refusal.unknown
    }
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let words = site.words(visit, call)
    let content = HelpContent(
      heading: words["help.\(role.rawValue)"],
      topics: role.topics.map { topic in
        func picture(phone: Bool) -> HelpPicture? {
          site.library.asset(topic.picture(role, phone: phone)).map {
            HelpPicture(
              src: $0,
              alt: phone
                ? words["help.on-phone", ["what": words["\(topic.key(role)).alt"]]]
                : words["\(topic.key(role)).alt"])
          }
        }
        return HelpTopicView(
          id: topic.id, heading: words[topic.key(role)],
          steps: (1...topic.steps).map { Line(words.quoting(words["\(topic.key(role)).\($0)"])) },
          href: topic.href, picture: picture(phone: false), phone: topic.hasPhone ? picture(phone: true) : nil
        )
      },
      feedback: "\(Path.feedback)?from=\(Path.help(role))")
    return site.show(HelpPage(content: content), page, call, visit)
  }

  /// What this file asks of the catalogues, and the labels that their texts quote.
  static let keys =
    HelpRole.allCases.flatMap { role in role.topics.flatMap { $0.keys(role) } }
    + HelpRole.allCases.map { "help.\($0.rawValue)" } + ["help.on-phone"]
}

extension Words {
  /// A text with labels as they stand on pages in place of their keys: `[form.save]`.
  func quoting(_ text: String) -> String {
    var (told, rest) = ("", text[...])
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      told += rest[..<open] + self[String(rest[rest.index(after: open)..<close])]
      rest = rest[rest.index(after: close)...]
    }
    return told + rest
  }
}

extension HelpRole {
  init(_ role: Role?) {
    self =
      switch role {
      case .patient: .patient
      case .practitioner: .practitioner
      case .frontDesk: .frontDesk
      case .admin: .admin
      case nil: .visitor
      }
  }
}

extension Path {
  static let help = "/help"
  static func help(_ role: HelpRole) -> String { "\(help)/\(role.rawValue)" }
}
