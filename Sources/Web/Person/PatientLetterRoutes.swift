import Clinic
import Hummingbird
import Pages
import Shell

/// What was written to a patient, for staff.
struct PatientLetterRoutes: Sendable {
  let site: Site
  let page: Template<PatientLettersPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(PatientLettersPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/patients/:id/letters", .may(.seeToLetters), .frontDesk, "patient.letters", look)]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let (id, now): (ID<Patient>, _) = (try call.id(), site.clinic.clock())
    let (visit, found) = try await site.clinic.ask(call.visitor, .letters(of: id, by: call.visitor, at: now))
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let content = PatientLettersPage(
      name: found.name, back: "/patients/\(id)",
      written: found.letters.map { WrittenRow($0, formats, at: now, isForStaff: true) })
    return site.show(content, page, call, visit, at: .desk)
  }
}
