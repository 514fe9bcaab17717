import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// Proving who is at the keyboard, before something sensitive is done: by the password, or by a passkey.
struct ConfirmIdentityRoutes: Sendable {
  let site: Site
  let accounts: AccountRoutes
  let confirmPage: Template<ConfirmIdentityPage>

  init(site: Site, accounts: AccountRoutes) throws {
    self.site = site
    self.accounts = accounts
    confirmPage = try site.library.template(ConfirmIdentityPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/confirm", .signedIn, .account, "account.confirm", form),
      site.route(.post, "/account/confirm", .signedIn, .account, "account.confirm.create", byPassword),
      site.route(
        .post, "/account/confirm/passkey", .signedIn, .account, "account.confirm.passkey", byPasskey),
    ]
  }

  @Sendable func form(_ call: Call) async throws -> Response {
    try await show(Form(), next: call.query()["next"], call)
  }

  @Sendable func byPassword(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await accounts.step(call, form) { try await judge(form, call) }
    } showAgain: { form, refusal in
      try await show(form, next: form["next"], call, refusal)
    }
  }

  private func judge(_ form: Form, _ call: Call) async throws -> Response {
    var fields = FieldReader(form)
    let password = form["password"]
    if password.isEmpty { fields.refuse("password", "problem.required") }
    let code = fields.secondFactorCode("code")
    try fields.finish()
    switch try await site.clinic.confirmIdentity(password, code, by: call.visitor) {
    case .confirmed(let session): return go(on: session, form, call)
    case .wrongPassword: throw Refusal.invalid([Problem("password", "problem.not-your-password")])
    case .needsPasskey: throw Refusal.invalid([Problem("", "problem.passkey-needed")])
    case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
    case .needsCode: throw Refusal.invalid([Problem("code", "problem.required")])
    case .wrongCode: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
    }
  }

  @Sendable func byPasskey(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let session = try await site.clinic.confirmIdentity(
        with: call.passkeyResponse(form), at: call.context.origin, by: call.visitor)
      guard let session else { throw Refusal.invalid([Problem("", "problem.passkey")]) }
      return go(on: session, form, call)
    } showAgain: { form, refusal in
      try await show(Form(), next: form["next"], call, refusal)
    }
  }

  private func go(on session: NewSession, _ form: Form, _ call: Call) -> Response {
    let next = Path.safe(next: form["next"])
    return accounts.go(on: session, next.isEmpty ? Path.security : next, call)
  }

  private func show(_ form: Form, next: String, _ call: Call, _ refusal: Refusal? = nil) async throws
    -> Response
  {
    let (visit, owner, hasAuthenticator, passkey, elsewhere) = try await site.clinic.confirmation(
      at: call.context.origin, by: call.visitor)
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let next = Path.safe(next: next)
    let page = ConfirmIdentityPage(
      takesPassword: hasAuthenticator || passkey == nil && elsewhere == nil, email: owner.email,
      password: shown.secret("password"),
      code: hasAuthenticator ? shown.secret("code", label: "confirm.code") : nil, next: next,
      passkey: passkey.map { PasskeyForm($0, "\(Path.confirmIdentity)/passkey", next: next) },
      elsewhere: elsewhere.map { PasskeyElsewhere(host: $0, site.origins) }, notice: shown.problem(""))
    return site.show(
      page, confirmPage, call, visit, at: .account, status: refusal?.status ?? .ok,
      from: Path.with(next: next, Path.confirmIdentity))
  }
}

extension FieldReader {
  /// Six digits of the app, or a code on paper; nil when nothing was typed.
  fileprivate mutating func secondFactorCode(_ field: String) -> SecondFactorCode? {
    let typed = form[field].trimmed
    if typed.isEmpty { return nil }
    if let code = SixDigitCode(typed: typed) { return .app(code) }
    if let code = RecoveryCode(typed: typed) { return .paper(code) }
    refuse(field, "problem.code")
    return nil
  }
}

extension Site {
  /// Does what is sensitive; who has to prove themselves first comes back to `page` afterwards.
  func confirmed(_ call: Call, back page: String, _ act: () async throws -> Response) async throws -> Response
  {
    do {
      return try await act()
    } catch let interrupted as InterruptedForm {
      return try await answer(interrupted, to: call, back: page)
    } catch Refusal.unconfirmed {
      return redirect(call, to: Path.with(next: page, Path.confirmIdentity))
    }
  }
}
