import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

extension TestClinic {
  /// Visits of so many people on Tuesday, the doctor's first times.
  func bookedTuesday(_ count: Int) async throws -> [ID<Appointment>] {
    let offers = try await offers()
    var booked: [ID<Appointment>] = []
    for offer in offers.prefix(count) {
      let visitor = try await newcomer(at: riverside, to: .booking)
      booked.append(try await clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor))
    }
    #expect(booked.count == count)
    return booked
  }

  /// Monday 2 March 2026, which is today, and Tuesday, or more of the days that follow.
  func away(_ days: Int = 1, from starts: TimeOfDay = .midnight, until ends: TimeOfDay = .endOfDay)
    -> NewAbsence
  {
    let first = Day(year: 2026, month: 3, day: 2)!
    return NewAbsence(
      ID(riverside.doctor.uuid), Absence(days: first...first.adding(days: days), starts: starts, ends: ends))
  }

  func ben() async throws -> Visitor {
    try await visitor(DemoCast.ben, to: .schedule, access: .may(.enterAbsences))
  }

  /// Enters that the doctor is away today and on Tuesday.
  @discardableResult
  func enterAbsence(_ key: ID<Absence> = ID(UUID()), by visitor: Visitor? = nil) async throws -> ID<Absence> {
    let ben = try await ben()
    try await clinic.enter(away(), key, note: "", by: visitor ?? ben)
    return key
  }

  /// The links in the letters about absences, in order of the visits.
  func links() async throws -> [Token] {
    let letters = try await letters().filter { $0.letter == .appointmentRebooking }
    return letters.sorted { $0.values["start"]! < $1.values["start"]! }
      .compactMap { $0.secret.flatMap { Token(text: $0) } }
  }

  /// Somebody who follows a link, signed in nowhere.
  func holder() -> Visitor { visitor(nil, at: riverside, to: .booking, access: .anyone) }

  func rebooking(of link: Token) async throws -> RebookingChoice {
    try #require(try await ask(holder(), .rebooking(of: link, by: holder(), at: clock.now)))
  }

  /// How many visits are in each state, and in how many states each is at once.
  func states() async throws -> [String: Int] {
    let rows = try await database.asOwner(
      of: riverside.id.uuid,
      ["SELECT state, count(*) FROM rebooking GROUP BY state"])[0]
      .decode { row in (try row.next(String.self), try row.next(Int.self)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}
