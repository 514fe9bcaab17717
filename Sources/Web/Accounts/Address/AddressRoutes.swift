import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// Changing the account's e-mail address: a proof of identity, the new address, the code mailed to it.
struct AddressRoutes: Sendable {
  let site: Site
  let addressPage: Template<AddressPage>
  let codePage: Template<AddressCodePage>

  init(site: Site) throws {
    self.site = site
    addressPage = try site.library.template(AddressPage.self)
    codePage = try site.library.template(AddressCodePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/email", .signedIn, .account, "account.email", addressForm),
      site.route(.post, "/account/email", .signedIn, .account, "account.email.change", changeAddress),
      site.route(
        .post, "/account/email/cancellation", .signedIn, .account, "account.email.cancel", cancel),
      site.route(
        .get, "/account/email/confirmation", .signedIn, .account, "account.email.confirmation", codeForm),
      site.route(
        .post, "/account/email/confirmation", .signedIn, .account, "account.email.confirmation.create",
        confirm),
      site.route(
        .post, "/account/email/confirmation/resend", .signedIn, .account, "account.email.resend", resend),
    ]
  }

  /// The proof of identity comes first, so that what is typed afterwards is not lost to it.
  @Sendable func addressForm(_ call: Call) async throws -> Response {
    let typed = try call.query()["typed"]
    let now = site.clinic.clock()
    let (visit, (own, waiting, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .ownAccount, .pendingAddressChange(at: now),
      .isConfirmed(by: call.visitor, at: now, for: 300))
    return try await site.confirmed(call, back: typed.isEmpty ? Path.address : Path.address(typed: typed)) {
      guard isConfirmed else { throw Refusal.unconfirmed }
      return show(Form(filledWith: [("email", typed)]), own?.email ?? "", waiting, call, visit)
    }
  }

  @Sendable func changeAddress(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let email = fields.email("email")
      try fields.finish()
      return try await site.confirmed(call, back: Path.address(typed: email)) {
        try await site.clinic.changeAddress(to: email, by: call.visitor)
        return site.redirect(call, to: Path.addressConfirmation)
      }
    } showAgain: { form, refusal in
      let (visit, (own, waiting)) = try await site.clinic.ask(
        call.visitor, .ownAccount, .pendingAddressChange(at: site.clinic.clock()))
      return show(form, own?.email ?? "", waiting, call, visit, refusal)
    }
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    _ = try await call.form()
    try await site.clinic.cancelAddressChange(by: call.visitor)
    return site.redirect(call, to: Path.account)
  }

  @Sendable func codeForm(_ call: Call) async throws -> Response {
    let outcome = try call.query()["resent"]
    let refusal = outcome == "0" ? Refusal.invalid([Problem("code", "problem.address-resend")]) : nil
    return try await show(code: Form(), isResent: outcome == "1", call, refusal, status: .ok)
  }

  @Sendable func confirm(_ call: Call) async throws -> Response {
    try await call.submit { form in
      do {
        switch try await site.clinic.confirmAddress(try form.code(), by: call.visitor) {
        case .accepted(let session):
          var response = Response(
            status: .seeOther, headers: [.location: Path.account(saved: .address)])
          Site.cookie.set(session.token, on: &response)
          return response
        case .wrong: throw Refusal.invalid([Problem("code", "problem.code-wrong")])
        case .waits(let seconds): throw Refusal.guessedTooOften(seconds: seconds)
        case .ended: throw Refusal.invalid([Problem("code", "problem.code-expired")])
        }
      } catch Refusal.conflict(.addressTaken) {
        // Whoever reads that mailbox may know whose account it is.
        throw Refusal.invalid([Problem("", "problem.address-gone")])
      }
    } showAgain: { form, refusal in
      try await show(code: form, isResent: false, call, refusal)
    }
  }

  @Sendable func resend(_ call: Call) async throws -> Response {
    _ = try await call.form()
    let isSent = try await site.clinic.resendAddressCode(by: call.visitor)
    return site.redirect(call, to: "\(Path.addressConfirmation)?resent=\(isSent ? 1 : 0)")
  }

  private func show(
    _ form: Form, _ address: String, _ waiting: AddressChange.Pending?, _ call: Call, _ visit: Visit,
    _ refusal: Refusal? = nil
  ) -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = AddressPage(
      address: address, waiting: waiting?.email, email: shown.field("email"), notice: shown.problem(""))
    return site.show(
      page, addressPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.address)
  }

  private func show(
    code form: Form, isResent: Bool, _ call: Call, _ refusal: Refusal? = nil,
    status: HTTPResponse.Status? = nil
  ) async throws -> Response {
    let (visit, (own, waiting)) = try await site.clinic.ask(
      call.visitor, .ownAccount, .pendingAddressChange(at: site.clinic.clock()))
    // Nothing waits for a code: it was accepted already, given up, or an hour has passed.
    guard let waiting else { return site.redirect(call, to: Path.account) }
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = AddressCodePage(
      address: own?.email ?? "", waiting: waiting.email, code: shown.field("code"), isResent: isResent,
      canResend: waiting.sendingsLeft > 0, notice: shown.problem(""))
    return site.show(
      page, codePage, call, visit, at: .account, status: status ?? refusal?.status ?? .ok,
      from: Path.addressConfirmation)
  }
}
