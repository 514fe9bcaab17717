import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What another worker is at")
struct LockedRowsTests {
  @Test("is left to it: a question that nobody answered, and an offer")
  func lapsing() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(3)
      try await test.enterAbsence()
      test.clock.advance(by: 2 * 86_400)
      try await test.whileAnotherHolds("SELECT FROM rebooking ORDER BY id LIMIT 1 FOR UPDATE") {
        try await test.clinic.doWhatIsDue()
        #expect(try await test.states() == ["open": 1, "task": 2])
      }
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["task": 3])
    }
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let waiting = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let offer = try #require(try await test.offer(to: waiting))
      test.clock.set(offer.answerUntil)
      try await test.whileAnotherHolds("SELECT FROM waitlist_offer FOR UPDATE") {
        try await test.clinic.doWhatIsDue()
        #expect(try await test.count("waitlist_offer WHERE state = 'open'") == 1)
      }
      try await test.clinic.doWhatIsDue()
      #expect(try await test.count("waitlist_offer WHERE state = 'lapsed'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'waitlist-lapsed'") == 1)
    }
  }

  @Test("is left to it: a time that became free, a request whose time has passed, and a letter")
  func claiming() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      _ = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.whileAnotherHolds("SELECT FROM freed_time FOR UPDATE") {
        try await test.clinic.doWhatIsDue()
        #expect(try await test.count("waitlist_offer") == 0)
      }
      try await test.whileAnotherHolds("SELECT FROM job WHERE kind = 'letter' FOR UPDATE") {
        let tried = try await test.clinic.work([.letter]) { _, _ in .sent }
        #expect(tried == 0)
      }
      let tried = try await test.clinic.work([.letter]) { _, _ in .sent }
      #expect(tried > 0)
    }
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let start = try await test.start(id)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE appointment SET status = 'pending'"])
      test.clock.set(start)
      try await test.whileAnotherHolds("SELECT FROM appointment FOR UPDATE") {
        try await test.clinic.doWhatIsDue()
        #expect(try await test.count("appointment WHERE status = 'pending'") == 1)
      }
      try await test.clinic.doWhatIsDue()
      #expect(try await test.count("appointment WHERE status = 'cancelled'") == 1)
    }
  }
}

extension TestClinic {
  /// Does something while another worker is at the rows that a query locks.
  func whileAnotherHolds(_ rows: SQL, _ act: () async throws -> Void) async throws {
    let other = try await another(rows, staysFor: 20)
    try await act()
    _ = try await database.asSuperuser("SELECT pg_cancel_backend(pid) \(Self.sleeping)")
    _ = await other.result
  }

  /// Another transaction that has done something, and is committed after so many seconds.
  func another(_ statement: SQL, staysFor seconds: Int) async throws -> Task<Void, any Error> {
    let (database, tenant) = (database, riverside.id.uuid)
    let other = Task {
      _ = try await database.asOwner(of: tenant, [statement, "SELECT pg_sleep(\(Int32(seconds)))"])
    }
    let asleep: SQL = "SELECT count(*) \(Self.sleeping)"
    while try await database.asSuperuser(asleep).decode({ try $0.next(Int.self) })[0] == 0 {
      try await Task.sleep(for: .milliseconds(5))
    }
    return other
  }

  private static var sleeping: SQL {
    "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
  }

  /// Whether somebody comes to wait for an advisory lock, within ten seconds.
  func somebodyQueues() async throws -> Bool {
    for _ in 0..<1000 {
      let waiting: SQL = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
      if try await database.asSuperuser(waiting).decode({ try $0.next(Int.self) })[0] > 0 { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}
