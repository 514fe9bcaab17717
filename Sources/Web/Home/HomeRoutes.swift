import Clinic
import Hummingbird
import Pages
import Shell

struct HomeRoutes: Sendable {
  let site: Site
  let homePage: Template<HomePage>

  init(site: Site) throws {
    self.site = site
    homePage = try site.library.template(HomePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/", .anyone, .publicInformation, "home", home),
      site.route(.post, "/language", .anyone, .publicInformation, "language", chooseLanguage),
    ]
  }

  @Sendable func home(_ call: Call) async throws -> Response {
    let (visit, specialties) = try await site.clinic.ask(call.visitor, .specialties)
    let known = specialties.filter { $0.practitioners > 0 }
    let tiles = site.words(visit, call).sorted(known, by: \.name).map {
      SpecialtyTile(name: $0.name, doctors: $0.practitioners, href: Path.doctors(in: $0.id))
    }
    return site.show(HomePage(specialties: tiles), homePage, call, visit)
  }

  @Sendable func chooseLanguage(_ call: Call) async throws -> Response {
    let form = try await call.form()
    let back = Path.safe(next: form["return"])
    var response = site.redirect(call, to: back.isEmpty ? Path.home : back)
    if let chosen = Site.wished(chosen: form["language"], accepted: nil).first {
      Site.languageCookie.set(chosen.code, for: .seconds(365 * 86_400), on: &response)
    }
    return response
  }
}
