import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What a patient is told of who opened their record.
struct LooksRoutes: Sendable {
  let site: Site
  let page: Template<LooksPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(LooksPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, Path.looks, .may(.seeOwnRecord), .ownRecord, "account.looks", looks)]
  }

  @Sendable func looks(_ call: Call) async throws -> Response {
    let after = ID<AuditEntry>(try call.query()["after"])
    let (visit, (found, own)) = try await site.clinic.ask(
      call.visitor, .ownRecordLooks(after: after, at: site.clinic.clock()), .ownAccount)
    let formats = try site.formats(visit, call, in: own?.timeZone)
    let content = LooksPage(
      looks: found.collapsed(in: formats.zone).map { LookRow($0, formats) },
      zone: formats.zone.identifier,
      older: found.hasMore ? found.last.map { "\(Path.looks)?after=\($0)" } : nil)
    return site.show(content, page, call, visit, at: .account)
  }

  /// What this file asks of the catalogue.
  static let keys =
    Purpose.allCases.map { "looks.why.\($0.rawValue)" } + ["looks.often", "looks.once"]
}

extension LookRow {
  init(_ look: RecordLook, _ formats: Formats) {
    let words = formats.words
    var (name, role): (String?, String) = (nil, "")
    if case .staff(let person, let theirs) = look.who {
      (name, role) = (person, words["role.\(theirs.rawValue)"])
    }
    self.init(
      name: name, role: role, what: look.act == .read ? nil : words["act.\(look.act.rawValue)"],
      why: words["looks.why.\(look.purpose.rawValue)"], reason: look.reason.isEmpty ? nil : look.reason,
      child: look.child, when: formats.spanned(look), isEmergency: look.purpose == .emergency)
  }
}

extension Formats {
  /// When, or how often between which times of one day.
  fileprivate func spanned(_ look: RecordLook) -> String {
    let values = [
      "day": longDay(day(look.last)), "n": String(look.count), "first": timeLabel(look.first),
      "last": timeLabel(look.last),
    ]
    return words[values["first"] == values["last"] ? "looks.once" : "looks.often", values]
  }
}

extension Path {
  static let looks = "/account/looks"
}
