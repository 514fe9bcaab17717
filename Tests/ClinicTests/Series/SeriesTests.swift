import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A series of visits")
struct SeriesTests {
  @Test("is booked at the same local time over the change of the clocks, all at once, with one letter")
  func booked() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let first = zone.local(try await test.start(id))
      let dates = try await test.dates(of: id, .weeks(1), .count(6))
      // The clocks go forward on 29 March 2026.
      #expect(dates.map { $0.start.map { zone.local($0).time } } == Array(repeating: first.time, count: 5))
      let letters = try await test.letters().count
      let key = ID<AppointmentSeries>(UUID())
      let ben = try await test.series()
      for _ in 0..<3 {
        try await test.clinic.bookSeries(of: id, key, dates.compactMap(\.offer), by: ben)
      }
      #expect(try await test.count("appointment WHERE series_id = '\(key)' AND status = 'booked'") == 6)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 18)
      #expect(try await test.letters().count == letters + 1)
      let letter = try await test.letters().first { $0.letter == .appointmentSeries }
      #expect(try letter?.told().map(\.["status"]) == Array(repeating: "booked", count: 6))
      #expect(try await test.count("appointment_history WHERE act = 'book'") == 6)
    }
  }

  @Test(
    "shows why a date can't be had and what is free near it; one taken meanwhile books none of the others")
  func conflicts() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let third = zone.local(try await test.start(id)).day.adding(days: 14)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO absence (id, practitioner_id, first_day, last_day)
          VALUES (gen_random_uuid(), \(test.riverside.doctor.uuid), \(third.sql), \(third.sql))
          """
        ])
      let dates = try await test.dates(of: id, .weeks(1), .count(4))
      #expect(dates.map { $0.offer == nil } == [false, true, false])
      #expect(!dates[1].hindrances.isEmpty && dates[1].others.count == 3)
      let chosen = [dates[0].offer, dates[1].others[0], dates[2].offer].compactMap(\.self)
      // Somebody is quicker at the last.
      let quicker = try await test.newcomer(at: test.riverside, to: .booking)
      _ = try await test.clinic.book(Booking(offer: chosen[2], key: UUID(), reason: ""), by: quicker)
      let ben = try await test.series()
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.bookSeries(of: id, ID(UUID()), chosen, by: ben)
      }
      #expect(try await test.count("appointment WHERE series_id IS NOT NULL") == 0)
      #expect(try await test.count("appointment_series") == 0)
      try await test.clinic.bookSeries(of: id, ID(UUID()), Array(chosen.prefix(2)), by: ben)
      #expect(try await test.count("appointment WHERE series_id IS NOT NULL") == 3)
    }
  }

  @Test(
    "is cancelled one, those that follow, or all; one letter says all that an act cancels, and the history each"
  )
  func cancelled() async throws {
    try await TestClinic.using { test in
      let (series, visits, ben) = try await test.bookedSeries(6)
      try await test.clinic.cancelSeries(
        series, from: visits[1], .one, seen: try await test.edition(series), by: ben)
      #expect(try await test.live(series) == [visits[0]] + visits[2...])
      try await test.clinic.cancelSeries(
        series, from: visits[4], .following, seen: try await test.edition(series), by: ben)
      try await test.clinic.cancelSeries(
        series, from: visits[4], .following, seen: try await test.edition(series), by: ben)
      #expect(try await test.live(series) == [visits[0], visits[2], visits[3]])
      try await test.clinic.cancelSeries(
        series, from: visits[3], .all, seen: try await test.edition(series), by: ben)
      #expect(try await test.live(series).isEmpty)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 0)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 1)
      let letters = try await test.letters().filter { $0.letter == .appointmentSeriesCancelled }
      let told = try letters.map { try $0.told().compactMap(\.["appointment"]) }
      #expect(
        Set(told) == [
          [visits[4], visits[5]].map(\.description), [visits[0], visits[2], visits[3]].map(\.description),
        ])
      #expect(
        try letters.allSatisfy {
          try $0.told().allSatisfy { $0["sequence"] == "1" && $0["status"] == "cancelled" }
        })
      #expect(try await test.count("appointment_history WHERE act = 'cancel'") == 6)
    }
  }

  @Test("is moved one, those that follow, or all, by as many days to one time of day, or not at all")
  func moved() async throws {
    try await TestClinic.using { test in
      let (series, visits, ben) = try await test.bookedSeries(4)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      func local(_ index: Int) async throws -> LocalDateTime {
        zone.local(try await test.start(visits[index]))
      }
      let (second, start) = (try await local(1), try await test.start(visits[0]))
      let later = second.time.adding(minutes: 60)!
      try await test.clinic.moveSeries(
        series, from: visits[1], to: second.day.adding(days: 1), later, .following,
        seen: try await test.edition(series), by: ben)
      #expect(try await local(0).day.weekday == .tuesday)
      for index in 1..<4 {
        let moved = try await local(index)
        #expect(moved.day == second.day.adding(days: 7 * (index - 1) + 1) && moved.time == later)
      }
      #expect(try await test.count("appointment WHERE sequence = 1") == 3)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 12)
      let letter = try #require(try await test.letters().first { $0.letter == .appointmentSeriesMoved })
      let week = 7 * 86_400
      #expect(
        try letter.told().map { [$0["was"], $0["sequence"], $0["status"]] }
          == (1..<4).map { [String(Int(start.timeIntervalSince1970) + $0 * week), "1", "booked"] })
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 0)
      // The last can't go on a Sunday, so nobody goes.
      await #expect(throws: SeriesDateTaken.self) {
        try await test.clinic.moveSeries(
          series, from: visits[0], to: try await local(0).day.adding(days: 5), later, .all,
          seen: try await test.edition(series), by: ben)
      }
      #expect(try await local(0).day.weekday == .tuesday)
      #expect(try await test.count("appointment WHERE sequence = 1") == 3)
      // One alone is told like any other.
      try await test.clinic.moveSeries(
        series, from: visits[0], to: try await local(0).day, later, .one,
        seen: try await test.edition(series), by: ben)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-series-moved'") == 1)
    }
  }

  @Test("asks for each visit where the service needs somebody's approval, and the letter says so")
  func requested() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let offers = try await test.dates(of: id, .weeks(1), .count(3)).compactMap(\.offer)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET needs_approval = true"])
      let key = ID<AppointmentSeries>(UUID())
      try await test.clinic.bookSeries(of: id, key, offers, by: try await test.series())
      #expect(try await test.count("appointment WHERE series_id = '\(key)' AND status = 'pending'") == 2)
      let letter = try #require(try await test.letters().first { $0.letter == .appointmentSeries })
      #expect(try letter.told().map(\.["status"]) == ["booked", "pending", "pending"])
    }
  }

  @Test(
    "is changed only as it was looked at: whoever comes second is told, and a form sent twice does nothing more"
  )
  func editions() async throws {
    try await TestClinic.using { test in
      let (series, visits, ben) = try await test.bookedSeries(3)
      let seen = try await test.edition(series)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let first = zone.local(try await test.start(visits[0]))
      let later = first.time.adding(minutes: 60)!
      for _ in 0..<2 {
        try await test.clinic.moveSeries(
          series, from: visits[0], to: first.day, later, .one, seen: seen, by: ben)
      }
      #expect(try await test.count("appointment WHERE sequence = 1") == 1)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.cancelSeries(series, from: visits[0], .one, seen: seen, by: ben)
      }
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.moveSeries(
          series, from: visits[1], to: first.day.adding(days: 8), later, .one, seen: seen, by: ben)
      }
      #expect(try await test.live(series).count == 3)
    }
  }

  @Test("is the front desk's to keep: a patient's and another clinic's hands are turned away")
  func whose() async throws {
    try await TestClinic.using { test in
      let (series, visits, _) = try await test.bookedSeries(2)
      let paul = try await test.visitor(DemoCast.paul, to: .schedule, access: .may(.keepSeries))
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.cancelSeries(series, from: visits[0], .all, seen: "", by: paul)
      }
      let etienne = try await test.visitor(DemoCast.etienne, to: .schedule, access: .may(.keepSeries))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.cancelSeries(series, from: visits[0], .all, seen: "", by: etienne)
      }
    }
  }
}

extension TestClinic {
  func series() async throws -> Visitor {
    try await visitor(DemoCast.ben, to: .schedule, access: .may(.keepSeries))
  }

  func dates(of id: ID<Appointment>, _ step: Recurrence.Step, _ end: Recurrence.End) async throws
    -> [SeriesDate]
  {
    let ben = try await series()
    let matter = try #require(try await ask(ben, .seriesMatter(id, by: ben, at: clock.now)))
    let zone = try clinic.zones.rules(for: "Europe/London")
    return matter.dates(of: Recurrence(step, end), zone: zone, at: clock.now)
  }

  /// Weekly visits of Paul's, in order.
  func bookedSeries(_ count: Int) async throws -> (ID<AppointmentSeries>, [ID<Appointment>], Visitor) {
    let (id, _) = try await bookedByPaul()
    let (ben, key) = (try await series(), ID<AppointmentSeries>(UUID()))
    let offers = try await dates(of: id, .weeks(1), .count(count)).compactMap(\.offer)
    try await clinic.bookSeries(of: id, key, offers, by: ben)
    let visits = try await ask(ben, .series(key, by: ben, at: clock.now))
    #expect(visits.count == count)
    return (key, visits.map(\.id), ben)
  }

  func edition(_ series: ID<AppointmentSeries>) async throws -> String {
    let ben = try await self.series()
    return try await ask(ben, .series(series, by: ben, at: clock.now)).edition
  }

  func live(_ series: ID<AppointmentSeries>) async throws -> [ID<Appointment>] {
    let ben = try await self.series()
    return try await ask(ben, .series(series, by: ben, at: clock.now)).filter { $0.isAhead(at: clock.now) }
      .map(\.id)
  }
}

extension OutboxMessage {
  /// What a letter about several visits holds of each.
  func told() throws -> [[String: String]] {
    try JSONDecoder().decode([[String: String]].self, from: Data((values["visits"] ?? "[]").utf8))
  }
}
