import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

extension AccountRoutes {
  @Sendable func signInForm(_ call: Call) async throws -> Response {
    let query = try call.query()
    let next = query["next"]
    let (visit, held) = try await site.clinic.ask(call.visitor, held(next, call))
    if visit.account?.stage == .full {
      return site.redirect(call, to: Path.safe(next: next).isEmpty ? Path.dashboard : Path.safe(next: next))
    }
    let message =
      switch Return(rawValue: query["ended"]) {
      case .tries: "problem.code-ended"
      case .over: "problem.step-over"
      case nil: ""
      }
    let ended = message.isEmpty ? nil : Refusal.invalid([Problem("", message)])
    return try show(
      signIn: Form(), next: next, isReset: query["reset"] == "1",
      kept: try kept(held, query, call, visit), call, visit, ended, status: .ok)
  }

  @Sendable func signIn(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let email = fields.email("email")
      let password = form["password"]
      if password.isEmpty { fields.refuse("password", "problem.required") }
      try fields.finish()
      let session = try await site.clinic.signIn(email: email, password: password, by: call.visitor)
      guard let session else { throw Refusal.invalid([Problem("", "problem.sign-in")]) }
      try await extendHold(form["next"], call)
      return go(on: session, form["next"], call)
    } showAgain: { form, refusal in
      try await showAgain(signIn: form, call, refusal)
    }
  }

  @Sendable func codeForm(_ call: Call) async throws -> Response {
    try await show(code: Form(), next: call.query()["next"], call)
  }

  @Sendable func passSecondFactor(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await step(call, form) {
        switch try await site.clinic.passSecondFactor(try form.code(), by: call.visitor) {
        case .accepted(let session): return go(on: session, form["next"], call)
        case .wrong: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: return startAgain(form["next"], call)
        }
      }
    } showAgain: { form, refusal in
      try await show(code: form, next: form["next"], call, refusal)
    }
  }

  @Sendable func twoFactorForm(_ call: Call) async throws -> Response {
    try await show(enrolment: Form(), next: call.query()["next"], call)
  }

  @Sendable func enrol(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await step(call, form) {
        switch try await site.clinic.enrol(try form.code(), by: call.visitor) {
        case .accepted(let session): return go(on: session, form["next"], call)
        case .wrong: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: return startAgain(form["next"], call)
        }
      }
    } showAgain: { form, refusal in
      return try await show(enrolment: form, next: form["next"], call, refusal)
    }
  }

  @Sendable func signOut(_ call: Call) async throws -> Response {
    _ = try await call.form()
    try await site.clinic.signOut(by: call.visitor)
    var response = Response(status: .seeOther, headers: [.location: Path.home])
    Site.cookie.remove(from: &response)
    return response
  }

  /// After too many wrong codes: to the first step, which says why.
  func startAgain(_ next: String, _ call: Call) -> Response {
    firstStep(.tries, next, call)
  }

  /// Why somebody finds themselves at the first step.
  enum Return: String {
    case tries
    /// The step was passed, or it lapsed: a second press on a slow line, whose first answer the browser threw away, can't
    /// tell. The way on is kept either way.
    case over
  }

  func firstStep(_ reason: Return, _ next: String, _ call: Call) -> Response {
    site.redirect(
      call, to: "\(Path.signIn)?ended=\(reason.rawValue)&next=\(Path.safe(next: next).percentEncoded)")
  }

  /// A step's form that comes when the step is over.
  func step(_ call: Call, _ form: Form, _ act: () async throws -> Response) async throws -> Response {
    do {
      return try await act()
    } catch Refusal.unauthenticated {
      return firstStep(.over, form["next"], call)
    }
  }

  /// After a refusal, by whichever way of signing in.
  func showAgain(signIn form: Form, _ call: Call, _ refusal: Refusal) async throws -> Response {
    // Whoever is turned away must cost nothing, or a flood would take the database from everybody else.
    if refusal.isOfCrowding {
      return try show(signIn: form, next: form["next"], kept: nil, call, nil, refusal)
    }
    let (visit, held) = try await site.clinic.ask(call.visitor, held(form["next"], call))
    return try show(
      signIn: form, next: form["next"], kept: kept(held, form, call, visit), call, visit, refusal)
  }

  private func show(
    signIn form: Form, next: String, isReset: Bool = false, kept: KeptTime?, _ call: Call, _ visit: Visit?,
    _ refusal: Refusal?, status: HTTPResponse.Status? = nil
  ) throws -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let passkey = try visit.map {
      try site.clinic.passkeySignIn(at: call.context.origin, browser: call.token.hash, $0, call.visitor)
    }
    let page = SignInPage(
      email: shown.field("email"), password: shown.secret("password"), next: Path.safe(next: next),
      passkey: passkey.map { PasskeyForm($0, "\(Path.signIn)/passkey", next: Path.safe(next: next)) },
      kept: kept,
      isReset: isReset, notice: shown.problem(""))
    return site.show(
      page, signInPage, call, visit, at: .signIn, status: status ?? refusal?.status ?? .ok,
      from: Path.with(next: page.next, Path.signIn))
  }

  func show(code form: Form, next: String, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, hasAuthenticator, passkey, elsewhere) = try await site.clinic.secondFactors(
      at: call.context.origin, by: call.visitor)
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = SignInCodePage(
      code: shown.field("code"), next: Path.safe(next: next), hasAuthenticator: hasAuthenticator,
      passkey: passkey.map { PasskeyForm($0, "\(Path.signInCode)/passkey", next: Path.safe(next: next)) },
      elsewhere: elsewhere.map { PasskeyElsewhere(host: $0, site.origins) }, notice: shown.problem(""))
    return site.show(
      page, signInCodePage, call, visit, status: refusal?.status ?? .ok,
      from: Path.with(next: page.next, Path.signInCode))
  }

  /// - Parameter action: the address of the page: of the first time, or of a later one.
  func show(
    enrolment form: Form, next: String, at action: String = Path.twoFactor, _ call: Call,
    _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, enrolment) = try await site.clinic.enrolment(by: call.visitor)
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let picture = try QRCode(enrolment.uri).svg(title: words["two-factor.qr"])
    let page = TwoFactorPage(
      qr: SafeHTML(trusted: picture), key: enrolment.key.grouped(by: 4), link: enrolment.uri,
      code: shown.field("code"), next: Path.safe(next: next), action: action,
      mayPostpone: visit.account.map {
        $0.stage == .enrolling && visit.rules.isSecondFactorOptional(for: $0.role)
      } ?? false,
      back: action == Path.twoFactor ? nil : Path.authenticator, notice: shown.problem(""))
    return site.show(
      page, twoFactorPage, call, visit, status: refusal?.status ?? .ok,
      from: Path.with(next: page.next, action))
  }
}

extension String {
  /// `ABCD EFGH IJ`, for eyes that copy it.
  func grouped(by size: Int) -> String {
    enumerated().map { ($0 > 0 && $0 % size == 0 ? " " : "") + String($1) }.joined()
  }
}
