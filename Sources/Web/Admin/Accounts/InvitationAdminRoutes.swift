import Clinic
import Hummingbird
import Pages
import Shell

/// Asking people to make accounts.
struct InvitationAdminRoutes: Sendable {
  let site: Site
  let newPage: Template<NewInvitationPage>
  let tables: TableRoutes

  init(site: Site) throws {
    self.site = site
    newPage = try site.library.template(NewInvitationPage.self)
    tables = try TableRoutes(site: site)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.manageAccounts)
    return [
      site.route(.get, "/admin/invitations/new", access, .administration, "admin.invitation.new", new),
      site.route(.post, "/admin/invitations", access, .administration, "admin.invitation.create", create),
      act("letters", "sent-again") { try await site.clinic.sendAgain($0, by: $1) },
      act("withdrawals", "withdrawn") { try await site.clinic.withdraw($0, by: $1) },
    ]
  }

  /// Who has to prove themselves does so before they type.
  @Sendable func new(_ call: Call) async throws -> Response {
    try await show(Form(), call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.newInvitation) {
      try await call.submit { form in
        try await site.clinic.invite(try InvitationForm(form: form).parsed(), by: call.visitor)
        return site.redirect(call, to: "\(Path.invitations)?done=invited")
      } showAgain: { form, refusal in
        try await show(form, call, refusal)
      }
    }
  }

  /// The list's form leads to each.
  static let nouns = ["letters", "withdrawals"]

  /// What is done with invitations that are chosen out of the list, any of which may have changed since.
  private func act(
    _ noun: String, _ done: String, _ work: @escaping @Sendable (ID<Invitation>, Visitor) async throws -> Void
  ) -> Route<Admission> {
    site.route(
      .post, "\(Path.invitations)/\(noun)", .may(.manageAccounts), .administration,
      "admin.invitations.\(noun)"
    ) { call in
      try await site.confirmed(call, back: Path.invitations) {
        try await tables.act(on: .invitations, call) { (ids: [ID<Invitation>]) in
          var (count, outcome) = (0, done)
          for id in ids {
            do {
              try await work(id, call.visitor)
              count += 1
            } catch Refusal.conflict(.lettersEnough) {
              outcome = "enough"
            } catch Refusal.conflict(.addressTaken) {
              outcome = "taken"
            } catch Refusal.unknown {
              outcome = "gone"
            }
          }
          return (outcome, count)
        }
      }
    }
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, (doctors, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .practitionersWithoutAccount,
      .isConfirmed(by: call.visitor, at: site.clinic.clock(), for: 300))
    if refusal == nil, !isConfirmed {
      return site.redirect(call, to: Path.with(next: Path.newInvitation, Path.confirmIdentity))
    }
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let language = form["language"].isEmpty ? visit.tenant.language : form["language"]
    let page = NewInvitationPage(
      given: shown.field("given"), family: shown.field("family"), email: shown.field("email"),
      role: shown.choices("role", Role.allCases.map { ($0.rawValue, words["role.\($0.rawValue)"]) }),
      practitioner: shown.choices("practitioner", doctors.map { ($0.id.description, $0.name) }),
      language: ChoiceField(
        "language",
        Site.languages(offeredBy: visit).map {
          Choice($0.code, LanguageLink($0).ownName, chosen: $0.code == language)
        },
        label: words["label.language"], problem: shown.problem("language")),
      notice: shown.problem(""))
    return site.show(
      page, newPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.newInvitation)
  }
}

/// What an administrator typed to invite somebody.
struct InvitationForm {
  let form: Form

  /// - Throws: `Refusal.invalid`.
  func parsed() throws(Refusal) -> NewInvitation {
    var fields = FieldReader(form)
    let given = fields.text("given", atMost: 100)
    let family = fields.text("family", atMost: 100)
    let email = fields.email("email")
    let role = fields.choice("role", Role.self)
    let practitioner = ID<Practitioner>(form["practitioner"])
    if practitioner == nil, !form["practitioner"].isEmpty { fields.refuse("practitioner", "problem.choose") }
    let language = Site.languages.first { $0.code == form["language"] }
    if language == nil { fields.refuse("language", "problem.choose") }
    try fields.finish()
    guard let role, let language else { throw .invalid(fields.problems) }
    return NewInvitation(
      email: email, role: role, givenName: given, familyName: family, practitioner: practitioner,
      language: language.code)
  }
}
