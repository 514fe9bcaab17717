import Clinic
import Hummingbird
import Pages
import Shell

/// Passkeys: keeping them, and signing in or proving oneself with one.
struct PasskeyRoutes: Sendable {
  let site: Site
  let accounts: AccountRoutes
  let listPage: Template<PasskeysPage>
  let newPage: Template<NewPasskeyPage>

  init(site: Site, accounts: AccountRoutes) throws {
    self.site = site
    self.accounts = accounts
    listPage = try site.library.template(PasskeysPage.self)
    newPage = try site.library.template(NewPasskeyPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/passkeys", .signedIn, .account, "passkeys", list),
      site.route(.get, "/account/passkeys/new", .signedIn, .account, "passkey.new", new),
      site.route(.post, "/account/passkeys/new", .signedIn, .account, "passkey.create", create),
      site.route(.post, "/account/passkeys/:id/name", .signedIn, .account, "passkey.rename", rename),
      site.route(.post, "/account/passkeys/:id/removal", .signedIn, .account, "passkey.remove", remove),
      site.route(.post, "/sign-in/passkey", .anyone, .signIn, "sign-in.passkey", signIn),
      site.route(
        .post, "/sign-in/code/passkey", .step(.secondFactor), .signIn, "sign-in.code.passkey",
        passSecondFactor),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let done = try call.query()["done"]
    let (visit, passkeys) = try await site.clinic.ask(call.visitor, .ownPasskeys)
    return try show(passkeys, call, visit, done: ["added", "renamed", "removed"].contains(done) ? done : nil)
  }

  /// Who has to prove themselves does so first: a passkey that was made and then refused would stay in the browser.
  @Sendable func new(_ call: Call) async throws -> Response {
    try await show(name: nil, call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.newPasskey) {
      try await call.submit { form in
        let name = try form.passkeyName("name")
        try await site.clinic.addPasskey(
          call.passkeyResponse(form), named: name, at: call.context.origin, by: call.visitor)
        return site.redirect(call, to: "\(Path.passkeys)?done=added")
      } showAgain: { form, refusal in
        try await show(name: form["name"], call, refusal)
      }
    }
  }

  @Sendable func rename(_ call: Call) async throws -> Response {
    let id: ID<Passkey> = try call.id()
    return try await call.submit { form in
      try await site.clinic.renamePasskey(id, to: try form.passkeyName("name-\(id)"), by: call.visitor)
      return site.redirect(call, to: "\(Path.passkeys)?done=renamed")
    } showAgain: { form, refusal in
      let (visit, passkeys) = try await site.clinic.ask(call.visitor, .ownPasskeys)
      return try show(passkeys, call, visit, typed: (id, form), refusal)
    }
  }

  @Sendable func remove(_ call: Call) async throws -> Response {
    _ = try await call.form()
    return try await site.confirmed(call, back: Path.passkeys) {
      do {
        try await site.clinic.removePasskey(try call.id(), by: call.visitor)
      } catch Refusal.conflict(.factorRequired) {
        let (visit, passkeys) = try await site.clinic.ask(call.visitor, .ownPasskeys)
        return try show(passkeys, call, visit, .conflict(.factorRequired))
      }
      return site.redirect(call, to: "\(Path.passkeys)?done=removed")
    }
  }

  @Sendable func signIn(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let session = try await site.clinic.signIn(
        with: call.passkeyResponse(form), at: call.context.origin, by: call.visitor)
      guard let session else { throw Refusal.invalid([Problem("", "problem.passkey-unknown")]) }
      return accounts.go(on: session, form["next"], call)
    } showAgain: { form, refusal in
      try await accounts.showAgain(signIn: form, call, refusal)
    }
  }

  @Sendable func passSecondFactor(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await accounts.step(call, form) {
        let outcome = try await site.clinic.passSecondFactor(
          with: call.passkeyResponse(form), at: call.context.origin, by: call.visitor)
        switch outcome {
        case .accepted(let session): return accounts.go(on: session, form["next"], call)
        case .wrong: throw Refusal.invalid([Problem("", "problem.passkey")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: return accounts.startAgain(form["next"], call)
        }
      }
    } showAgain: { form, refusal in
      try await accounts.show(code: Form(), next: form["next"], call, refusal)
    }
  }

  private func show(
    _ passkeys: [Passkey], _ call: Call, _ visit: Visit, done: String? = nil,
    typed: (id: ID<Passkey>, form: Form)? = nil, _ refusal: Refusal? = nil
  ) throws -> Response {
    let formats = try site.formats(visit, call)
    let shown = typed.map { ShownForm($0.form, refusal?.problems ?? [], formats.words) }
    let page = PasskeysPage(
      passkeys: passkeys.map { passkey in
        PasskeyRow(
          passkey, formats, at: call.visitor.host, typed: passkey.id == typed?.id ? shown : nil)
      },
      done: done.map { formats.words["passkeys.\($0)"] },
      notice: refusal.flatMap { ShownForm(Form(), $0.problems, formats.words).problem("") })
    return site.show(
      page, listPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.passkeys)
  }

  /// - Parameter name: as it was typed; nil for what the browser is called.
  private func show(name: String?, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, isConfirmed, request) = try await site.clinic.passkeyRegistration(
      at: call.context.origin, by: call.visitor)
    if refusal == nil, !isConfirmed {
      return site.redirect(call, to: Path.with(next: Path.newPasskey, Path.confirmIdentity))
    }
    let shown = ShownForm(Form(), refusal?.problems ?? [], site.words(visit, call))
    let page = NewPasskeyPage(
      name: Field(
        "name", name ?? shown.words.browser(call.visitor.client.agent), label: shown.words["label.passkey"],
        problem: shown.problem("name")),
      options: request.options, terms: request.terms, notice: shown.problem(""))
    return site.show(
      page, newPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.newPasskey)
  }
}

extension Form {
  /// - Throws: `Refusal.invalid` at the field.
  fileprivate func passkeyName(_ field: String) throws(Refusal) -> String {
    var fields = FieldReader(self)
    let name = fields.text(field, atMost: Passkey.longestName)
    try fields.finish()
    return name
  }
}

extension PasskeyRow {
  /// - Parameter shown: what was typed into its form, if it was this one's.
  init(_ passkey: Passkey, _ formats: Formats, at host: String, typed shown: ShownForm?) {
    let field = "name-\(passkey.id)"
    self.init(
      title: passkey.name,
      name: Field(
        field, shown?.form[field] ?? passkey.name, label: formats.words["label.passkey"],
        problem: shown?.problem(field)),
      since: formats.longInstant(passkey.createdAt), used: passkey.usedAt.map(formats.longInstant),
      isBackedUp: passkey.isBackedUp,
      elsewhere: passkey.host.isEmpty || passkey.host == host ? nil : passkey.host,
      rename: Path.passkey(passkey.id, "name"),
      remove: Path.passkey(passkey.id, "removal"))
  }
}
