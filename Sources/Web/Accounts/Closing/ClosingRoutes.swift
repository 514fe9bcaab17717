import CivilTime
import Clinic
import Hummingbird
import Pages
import Shell

/// The end of an account.
struct ClosingRoutes: Sendable {
  let site: Site
  let closePage: Template<CloseAccountPage>
  let closedPage: Template<AccountClosedPage>

  init(site: Site) throws {
    self.site = site
    closePage = try site.library.template(CloseAccountPage.self)
    closedPage = try site.library.template(AccountClosedPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/closure", .signedIn, .account, "account.closure", form),
      site.route(.post, "/account/closure", .signedIn, .account, "account.closure.create", close),
      site.route(.get, "/account/closed", .anyone, .publicInformation, "account.closed", closed),
    ]
  }

  @Sendable func form(_ call: Call) async throws -> Response {
    try await show(Form(), call)
  }

  @Sendable func close(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      if form.value(of: "understood") == nil { fields.refuse("understood", "problem.understood") }
      try fields.finish()
      return try await site.confirmed(call, back: Path.closeAccount) {
        try await site.clinic.closeAccount(by: call.visitor)
        var response = Response(status: .seeOther, headers: [.location: Path.accountClosed])
        Site.cookie.remove(from: &response)
        Site.deviceCookie.remove(from: &response)
        return response
      }
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func closed(_ call: Call) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    return site.show(AccountClosedPage(), closedPage, call, visit)
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (own, ahead, isLastAdmin, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .ownAccount, .myAppointments(at: now, past: 0), .isLastAdmin,
      .isConfirmed(by: call.visitor, at: now, for: 300))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let page = CloseAccountPage(
      email: own?.email ?? "", isStaff: visit.account?.role.isStaff ?? false,
      appointments: ahead.filter { $0.status != .cancelled }.map {
        AppointmentAhead(when: formats.longInstant($0.during.lowerBound), doctor: $0.practitionerName)
      },
      isLastAdmin: isLastAdmin, isConfirmed: isConfirmed,
      proof: Path.with(next: Path.closeAccount, Path.confirmIdentity),
      understood: Field("understood", problem: shown.problem("understood")), notice: shown.problem(""))
    return site.show(
      page, closePage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.closeAccount)
  }
}
