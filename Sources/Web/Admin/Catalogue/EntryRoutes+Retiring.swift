import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Taking an entry out of use, bringing it back, and taking away what nothing ever happened with.
extension EntryRoutes {
  @Sendable func retirement(_ call: Call) async throws -> Response {
    try await show(retirement: try call.id(), call)
  }

  @Sendable func retire(_ call: Call) async throws -> Response {
    try await setActive(false, call, done: "retired-now")
  }

  @Sendable func comeback(_ call: Call) async throws -> Response {
    try await setActive(true, call, done: "back-now")
  }

  private func setActive(_ isActive: Bool, _ call: Call, done: String) async throws -> Response {
    let id: ID<E.Of> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.setActive(isActive, id, E.self, by: call.visitor)
      return site.redirect(call, to: "\(Path.entry(E.noun, id.uuid))?done=\(done)")
    } showAgain: { _, refusal in
      try await show(retirement: id, call, refusal)
    }
  }

  @Sendable func remove(_ call: Call) async throws -> Response {
    let id: ID<E.Of> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.remove(id, E.self, by: call.visitor)
      return site.redirect(call, to: "\(Path.entries(E.noun))?done=taken-away")
    } showAgain: { _, refusal in
      try await show(retirement: id, call, refusal)
    }
  }

  private func show(
    retirement id: ID<E.Of>, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (entry, found)) = try await site.clinic.ask(
      call.visitor, Query<E?>.entry(id, at: now), Query<Retirement?>.retirement(of: id, E.self, at: now))
    guard let entry, let found else { throw Refusal.unknown }
    let words = site.words(visit, call)
    let path = Path.entry(E.noun, id.uuid)
    let page = RetirementPage(
      title: entry.title, back: path,
      effects: found.effects.map { effect, count in
        EffectRow(
          text: words.effect(effect, count), advice: words["effect.\(effect.rawValue)-text"],
          href: Path.effect(effect, of: E.noun, id.uuid))
      },
      retire: E.isRetirable && entry.isActive ? "\(path)/retirement" : nil,
      remove: found.canBeRemoved ? "\(path)/removal" : nil,
      notice: refusal.flatMap { ShownForm(Form(), $0.problems, words).problem("") })
    return site.show(
      page, retirementPage, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: "\(path)/retirement")
  }
}

extension Path {
  static func entries(_ noun: Noun) -> String { "/admin/\(noun.rawValue)" }
  static func entry(_ noun: Noun, _ id: UUID) -> String {
    "/admin/\(noun.rawValue)/\(id.uuidString.lowercased())"
  }

  /// Where what a retirement concerns is listed.
  static func effect(_ effect: Effect, of noun: Noun, _ id: UUID) -> String? {
    switch effect {
    case .services: entries(.services)
    case .doctors, .hours: entries(.practitioners)
    case .rooms: entries(.places)
    case .wishes: nil
    case .visits:
      filter(of: noun).map { "\(visits)?\($0)=\(id.uuidString.lowercased())&when=\(Period.ahead.rawValue)" }
    }
  }

  /// By which the list of visits is narrowed to those of an entry.
  private static func filter(of noun: Noun) -> String? {
    switch noun {
    case .practitioners: "doctor"
    case .services: "service"
    case .places: "place"
    case .specialties, .devices, .holidays, .settings, .access: nil
    }
  }
}
