import Clinic
import Credentials
import Hummingbird
import Shell

/// The way back to a form that came before its sender had signed in again: the page it was on, as they typed it.
struct UnsentRoutes: Sendable {
  let site: Site
  /// What takes the application's forms.
  let forms: RouteTable<Admission>

  init(site: Site, forms: [Route<Admission>]) throws {
    self.site = site
    self.forms = try RouteTable(forms)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, Path.unsentForm, .signedIn, .account, "account.unsent-form", show)]
  }

  /// As for any form that has grown old, its own route says so and shows it again: nothing is done before its sender has looked
  /// at it and sent it once more.
  @Sendable func show(_ call: Call) async throws -> Response {
    guard let form = try await site.clinic.unsentForm(by: call.visitor) else {
      return site.redirect(call, to: Path.dashboard)
    }
    let again = form.request(call, boundary: Token(from: site.random).text)
    var response = try await forms.answer(again, call.context)
    // A form that has grown old is refused where it is sent; here it is the page that was asked for.
    if response.status == Refusal.staleForm.status { response.status = .ok }
    return response
  }
}
