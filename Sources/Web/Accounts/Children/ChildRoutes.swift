import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The children for whom somebody books.
struct ChildRoutes: Sendable {
  let site: Site
  let page: Template<ChildrenPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(ChildrenPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/children", .may(.bookForOneself), .account, "account.children", look),
      site.route(.post, "/account/children", .may(.bookForOneself), .account, "account.child.create", add),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(Form(), call, isSaved: try call.query()["saved"] == "1")
  }

  @Sendable func add(_ call: Call) async throws -> Response {
    try await call.submit { form in
      // The clinic's day is known only after a round trip; nobody comes of age by an hour.
      let (key, child) = try form.child(today: Day(utc: site.clinic.clock()))
      try await site.clinic.add(child, key, by: call.visitor)
      return site.redirect(call, to: "\(Path.children)?saved=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, isSaved: Bool = false
  ) async throws -> Response {
    let (visit, (children, age)) = try await site.clinic.ask(
      call.visitor, .children(at: site.clinic.clock()), .handoverAge)
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let key = form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased()
    let content = ChildrenPage(
      children: children.map {
        ChildLine(name: $0.name, birthDate: formats.date($0.birthDate), href: "\(Path.person)/\($0.id)")
      }, key: key, age: age,
      given: shown.field("given"), family: shown.field("family"), birth: shown.date("birth"),
      isFull: children.count >= Child.mostPerAccount, isSaved: isSaved, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.children)
  }
}

extension Form {
  /// - Throws: `Refusal.invalid`; `Refusal.unknown` when the key is none of ours.
  fileprivate func child(today: Day) throws(Refusal) -> (key: ID<Patient>, NewChild) {
    var fields = FieldReader(self)
    let given = fields.text("given", atMost: 100)
    let family = fields.text("family", atMost: 100)
    let birth = fields.day("birth", in: today.adding(days: -130 * 366)...today)
    if let birth, birth.years(until: today) >= Child.fullAge { fields.refuse("birth", "problem.child-age") }
    try fields.finish()
    guard let key = ID<Patient>(self["key"]) else { throw .unknown }
    guard let birth else { throw .invalid(fields.problems) }
    return (key, NewChild(givenName: given, familyName: family, birthDate: birth))
  }
}
