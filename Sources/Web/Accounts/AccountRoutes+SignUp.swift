import CivilTime
import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

extension AccountRoutes {
  @Sendable func signUpForm(_ call: Call) async throws -> Response {
    let query = try call.query()
    return try await show(signUp: Form(), next: query["next"], query, call)
  }

  @Sendable func signUp(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let visit = try await site.clinic.ask(call.visitor, .nothing).visit
      let signUp = try SignUpForm(form: form).parsed(
        today: Day(utc: site.clinic.clock()), language: call.language(at: visit).code, visit)
      try await site.clinic.signUp(signUp, by: call.visitor)
      try await extendHold(form["next"], call)
      return site.redirect(call, to: Path.with(next: Path.safe(next: form["next"]), Path.signUpConfirmation))
    } showAgain: { form, refusal in
      try await show(signUp: form, next: form["next"], form, call, refusal)
    }
  }

  @Sendable func confirmationForm(_ call: Call) async throws -> Response {
    let query = try call.query()
    let outcome = query["resent"]
    let refusal = outcome == "0" ? Refusal.invalid([Problem("code", "problem.resend")]) : nil
    return try await show(
      confirmation: Form(), next: query["next"], isResent: outcome == "1", call, refusal, status: .ok)
  }

  @Sendable func confirm(_ call: Call) async throws -> Response {
    try await call.submit { form in
      switch try await site.clinic.confirm(try form.code(), by: call.visitor) {
      case .accepted(let session): return go(on: session, form["next"], call)
      case .wrong: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
      case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
      case .ended: throw Refusal.invalid([Problem("code", "problem.code-expired")])
      }
    } showAgain: { form, refusal in
      try await show(confirmation: form, next: form["next"], isResent: false, call, refusal)
    }
  }

  @Sendable func resend(_ call: Call) async throws -> Response {
    let form = try await call.form()
    let isSent = try await site.clinic.resendCode(by: call.visitor)
    let next = Path.safe(next: form["next"]).percentEncoded
    return site.redirect(call, to: "\(Path.signUpConfirmation)?resent=\(isSent ? 1 : 0)&next=\(next)")
  }

  private func show(
    signUp form: Form, next: String, _ query: Form, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    var visit: Visit?
    var kept: KeptTime?
    do {
      let (found, held) = try await site.clinic.ask(call.visitor, held(next, call))
      visit = found
      kept = try self.kept(held, query, call, found)
    } catch {
      // What was typed is long: it is shown again even when the clinic's name can't be had.
      guard refusal != nil else { throw error }
    }
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = SignUpPage(
      person: PersonFields(shown), email: shown.field("email"), password: shown.secret("password"),
      least: visit?.rules.passwordMinimum ?? SignInRules.standard.passwordMinimum,
      next: Path.safe(next: next), kept: kept, notice: shown.problem(""))
    return site.show(
      page, signUpPage, call, visit, at: .signUp, status: refusal?.status ?? .ok,
      from: Path.with(next: page.next, Path.signUp))
  }

  private func show(
    confirmation form: Form, next: String, isResent: Bool, _ call: Call, _ refusal: Refusal? = nil,
    status: HTTPResponse.Status? = nil
  ) async throws -> Response {
    let (visit, email) = try await site.clinic.ask(call.visitor, .pendingAddress(of: call.visitor))
    guard let email else {
      // Nothing waits for a code: it was accepted already, or this browser never signed up.
      return refusal == nil ? site.redirect(call, to: Path.signUp) : firstStep(.over, next, call)
    }
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = ConfirmationPage(
      email: email, code: shown.field("code"), next: Path.safe(next: next), isResent: isResent,
      notice: shown.problem(""))
    return site.show(
      page, confirmationPage, call, visit, status: status ?? refusal?.status ?? .ok,
      from: Path.with(next: page.next, Path.signUpConfirmation))
  }
}

extension Form {
  /// - Throws: `Refusal.invalid` at the field `code`.
  func code() throws(Refusal) -> SixDigitCode {
    var fields = FieldReader(self)
    let typed = fields.code("code")
    try fields.finish()
    guard let code = SixDigitCode(typed: typed) else { throw .invalid([Problem("code", "problem.code")]) }
    return code
  }
}
