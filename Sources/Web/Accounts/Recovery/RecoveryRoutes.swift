import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// The way back for somebody who has forgotten their password.
struct RecoveryRoutes: Sendable {
  let site: Site
  let forgottenPage: Template<ForgottenPasswordPage>
  let resetPage: Template<ResetPasswordPage>

  init(site: Site) throws {
    self.site = site
    forgottenPage = try site.library.template(ForgottenPasswordPage.self)
    resetPage = try site.library.template(ResetPasswordPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/password/forgotten", .anyone, .signIn, "password.forgotten", forgottenForm),
      site.route(.post, "/password/forgotten", .anyone, .signIn, "password.forgotten.create", forgot),
      site.route(.get, "/password/reset/:token", .anyone, .signIn, "password.reset", resetForm),
      site.route(.post, "/password/reset/:token", .anyone, .signIn, "password.reset.create", reset),
    ]
  }

  @Sendable func forgottenForm(_ call: Call) async throws -> Response {
    let isSent = try call.query()["sent"] == "1"
    return try await show(forgotten: Form(), isSent: isSent, call)
  }

  @Sendable func forgot(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let email = fields.email("email")
      try fields.finish()
      try await site.clinic.forgotPassword(of: email, language: call.languageOfLetters, by: call.visitor)
      return site.redirect(call, to: "\(Path.forgottenPassword)?sent=1")
    } showAgain: { form, refusal in
      try await show(forgotten: form, isSent: false, call, refusal)
    }
  }

  @Sendable func resetForm(_ call: Call) async throws -> Response {
    let token = try call.secret("token")
    let (visit, owner) = try await site.clinic.resetOwner(token, by: call.visitor)
    return show(reset: owner, Form(), token, call, visit)
  }

  @Sendable func reset(_ call: Call) async throws -> Response {
    let token = try call.secret("token")
    let (visit, owner) = try await site.clinic.resetOwner(token, by: call.visitor)
    return try await call.submit { form in
      guard let owner else { return show(reset: nil, form, token, call, visit) }
      var fields = FieldReader(form)
      let password = fields.newPassword(
        "password", own: [owner.name, owner.email, visit.tenant.name], visit.passwordPolicy)
      try fields.finish()
      let isDone = try await site.clinic.resetPassword(
        token, to: password, language: call.languageOfLetters, by: call.visitor)
      guard isDone else { return show(reset: nil, form, token, call, visit) }
      var response = site.redirect(call, to: "\(Path.signIn)?reset=1")
      Site.cookie.remove(from: &response)
      return response
    } showAgain: { form, refusal in
      show(reset: owner, form, token, call, visit, refusal)
    }
  }

  private func show(
    forgotten form: Form, isSent: Bool, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = ForgottenPasswordPage(email: shown.field("email"), isSent: isSent, notice: shown.problem(""))
    return site.show(
      page, forgottenPage, call, visit, status: refusal?.status ?? .ok, from: Path.forgottenPassword)
  }

  private func show(
    reset owner: PasswordReset.Owner?, _ form: Form, _ token: Token, _ call: Call, _ visit: Visit,
    _ refusal: Refusal? = nil
  ) -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = ResetPasswordPage(
      email: owner?.email, link: token.text, password: shown.secret("password"),
      least: visit.rules.passwordMinimum, notice: shown.problem(""))
    let status = refusal?.status ?? (owner == nil ? .gone : .ok)
    return site.show(
      page, resetPage, call, visit, status: status, from: Path.resetPassword(token.text))
  }
}
