import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What keeps a series in bounds")
struct SeriesBoundsTests {
  @Test("a visit is of one series, and a series has fifty-two visits at most and two at least")
  func counted() async throws {
    try await TestClinic.using { test in
      let (_, visits, ben) = try await test.bookedSeries(2)
      let offers = try await test.dates(of: visits[1], .weeks(1), .count(2)).compactMap(\.offer)
      #expect(offers.count == 1)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.bookSeries(of: visits[1], ID(UUID()), offers, by: ben)
      }
      let none = Refusal.invalid([Problem("", "problem.series-empty")])
      for many in [[], Array(repeating: offers[0], count: Recurrence.most)] {
        await #expect(throws: none) {
          try await test.clinic.bookSeries(of: visits[1], ID(UUID()), many, by: ben)
        }
      }
      #expect(try await test.count("appointment WHERE series_id IS NOT NULL") == 2)
    }
  }

  @Test("what is over stays, whatever becomes of the others")
  func past() async throws {
    try await TestClinic.using { test in
      let (series, visits, _) = try await test.bookedSeries(4)
      test.clock.set(try await test.start(visits[1]))
      try await test.clinic.cancelSeries(
        series, from: visits[2], .all, seen: try await test.edition(series), by: try await test.series())
      #expect(try await test.live(series).isEmpty)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 2)
      #expect(try await test.count("appointment WHERE status = 'cancelled'") == 2)
    }
  }

  @Test("waits with being moved for whoever is at work on the calendar")
  func queues() async throws {
    try await TestClinic.using { test in
      let (series, visits, ben) = try await test.bookedSeries(2)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let first = zone.local(try await test.start(visits[0]))
      let seen = try await test.edition(series)
      var moving: Task<Void, any Error>?
      try await test.whileAnotherHolds(.queueForCalendar) {
        moving = Task {
          try await test.clinic.moveSeries(
            series, from: visits[0], to: first.day, first.time.adding(minutes: 60)!, .all, seen: seen, by: ben
          )
        }
        let (waits, moved) = try await (test.somebodyQueues(), test.count("appointment WHERE sequence = 1"))
        #expect(waits && moved == 0)
      }
      try await moving?.value
      #expect(try await test.count("appointment WHERE sequence = 1") == 2)
    }
  }

  @Test("no date is free at which the patient is with somebody else")
  func elsewhere() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booked_by, booking_key, booked_at)
          SELECT gen_random_uuid(), patient_id, \(other), service_id, location_id,
                 tstzrange(starts_at + interval '7 days', ends_at + interval '7 days'), 'booked', 0, currency, booked_by,
                 gen_random_uuid(), booked_at
            FROM appointment
          """
        ])
      let dates = try await test.dates(of: id, .weeks(1), .count(3))
      #expect(dates.map(\.isElsewhere) == [true, false])
      #expect(dates.map { $0.offer == nil } == [true, false])
    }
  }
}
