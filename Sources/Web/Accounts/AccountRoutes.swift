import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Becoming a patient with an account, and signing in and out.
struct AccountRoutes: Sendable {
  let site: Site
  let signUpPage: Template<SignUpPage>
  let confirmationPage: Template<ConfirmationPage>
  let twoFactorPage: Template<TwoFactorPage>
  let signInPage: Template<SignInPage>
  let signInCodePage: Template<SignInCodePage>

  init(site: Site) throws {
    self.site = site
    signUpPage = try site.library.template(SignUpPage.self)
    confirmationPage = try site.library.template(ConfirmationPage.self)
    twoFactorPage = try site.library.template(TwoFactorPage.self)
    signInPage = try site.library.template(SignInPage.self)
    signInCodePage = try site.library.template(SignInCodePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/sign-up", .anyone, .signUp, "sign-up", signUpForm),
      site.route(.post, "/sign-up", .anyone, .signUp, "sign-up.create", signUp),
      site.route(.get, "/sign-up/confirmation", .anyone, .signUp, "confirmation", confirmationForm),
      site.route(.post, "/sign-up/confirmation", .anyone, .signUp, "confirmation.create", confirm),
      site.route(.post, "/sign-up/confirmation/resend", .anyone, .signUp, "confirmation.resend", resend),
      site.route(.get, "/two-factor", .step(.enrolling), .signIn, "two-factor", twoFactorForm),
      site.route(.post, "/two-factor", .step(.enrolling), .signIn, "two-factor.create", enrol),
      site.route(.get, "/sign-in", .anyone, .signIn, "sign-in", signInForm),
      site.route(.post, "/sign-in", .anyone, .signIn, "sign-in.create", signIn),
      site.route(.get, "/sign-in/code", .step(.secondFactor), .signIn, "sign-in.code", codeForm),
      site.route(
        .post, "/sign-in/code", .step(.secondFactor), .signIn, "sign-in.code.create", passSecondFactor),
      site.route(.post, "/sign-out", .anyone, .signIn, "sign-out", signOut),
    ]
  }

  /// Until when the time is kept that the way back leads to. Where it leads to none, whichever is kept.
  func held(_ next: String, _ call: Call) -> Query<Held?> {
    let now = site.clinic.clock()
    return chosen(next, call).map { .held($0, by: call.visitor, at: now) }
      ?? .anyHeld(by: call.visitor, at: now)
  }

  /// The time that the way back leads to.
  private func chosen(_ next: String, _ call: Call) -> Offer? {
    let start = Path.review("")
    guard next.hasPrefix(start) else { return nil }
    let text = next.dropFirst(start.count).prefix { $0 != "&" }
    return try? site.clinic.offer(String(text), at: call.visitor.host)
  }

  /// Each step forward of signing up or in makes the time that was chosen last longer, once.
  func extendHold(_ next: String, _ call: Call) async throws {
    guard call.hold != nil else { return }
    do {
      try await site.clinic.extendHold(chosen(next, call), by: call.visitor.asAnybody)
    } catch Refusal.conflict(.notHeld) {}
  }

  /// What is said of the time that was chosen before: until when it is kept, or that it can't be; of none, nothing.
  func kept(_ held: Held?, _ query: Form, _ call: Call, _ visit: Visit) throws -> KeptTime? {
    guard held != nil || query["kept"] == "0" else { return nil }
    return KeptTime(held, try site.formats(visit, call), at: visit.now)
  }

  /// Where a browser goes after a step, carrying on where the person wanted to go in the end.
  func go(on session: NewSession, _ next: String, _ call: Call) -> Response {
    let next = Path.safe(next: next)
    let path =
      switch session.stage {
      case .enrolling: Path.with(next: next, Path.twoFactor)
      case .secondFactor: Path.with(next: next, Path.signInCode)
      case .full: next.isEmpty ? Path.dashboard : next
      }
    var response = Response(status: .seeOther, headers: [.location: path])
    Site.cookie.set(session.token, on: &response)
    if let device = session.device {
      Site.deviceCookie.set(device, for: .seconds(365 * 86_400), on: &response)
    }
    // A browser in which nobody has chosen takes the choice of whoever signs in.
    if let language = session.language, !call.hasChosenLanguage {
      Site.languageCookie.set(language, for: .seconds(365 * 86_400), on: &response)
    }
    return response
  }
}
