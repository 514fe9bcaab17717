import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The clinic's day at a glance")
struct DayAtAGlanceTests {
  private func today(_ test: TestClinic) async throws -> (DayAtAGlance, Listing.Moment, Visitor) {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
    let moment = Listing.Moment(now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
    return (try await test.ask(dana, .dayAtAGlance(moment, for: dana)), moment, dana)
  }

  @Test("counts what the lists behind its numbers show")
  func counts() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 2000, patients: 50, at: test.riverside)
      for index in 1...2 {
        try await test.own(
          "UPDATE appointment SET status = 'arrived' WHERE id = md5('crowd v\(1600 + index)')::uuid")
      }
      try await test.own("UPDATE appointment SET started_at = now() WHERE id = md5('crowd v1602')::uuid")
      let (today, moment, dana) = try await today(test)
      func count(_ query: [(String, String)]) async throws -> Int {
        let view = TableView((query + [("when", "today")]).map { ($0.0, $0.1) }, of: .appointments)
        return try await test.ask(dana, .rows(of: .appointments, view, limit: 5000, by: dana, at: moment))
          .rows.count
      }
      for state in Appointment.Status.allCases {
        #expect(try await count([("state", state.rawValue)]) == today.visits[state] ?? 0, "\(state)")
      }
      #expect(try await count([("waits", "yes")]) == today.waiting)
      #expect(today.visits.values.reduce(0, +) > 100)
    }
  }

  @Test("counts letters that failed up to a limit, and refused sign-ins of one day")
  func limits() async throws {
    try await TestClinic.using { test in
      func fail(_ count: Int) async throws {
        try await test.own(
          """
          INSERT INTO outbox_message (id, kind, language, recipient, payload, state, due_at, created_at)
          SELECT gen_random_uuid(), 'invitation', 'en', 'a@b.example', '{}', 'failed', now(), now() FROM generate_series(1, \(count))
          """)
      }
      try await fail(DayAtAGlance.most)
      #expect(try await today(test).0.failedMessages == 1000)
      try await fail(5)
      #expect(try await today(test).0.failedMessages == 1001)
      let now = test.clock.now.timeIntervalSince1970
      for (act, age) in [
        ("password-refused", 86_399), ("passkey-refused", 86_401), ("password-accepted", 10),
      ] {
        try await test.own(
          """
          INSERT INTO audit_event (id, act, purpose, at)
          VALUES (gen_random_uuid(), '\(act)', 'sign-in', to_timestamp(\(now - Double(age))))
          """)
      }
      #expect(try await today(test).0.refusedSignIns == 1)
      let named = Act.refusedSignIns.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      #expect(Act.isRefusedSignIn.description == "e.act IN (\(named))")
    }
  }

  @Test("says who has time left: hours of the day without what is over, booked or absent")
  func free() async throws {
    try await TestClinic.using { test in
      let (before, moment, _) = try await today(test)
      let amira = try #require(before.free(zone: moment.zone, at: moment.now).first)
      #expect(amira.doctor == test.riverside.doctor && amira.minutes > 60)
      let hours = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT sum(extract(epoch FROM closes - opens))::int / 60 FROM availability WHERE weekday = 1"])[0]
        .decode { row in try row.next(Int.self) }[0]
      #expect(amira.minutes == hours)
      // An hour before the day is over, whatever is left is within it.
      test.clock.advance(by: 16 * 3600)
      let (late, then, _) = try await today(test)
      #expect(late.free(zone: then.zone, at: then.now).isEmpty)
    }
  }
}
