import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// Codes on paper: making them, and signing in with one.
struct RecoveryCodeRoutes: Sendable {
  let site: Site
  let accounts: AccountRoutes
  let codesPage: Template<RecoveryCodesPage>
  let codePage: Template<RecoveryCodePage>

  init(site: Site, accounts: AccountRoutes) throws {
    self.site = site
    self.accounts = accounts
    codesPage = try site.library.template(RecoveryCodesPage.self)
    codePage = try site.library.template(RecoveryCodePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/recovery-codes", .signedIn, .account, "recovery-codes", codes),
      site.route(.post, "/account/recovery-codes", .signedIn, .account, "recovery-codes.make", make),
      site.route(.get, "/sign-in/recovery-code", .step(.secondFactor), .signIn, "sign-in.recovery", codeForm),
      site.route(
        .post, "/sign-in/recovery-code", .step(.secondFactor), .signIn, "sign-in.recovery.create",
        passSecondFactor),
    ]
  }

  @Sendable func codes(_ call: Call) async throws -> Response {
    let (visit, left) = try await site.clinic.ask(call.visitor, .recoveryCodesLeft)
    return site.show(RecoveryCodesPage(left: left), codesPage, call, visit, at: .account)
  }

  /// Shown in answer to the form, and nowhere else: whoever loads it again makes new ones, and the older die.
  @Sendable func make(_ call: Call) async throws -> Response {
    _ = try await call.form()
    return try await site.confirmed(call, back: Path.recoveryCodes) {
      let (visit, codes) = try await site.clinic.makeRecoveryCodes(
        language: call.languageOfLetters, by: call.visitor)
      let page = RecoveryCodesPage(codes: codes.map { Line($0.text) })
      return site.show(page, codesPage, call, visit, at: .account, from: Path.recoveryCodes)
    }
  }

  @Sendable func codeForm(_ call: Call) async throws -> Response {
    let next = try call.query()["next"]
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    return show(code: Form(), next: next, call, visit)
  }

  @Sendable func passSecondFactor(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      if form["code"].trimmed.isEmpty { fields.refuse("code", "problem.required") }
      let code = RecoveryCode(typed: form["code"])
      if code == nil { fields.refuse("code", "problem.recovery-code") }
      try fields.finish()
      guard let code else { throw Refusal.invalid(fields.problems) }
      return try await accounts.step(call, form) {
        let outcome = try await site.clinic.passSecondFactor(
          code, language: call.languageOfLetters, by: call.visitor)
        switch outcome {
        case .accepted(let session): return accounts.go(on: session, form["next"], call)
        case .wrong: throw Refusal.invalid([Problem("code", "problem.recovery-code-wrong")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: return accounts.startAgain(form["next"], call)
        }
      }
    } showAgain: { form, refusal in
      let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
      return show(code: form, next: form["next"], call, visit, refusal)
    }
  }

  private func show(
    code form: Form, next: String, _ call: Call, _ visit: Visit, _ refusal: Refusal? = nil
  ) -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = RecoveryCodePage(
      code: shown.field("code", label: "label.recovery-code"), next: Path.safe(next: next),
      notice: shown.problem(""))
    return site.show(
      page, codePage, call, visit, status: refusal?.status ?? .ok,
      from: Path.with(next: page.next, Path.signInRecovery))
  }
}
