import CivilTime
import Clinic
import Shell

/// Which times somebody asks for.
struct TimesAsked {
  let service: ID<HealthcareService>
  /// A day of the week to be shown; nil for the first week with a free time.
  let from: Day?
  /// Nil for what we know of whoever is signed in.
  var visit: VisitKind?

  init(service: ID<HealthcareService>, from: Day?, visit: VisitKind?) {
    self.service = service
    self.from = from
    self.visit = visit
  }

  /// - Throws: `Refusal.unknown` without a service.
  init(_ query: Form) throws(Refusal) {
    guard let service = ID<HealthcareService>(query["service"]) else { throw .unknown }
    self.service = service
    from = Day(iso: query["from"])
    visit = VisitKind(rawValue: query["visit"])
  }
}

/// Whether somebody comes to a doctor for the first time.
enum VisitKind: String, CaseIterable {
  case first
  case later = "return"
}
