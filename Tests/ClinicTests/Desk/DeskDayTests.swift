import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The desk's day")
struct DeskDayTests {
  private func ben(_ test: TestClinic, _ permission: Permission = .bookForPatients) async throws -> Visitor {
    try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(permission))
  }

  @Test("the day shows everybody's visits, and notes each patient once an hour")
  func day() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let ben = try await ben(test, .keepFrontDesk)
      let zone = try await test.clinic.zone(of: ben)
      let visit = try #require(try await test.ask(ben, .deskVisit(id, by: ben, at: test.clock.now)))
      let day = zone.local(visit.during.lowerBound).day
      let time = zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1))
      let noted = "audit_event WHERE act = 'read' AND entity = '\(test.riverside.patient)'"
      let before = try await test.count(noted)
      func look() async throws -> [ID<Appointment>] {
        let (_, (visits, doctors, names)) = try await test.clinic.ask(
          ben, .visits(on: day, time, by: ben, at: test.clock.now), .practitioners(on: day, time),
          .namesAtDesk)
        #expect(doctors.map(\.id) == [test.riverside.doctor] && !doctors[0].hours.isEmpty)
        #expect(names.services[visit.service] == visit.serviceName)
        return try #require(visits.all).map(\.id)
      }
      for _ in 0..<3 { #expect(try await look() == [id]) }
      #expect(try await test.count(noted) == before + 1)
      // Somebody who is booked meanwhile is noted, and nobody else again.
      let other = try await test.patient(named: "Greta Lind", at: test.riverside)
      let offer = try #require(
        try await test.offers().first { zone.local($0.slot.during.lowerBound).day == day })
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: "", patient: other), by: try await self.ben(test))
      #expect(try await look().count == 2)
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity = '\(other)'") == 1)
      #expect(try await test.count(noted) == before + 1)
      test.clock.advance(by: DeskDay.lookLasts)
      _ = try await look()
      #expect(try await test.count(noted) == before + 2)
    }
  }

  @Test("a day that is known is not read again until a visit or a patient on it changes")
  func editions() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let ben = try await ben(test, .keepFrontDesk)
      let zone = try await test.clinic.zone(of: ben)
      let visit = try #require(try await test.ask(ben, .deskVisit(id, by: ben, at: test.clock.now)))
      let day = zone.local(visit.during.lowerBound).day
      let time = zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1))
      var known: String?
      func look() async throws -> [DeskDay.Visit]? {
        let seen = try await test.ask(ben, .visits(on: day, time, unless: known, by: ben, at: test.clock.now))
        known = seen.edition
        return seen.all
      }
      #expect(try await look()?.map(\.id) == [id])
      #expect(try await look() == nil)
      let changes: [(String, [SQL])] = [
        ("a name", ["UPDATE patient SET family_name = 'Fletcher-Lind' WHERE id = \(test.riverside.patient)"]),
        ("a room", ["UPDATE appointment SET service_id = service_id WHERE id = \(id)"]),
        ("the day", ["UPDATE appointment SET status = 'cancelled' WHERE id = \(id)"]),
      ]
      for (what, change) in changes {
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, change)
        let seen = try await look()
        #expect(seen != nil, "\(what)")
        if what == "a name" { #expect(seen?.first?.patientName.hasSuffix("Fletcher-Lind") == true) }
        #expect(try await look() == nil, "\(what)")
      }
    }
  }

  @Test("whoever looks at a day that is known is noted all the same, each hour")
  func editionsNoted() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let ben = try await ben(test, .keepFrontDesk)
      let zone = try await test.clinic.zone(of: ben)
      let visit = try #require(try await test.ask(ben, .deskVisit(id, by: ben, at: test.clock.now)))
      let day = zone.local(visit.during.lowerBound).day
      let time = zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1))
      let noted = "audit_event WHERE act = 'read' AND entity = '\(test.riverside.patient)'"
      let known = try await test.ask(ben, .visits(on: day, time, by: ben, at: test.clock.now)).edition
      let before = try await test.count(noted)
      for hour in 1...2 {
        test.clock.advance(by: DeskDay.lookLasts)
        for _ in 0..<2 {
          let seen = try await test.ask(
            ben, .visits(on: day, time, unless: known, by: ben, at: test.clock.now))
          #expect(seen.all == nil)
        }
        #expect(try await test.count(noted) == before + hour)
      }
    }
  }
}
