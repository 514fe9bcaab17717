import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What patients see of their own record, and of their children's.
struct HealthRoutes: Sendable {
  let site: Site
  let page: Template<HealthPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(HealthPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, Path.health, .may(.seeOwnRecord), .ownRecord, "health", health)]
  }

  @Sendable func health(_ call: Call) async throws -> Response {
    let chosen = try call.query()["of"]
    let id = ID<Patient>(chosen)
    if id == nil, !chosen.isEmpty { throw Refusal.unknown }
    let now = site.clinic.clock()
    let (visit, found) = try await site.clinic.ask(
      call.visitor, site.clinic.ownHealth(of: id, by: call.visitor, at: now))
    guard let health = found else { throw Refusal.unknown }
    let say = RecordSaying(formats: try site.formats(visit, call), isPlain: true)
    return site.show(HealthPage(health, say), page, call, visit, at: .health)
  }
}

extension HealthPage {
  init(_ health: OwnHealth, _ say: RecordSaying) {
    let id = health.person.id
    let real = health.allergies.filter { !$0.entry.isNoneKnown }
    let none = health.allergies.first { $0.entry.isNoneKnown }
    self.init(
      people: health.people.map {
        PersonLink(name: $0.name, href: "\(Path.health)?of=\($0.id)", isCurrent: $0.id == id)
      },
      name: health.person.name, allergies: say.ownSection(real, of: id),
      noAllergies: real.isEmpty
        ? none.map { say.words["health.none-since", ["day": say.day($0.recorded)]] } : nil,
      conditions: say.ownSection(health.conditions, of: id),
      medications: say.ownSection(health.medications, of: id), vitals: say.vitals(health.vitals, of: nil),
      results: health.results.map(say.ownResult))
  }
}
