import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import NIOCore
import Pages
import Shell

/// What people see and change of the way into their account.
struct SecurityRoutes: Sendable {
  let site: Site
  let securityPage: Template<SecurityPage>
  let passwordPage: Template<ChangePasswordPage>

  init(site: Site) throws {
    self.site = site
    securityPage = try site.library.template(SecurityPage.self)
    passwordPage = try site.library.template(ChangePasswordPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/security", .signedIn, .account, "account.security", security),
      site.route(.post, "/account/sessions/end-others", .signedIn, .account, "sessions.end", endOthers),
      site.route(.post, "/account/sessions/:id/end", .signedIn, .account, "session.end", end),
      site.route(.post, "/account/session/extension", .signedIn, .account, "session.extend", extend),
      site.route(.get, "/account/password", .signedIn, .account, "account.password", passwordForm),
      site.route(.post, "/account/password", .signedIn, .account, "account.password.change", changePassword),
    ]
  }

  @Sendable func security(_ call: Call) async throws -> Response {
    let isChanged = try call.query()["changed"] == "1"
    let (visit, (own, sessions, events)) = try await site.clinic.ask(
      call.visitor, .ownAccount, .ownSessions(of: call.visitor, at: site.clinic.clock()), .ownSecurityEvents)
    let formats = try site.formats(visit, call, in: own?.timeZone)
    let page = SecurityPage(
      email: own?.email ?? "", zone: formats.zone.identifier,
      sessions: sessions.map { SessionRow($0, formats) },
      events: events.map { SecurityEventRow($0, formats) }, isChanged: isChanged)
    return site.show(page, securityPage, call, visit, at: .account)
  }

  /// Asked for by the warning before the session's end. The door has extended it already.
  ///
  /// - Returns: seconds that are left, as text.
  @Sendable func extend(_ call: Call) async throws -> Response {
    _ = try await call.form()
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let seconds = visit.account.map { Int($0.idleUntil.timeIntervalSince(visit.now)) } ?? 0
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: String(seconds))))
  }

  @Sendable func end(_ call: Call) async throws -> Response {
    _ = try await call.form()
    try await site.clinic.endSession(try call.id(), by: call.visitor)
    return site.redirect(call, to: Path.security)
  }

  @Sendable func endOthers(_ call: Call) async throws -> Response {
    _ = try await call.form()
    try await site.clinic.endOtherSessions(by: call.visitor)
    return site.redirect(call, to: Path.security)
  }

  @Sendable func passwordForm(_ call: Call) async throws -> Response {
    let (visit, owner) = try await site.clinic.passwordOwner(by: call.visitor)
    return show(Form(), owner, call, visit)
  }

  @Sendable func changePassword(_ call: Call) async throws -> Response {
    let (visit, owner) = try await site.clinic.passwordOwner(by: call.visitor)
    return try await call.submit { form in
      var fields = FieldReader(form)
      let current = form["current"]
      if current.isEmpty { fields.refuse("current", "problem.required") }
      let new = fields.newPassword(
        "password", own: [owner.name, owner.email, visit.tenant.name], visit.passwordPolicy)
      try fields.finish()
      let session = try await site.clinic.changePassword(
        from: current, to: new, language: call.languageOfLetters, by: call.visitor)
      guard let session else { throw Refusal.invalid([Problem("current", "problem.not-your-password")]) }
      var response = Response(status: .seeOther, headers: [.location: "\(Path.security)?changed=1"])
      Site.cookie.set(session.token, on: &response)
      return response
    } showAgain: { form, refusal in
      show(form, owner, call, visit, refusal)
    }
  }

  private func show(
    _ form: Form, _ owner: PasswordReset.Owner, _ call: Call, _ visit: Visit, _ refusal: Refusal? = nil
  ) -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = ChangePasswordPage(
      email: owner.email, current: shown.secret("current"), password: shown.secret("password"),
      least: visit.rules.passwordMinimum, notice: shown.problem(""))
    return site.show(
      page, passwordPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.changePassword
    )
  }
}

extension SessionRow {
  init(_ session: OpenSession, _ formats: Formats) {
    self.init(
      action: Path.endSession(session.id), browser: formats.words.browser(session.agent),
      address: session.address,
      since: formats.longInstant(session.since), seen: formats.longInstant(session.seen), isOwn: session.isOwn
    )
  }
}

extension SecurityEventRow {
  init(_ event: SecurityEvent, _ formats: Formats) {
    self.init(
      what: formats.words.act(event.act, event.changed), when: formats.longInstant(event.at),
      browser: event.isOfClinic ? formats.words["browser.clinic"] : formats.words.browser(event.agent),
      address: event.address)
  }
}
