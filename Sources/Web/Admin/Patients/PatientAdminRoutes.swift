import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// One patient's record, out of the list of all: what there is of it, and whether it is used.
struct PatientAdminRoutes: Sendable {
  let site: Site
  let page: Template<PatientStandingPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(PatientStandingPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/admin/patients/:id", .may(.listPatients), .administration, "patient.standing") {
        call in
        try await show(Form(), call, done: try call.query()["done"])
      },
      site.route(
        .post, "/admin/patients/:id/retirement", .may(.retirePatients), .administration, "patient.retire",
        retire),
      site.route(
        .post, "/admin/patients/:id/reinstatement", .may(.retirePatients), .administration,
        "patient.reinstate",
        reinstate),
    ]
  }

  @Sendable func retire(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      var reason: String?
      if form["cancel"] == "yes" {
        var fields = FieldReader(form)
        reason = fields.text("reason", atMost: 500, lines: true)
        try fields.finish()
      }
      try await site.clinic.retire(id, cancelling: reason, by: call.visitor)
      return site.redirect(call, to: "\(Path.patient(id))?done=retired")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func reinstate(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.reinstate(id, by: call.visitor)
      return site.redirect(call, to: "\(Path.patient(id))?done=reinstated")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(
    _ form: Form, _ call: Call, done: String = "", _ refusal: Refusal? = nil
  ) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .standing(of: id, by: call.visitor, at: site.clinic.clock()))
    guard let patient = found, let role = visit.account?.role else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let content = PatientStandingPage(
      name: patient.name, number: patient.number, birthDate: formats.date(patient.birthDate),
      phone: patient.phone,
      email: patient.email, isRetired: patient.isRetired,
      replacement: patient.replacement.map(Path.patient),
      visits: patient.visits.map { ManyVisitRow(cancelling: $0, formats, at: visit.now) },
      wishes: patient.wishes,
      hasAccount: patient.hasAccount, children: patient.children, mayRetire: role.may(.retirePatients),
      merge: role.may(.mergePatients) ? MergeLinks(merge: Path.merge(id), merges: Path.merges(id)) : nil,
      here: Path.patient(id), allVisits: Table.appointments.address([("q", "#\(patient.number)")]),
      reason: shown.field("reason", label: "many.reason"), cancels: form["cancel"] == "yes",
      done: Self.done.contains(done) ? words["patient.done.\(done)"] : nil, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: role.may(.keepFrontDesk) ? .desk : .admin,
      status: refusal?.status ?? .ok,
      from: Path.patient(id))
  }

  private static let done = ["retired", "reinstated"]

  /// What this file asks of the catalogue.
  static let keys = done.map { "patient.done.\($0)" }
}
