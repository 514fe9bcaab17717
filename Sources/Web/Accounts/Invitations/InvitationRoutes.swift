import CivilTime
import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// Accepting an invitation: password first, then the second factor as for everybody.
struct InvitationRoutes: Sendable {
  let site: Site
  let accounts: AccountRoutes
  let invitationPage: Template<InvitationPage>

  init(site: Site, accounts: AccountRoutes) throws {
    self.site = site
    self.accounts = accounts
    invitationPage = try site.library.template(InvitationPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/invitations/:token", .anyone, .signUp, "invitation", form),
      site.route(.post, "/invitations/:token", .anyone, .signUp, "invitation.accept", accept),
    ]
  }

  @Sendable func form(_ call: Call) async throws -> Response {
    let token = try call.secret("token")
    let (visit, invitation) = try await site.clinic.invitation(token, by: call.visitor)
    return show(invitation, Form(), token, call, visit)
  }

  @Sendable func accept(_ call: Call) async throws -> Response {
    let token = try call.secret("token")
    let (visit, invitation) = try await site.clinic.invitation(token, by: call.visitor)
    return try await call.submit { form in
      guard let invitation else { return show(nil, form, token, call, visit) }
      let acceptance = try parsed(form, invitation, visit, call)
      guard let session = try await site.clinic.accept(token, acceptance, by: call.visitor) else {
        return show(nil, form, token, call, visit)
      }
      return accounts.go(on: session, "", call)
    } showAgain: { form, refusal in
      show(invitation, form, token, call, visit, refusal)
    }
  }

  private func parsed(
    _ form: Form, _ invitation: Invitation, _ visit: Visit, _ call: Call
  ) throws(Refusal) -> Acceptance {
    var fields = FieldReader(form)
    let today = Day(utc: visit.now)
    let isPatient = invitation.role == .patient && !invitation.isForRecord
    let person = isPatient ? fields.person(today: today) : nil
    let birth =
      invitation.isForRecord ? fields.day("birth", in: today.adding(days: -130 * 366)...today) : nil
    let password = fields.newPassword(
      "password", own: form.own + [invitation.name, invitation.email, visit.tenant.name], visit.passwordPolicy
    )
    try fields.finish()
    return Acceptance(
      password: password, patient: person, birthDate: birth, language: call.language(at: visit).code)
  }

  private func show(
    _ invitation: Invitation?, _ form: Form, _ token: Token, _ call: Call, _ visit: Visit,
    _ refusal: Refusal? = nil
  ) -> Response {
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = InvitationPage(
      invited: invitation.map {
        Invited(name: $0.name, email: $0.email, role: words["role.\($0.role.rawValue)"])
      },
      person: invitation.flatMap { $0.role == .patient && !$0.isForRecord ? person($0, shown) : nil },
      birth: invitation?.isForRecord == true ? shown.date("birth") : nil,
      password: shown.secret("password"), least: visit.rules.passwordMinimum, link: token.text,
      notice: shown.problem(""))
    let status = refusal?.status ?? (invitation == nil ? .gone : .ok)
    return site.show(
      page, invitationPage, call, visit, status: status, from: Path.invitation(token.text))
  }

  /// With the name that the administrator typed, until the person has typed theirs.
  private func person(_ invitation: Invitation, _ shown: ShownForm) -> PersonFields {
    var person = PersonFields(shown)
    if shown.form.value(of: "given") == nil {
      person.given = Field("given", invitation.givenName)
      person.family = Field("family", invitation.familyName)
    }
    return person
  }
}
