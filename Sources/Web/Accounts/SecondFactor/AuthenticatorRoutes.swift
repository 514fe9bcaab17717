import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// The authenticator app of whoever is signed in.
struct AuthenticatorRoutes: Sendable {
  let site: Site
  let accounts: AccountRoutes
  let statePage: Template<AuthenticatorPage>

  init(site: Site, accounts: AccountRoutes) throws {
    self.site = site
    self.accounts = accounts
    statePage = try site.library.template(AuthenticatorPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/authenticator", .signedIn, .account, "authenticator", state),
      site.route(.post, "/account/authenticator", .signedIn, .account, "authenticator.begin", begin),
      site.route(.get, "/account/authenticator/new", .signedIn, .account, "authenticator.new", new),
      site.route(.post, "/account/authenticator/new", .signedIn, .account, "authenticator.create", create),
      site.route(
        .post, "/account/authenticator/removal", .signedIn, .account, "authenticator.remove", remove),
      site.route(
        .post, "/two-factor/postponement", .step(.enrolling), .signIn, "two-factor.postpone", postpone),
    ]
  }

  @Sendable func state(_ call: Call) async throws -> Response {
    let (visit, hasAuthenticator, hasPasskeys) = try await site.clinic.authenticator(by: call.visitor)
    let page = AuthenticatorPage(
      hasAuthenticator: hasAuthenticator, hasPasskeys: hasPasskeys,
      mayRemove: visit.account.map { visit.rules.isSecondFactorOptional(for: $0.role) } ?? false)
    return site.show(page, statePage, call, visit, at: .account)
  }

  @Sendable func begin(_ call: Call) async throws -> Response {
    _ = try await call.form()
    return try await site.confirmed(call, back: Path.authenticator) {
      try await site.clinic.beginAuthenticator(by: call.visitor)
      return site.redirect(call, to: Path.newAuthenticator)
    }
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    try await show(Form(), call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.authenticator) {
      try await call.submit { form in
        switch try await site.clinic.setAuthenticator(try form.code(), by: call.visitor) {
        case .accepted(let session): return accounts.go(on: session, Path.security, call)
        case .wrong: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: return site.redirect(call, to: Path.authenticator)
        }
      } showAgain: { form, refusal in
        try await show(form, call, refusal)
      }
    }
  }

  @Sendable func remove(_ call: Call) async throws -> Response {
    _ = try await call.form()
    return try await site.confirmed(call, back: Path.authenticator) {
      do {
        try await site.clinic.removeAuthenticator(by: call.visitor)
      } catch Refusal.conflict(.factorRequired) {
        // The page says so.
      }
      return site.redirect(call, to: Path.authenticator)
    }
  }

  @Sendable func postpone(_ call: Call) async throws -> Response {
    let form = try await call.form()
    return try await accounts.step(call, form) {
      switch try await site.clinic.postponeSecondFactor(by: call.visitor) {
      case .accepted(let session): return accounts.go(on: session, form["next"], call)
      default: return accounts.startAgain(form["next"], call)
      }
    }
  }

  /// The page of the first time, at another address.
  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    do {
      return try await accounts.show(enrolment: form, next: "", at: Path.newAuthenticator, call, refusal)
    } catch Refusal.unknown {
      // This browser is being shown no key: it was taken into use, or never begun.
      return site.redirect(call, to: Path.authenticator)
    }
  }
}
