import Clinic
import Hummingbird
import Pages
import Shell

/// The clinic's own rules of signing in, for administrators.
struct RulesRoutes: Sendable {
  let site: Site
  let rulesPage: Template<RulesPage>

  init(site: Site) throws {
    self.site = site
    rulesPage = try site.library.template(RulesPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/admin/rules", .may(.setRules), .administration, "admin.rules", rules),
      site.route(.post, "/admin/rules", .may(.setRules), .administration, "admin.rules.set", set),
    ]
  }

  /// Who has to prove themselves does so before they type.
  @Sendable func rules(_ call: Call) async throws -> Response {
    let isSaved = try call.query()["saved"] == "1"
    let (visit, isConfirmed) = try await site.clinic.ask(
      call.visitor, .isConfirmed(by: call.visitor, at: site.clinic.clock(), for: 300))
    guard isConfirmed else {
      return site.redirect(call, to: Path.with(next: Path.rules, Path.confirmIdentity))
    }
    let page = RulesPage(visit.rules, isSaved: isSaved)
    return site.show(page, rulesPage, call, visit, at: .admin)
  }

  @Sendable func set(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.rules) {
      try await call.submit { form in
        try await site.clinic.setRules(try form.rules(), by: call.visitor)
        return site.redirect(call, to: "\(Path.rules)?saved=1")
      } showAgain: { form, refusal in
        let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
        let page = RulesPage(ShownForm(form, refusal.problems, site.words(visit, call)))
        return site.show(page, rulesPage, call, visit, at: .admin, status: refusal.status, from: Path.rules)
      }
    }
  }
}

extension Form {
  /// - Throws: `Refusal.invalid` for what is no number; the clinic judges the numbers.
  fileprivate func rules() throws(Refusal) -> SignInRules {
    var fields = FieldReader(self)
    let rules = SignInRules(
      isSecondFactorOptionalForPatients: self["optional"] == "yes",
      passwordMinimum: fields.number("passwordMinimum"),
      staff: SessionLimits(idleMinutes: fields.number("staffIdle"), hours: fields.number("staffHours")),
      patients: SessionLimits(idleMinutes: fields.number("patientIdle"), hours: fields.number("patientHours"))
    )
    try fields.finish()
    return rules
  }
}

extension RulesPage {
  init(_ rules: SignInRules, isSaved: Bool) {
    self.init(
      isOptional: rules.isSecondFactorOptionalForPatients,
      passwordMinimum: Field("passwordMinimum", String(rules.passwordMinimum)),
      staffIdle: Field("staffIdle", String(rules.staff.idleMinutes)),
      staffHours: Field("staffHours", String(rules.staff.hours)),
      patientIdle: Field("patientIdle", String(rules.patients.idleMinutes)),
      patientHours: Field("patientHours", String(rules.patients.hours)), isSaved: isSaved)
  }

  init(_ shown: ShownForm) {
    self.init(
      isOptional: shown.form["optional"] == "yes", passwordMinimum: shown.field("passwordMinimum"),
      staffIdle: shown.field("staffIdle"), staffHours: shown.field("staffHours"),
      patientIdle: shown.field("patientIdle"), patientHours: shown.field("patientHours"),
      notice: shown.problem(""))
  }
}
