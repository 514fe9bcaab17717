import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Records that were opened in an emergency, each of which somebody else reviews.
struct EmergencyReviewRoutes: Sendable {
  let site: Site
  let page: Template<EmergencyReviewPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(EmergencyReviewPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, one) = (Access.may(.reviewEmergencies), "\(Path.emergencies)/:id")
    return [
      site.route(.get, one, access, .administration, "emergency") { call in
        try await show(Form(), call, isDone: try call.query()["done"] == "1")
      },
      site.route(.post, "\(one)/review", access, .administration, "emergency.review", review),
    ]
  }

  @Sendable func review(_ call: Call) async throws -> Response {
    let id: ID<EmergencyAccess> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let verdict = fields.choice("verdict", EmergencyAccess.Verdict.self)
      let note = fields.text("note", atMost: EmergencyAccess.longestNote, lines: true)
      try fields.finish()
      guard let verdict else { throw Refusal.unknown }
      try await site.clinic.review(id, verdict, note: note, by: call.visitor)
      return site.redirect(call, to: "\(Path.emergency(id))?done=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, isDone: Bool = false
  ) async throws -> Response {
    let id: ID<EmergencyAccess> = try call.id()
    let (visit, found) = try await site.clinic.ask(call.visitor, .emergency(id))
    guard let emergency = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    var content = EmergencyReviewPage(emergency, formats)
    content.isOwn = emergency.account == visit.account?.id
    content.choice = shown.choices(
      "verdict",
      EmergencyAccess.Verdict.allCases.map { ($0.rawValue, formats.words["emergency.\($0.rawValue)"]) },
      label: "emergency.verdict")
    content.note = shown.field("note", label: "emergency.note")
    content.notice = shown.problem("")
    content.isDone = isDone && emergency.review != nil
    return site.show(
      content, page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.emergency(id))
  }

  /// What this file asks of the catalogue.
  static let keys =
    ["emergency.verdict", "emergency.note", "problem.own-emergency"]
    + EmergencyAccess.Verdict.allCases.map { "emergency.\($0.rawValue)" }
}

extension EmergencyReviewPage {
  fileprivate init(_ emergency: EmergencyAccess, _ formats: Formats) {
    let words = formats.words
    self.init(
      name: emergency.name, role: words["role.\(emergency.role.rawValue)"], patient: emergency.patientName,
      number: emergency.patientNumber, patientHref: Path.patient(emergency.patient),
      reason: emergency.reason, opened: formats.longInstant(emergency.opened),
      ends: formats.longInstant(emergency.ends), looks: emergency.looks,
      log: Table.audit.address([
        ("kind", EventKind.emergency.rawValue), ("patient", "\(emergency.patient)"),
      ]), here: Path.emergency(emergency.id))
    if let review = emergency.review {
      verdict = words["emergency.\(review.verdict.rawValue)"]
      reviewed = formats.words.list([review.name, formats.longInstant(review.at)])
      findings = review.note
    }
  }
}

extension Path {
  static let emergencies = "/admin/emergencies"
  static func emergency(_ id: ID<EmergencyAccess>) -> String { "\(emergencies)/\(id)" }
}
