import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A private link to one's appointments")
struct CalendarFeedTests {
  private func program(_ test: TestClinic, at tenant: TestTenant? = nil) -> Visitor {
    test.visitor(nil, at: tenant ?? test.riverside, to: .ownRecord, access: .anyone)
  }

  private func entries(_ link: Token, _ test: TestClinic, at tenant: TestTenant? = nil) async throws
    -> [CalendarEntry]
  {
    try await test.ask(program(test, at: tenant), .calendarEntries(of: link, at: test.clock.now))
  }

  private func reader(_ link: Token, _ test: TestClinic, at tenant: TestTenant? = nil) async throws
    -> CalendarFeed.Reader?
  {
    try await test.ask(program(test, at: tenant), .calendarReader(of: link))
  }

  private func link(of account: DemoAccount, _ test: TestClinic) async throws -> Token {
    try await test.clinic.makeCalendarLink(by: test.visitor(account, to: .account)).link
  }

  private func book(_ test: TestClinic) async throws -> ID<Appointment> {
    let offer = try #require(try await test.offers().first)
    return try await test.clinic.book(
      Booking(offer: offer, key: UUID(), reason: "Knee"), by: test.visitor(DemoCast.paul, to: .booking))
  }

  private func run(_ statement: SQL, _ test: TestClinic) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
  }

  @Test("shows the patient and the practitioner their own, and nobody else anything")
  func own() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let pauls = try await link(of: DemoCast.paul, test)
      let amiras = try await link(of: DemoCast.amira, test)
      let lucies = try await link(of: DemoCast.lucie, test)
      let otto = try await test.practitioner(named: "Otto Weber", at: test.riverside)
      #expect(try await entries(pauls, test).map(\.id) == [id])
      #expect(try await entries(pauls, test).map(\.isOwnWork) == [false])
      #expect(try await entries(amiras, test).map(\.id) == [id])
      #expect(try await entries(amiras, test).map(\.isOwnWork) == [true])
      #expect(try await reader(pauls, test)?.role == .patient)
      #expect(try await reader(amiras, test)?.role == .practitioner)
      // A link is nothing at another clinic, as none is.
      for (link, tenant) in [
        (pauls, test.hilltop), (lucies, test.riverside), (Token(from: .system), test.riverside),
      ] {
        #expect(try await entries(link, test, at: tenant).isEmpty)
        #expect(try await reader(link, test, at: tenant) == nil)
      }
      #expect(try await reader(lucies, test, at: test.hilltop)?.role == .patient)
      #expect(try await entries(lucies, test, at: test.hilltop).isEmpty)
      let newcomer = try await test.newcomer(at: test.riverside, to: .account)
      let theirs = try await test.clinic.makeCalendarLink(by: newcomer).link
      #expect(try await entries(theirs, test).isEmpty)
      try await run("UPDATE appointment SET practitioner_id = \(otto.uuid)", test)
      #expect(try await entries(amiras, test).isEmpty)
    }
  }

  @Test("shows a parent their child's as well, until the child comes of age")
  func children() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let child = try await test.patient(named: "Emil Fletcher", at: test.riverside)
      let paul = try #require(test.riverside.accounts[DemoCast.paul])
      try await run("UPDATE appointment SET patient_id = \(child.uuid)", test)
      let link = try await link(of: DemoCast.paul, test)
      #expect(try await entries(link, test).isEmpty)
      try await run(
        """
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        VALUES (gen_random_uuid(), \(child.uuid), \(paul.uuid), 'parent', now())
        """, test)
      for (age, isSeen) in [("'2008-03-02'", false), ("'2008-03-03'", true)] {
        try await run("UPDATE patient SET birth_date = \(unsafe: age) WHERE id = \(child.uuid)", test)
        #expect(try await entries(link, test).map(\.id) == (isSeen ? [id] : []))
      }
    }
  }

  @Test("is no other way to a single appointment than being its patient")
  func single() async throws {
    try await TestClinic.using { test in
      let id = try await book(test)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      #expect(try await test.ask(paul, .myCalendarEntry(id, at: test.clock.now))?.id == id)
      for visitor in [
        try await test.newcomer(at: test.riverside, to: .ownRecord),
        try await test.visitor(DemoCast.amira, to: .ownRecord),
        try await test.visitor(DemoCast.lucie, to: .ownRecord), program(test),
      ] {
        #expect(try await test.ask(visitor, .myCalendarEntry(id, at: test.clock.now)) == nil)
      }
    }
  }

  @Test("shows an appointment as it stands: cancelled, too, and with the number of its change")
  func states() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      // Whatever way led there.
      try await run("ALTER TABLE appointment DISABLE TRIGGER appointment_steps", test)
      for status in Appointment.Status.allCases {
        try await run("UPDATE appointment SET status = \(status.rawValue), sequence = sequence + 1", test)
        #expect(try await entries(link, test).map(\.status) == [status])
      }
      #expect(try await entries(link, test).map(\.sequence) == [Appointment.Status.allCases.count])
    }
  }

  @Test("reaches a season back and a year ahead, to the second")
  func window() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      for (days, seconds, isSeen) in [
        (-90.0, -1.0, false), (-90, 0, true), (0, 0, true), (400, -1, true), (400, 0, false),
      ] {
        let start = test.clock.now + days * 86_400 + seconds
        try await run("UPDATE appointment SET during = tstzrange(\(start), \(start + 900))", test)
        #expect(try await entries(link, test).isEmpty != isSeen, "\(days) days, \(seconds) s")
      }
    }
  }

  @Test("shows as many as a program reads at once, those nearest ahead first")
  func bounded() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      let most = CalendarFeed.mostEntries
      // Five ahead, and one more than there is room for behind.
      let now = test.clock.now
      try await run("UPDATE appointment SET during = tstzrange(\(now + 3600), \(now + 4500))", test)
      try await run(
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booked_by, booking_key, booked_at)
        SELECT gen_random_uuid(), patient_id, practitioner_id, service_id, location_id,
               tstzrange(lower(during) - number * interval '1 hour', upper(during) - number * interval '1 hour'), 'booked', price_minor, currency, booked_by, gen_random_uuid(), booked_at
          FROM appointment, generate_series(-4, \(Int32(most - 4))) AS number WHERE number <> 0
        """, test)
      #expect(try await test.count("appointment") == most + 1)
      let found = try await entries(link, test)
      #expect(found.count == most)
      #expect(found.map(\.during.lowerBound) == found.map(\.during.lowerBound).sorted())
      #expect(found.last?.during.lowerBound == now + 5 * 3600)
      // The furthest behind is the one that is left out.
      #expect(found.first?.during.lowerBound == now + 3600 - Double(most - 5) * 3600)
    }
  }

  @Test("is dead once it is replaced or revoked, and cannot be taken back")
  func ended() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let first = try await link(of: DemoCast.paul, test)
      let feed = try #require(try await test.ask(paul, .ownCalendarFeeds).first)
      let second = try await test.clinic.replaceCalendarLink(feed.id, by: paul).link
      #expect(try await reader(first, test) == nil)
      #expect(try await reader(second, test) != nil)
      let next = try #require(try await test.ask(paul, .ownCalendarFeeds).first)
      #expect(next.id != feed.id)
      try await test.clinic.revokeCalendarLink(next.id, by: paul)
      #expect(try await reader(second, test) == nil)
      #expect(try await test.ask(paul, .ownCalendarFeeds).isEmpty)
      for id in [feed.id, next.id, ID(UUID())] {
        await #expect(throws: Refusal.unknown) { try await test.clinic.replaceCalendarLink(id, by: paul) }
        await #expect(throws: Refusal.unknown) { try await test.clinic.revokeCalendarLink(id, by: paul) }
      }
    }
  }

  @Test("is nobody's but its owner's to replace or revoke")
  func foreign() async throws {
    try await TestClinic.using { test in
      let link = try await link(of: DemoCast.paul, test)
      let feed = try #require(
        try await test.ask(test.visitor(DemoCast.paul, to: .account), .ownCalendarFeeds).first)
      for account in [DemoCast.amira, DemoCast.lucie] {
        let visitor = try await test.visitor(account, to: .account)
        #expect(try await test.ask(visitor, .ownCalendarFeeds).isEmpty)
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.replaceCalendarLink(feed.id, by: visitor)
        }
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.revokeCalendarLink(feed.id, by: visitor)
        }
      }
      #expect(try await reader(link, test) != nil)
    }
  }

  @Test("is made by who has proved themselves lately, is noted, and told by mail")
  func made() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.clinic.makeCalendarLink(by: paul)
      let letter = try #require(try await test.letters().first)
      #expect(letter.recipient == DemoCast.paul.email && letter.values["notice"] == "calendar-linked")
      let feed = try #require(try await test.ask(paul, .ownCalendarFeeds).first)
      test.clock.advance(by: 3600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.makeCalendarLink(by: paul) }
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.replaceCalendarLink(feed.id, by: paul)
      }
      #expect(try await test.count("calendar_feed") == 1)
      // Who only shuts a way need not.
      try await test.clinic.revokeCalendarLink(feed.id, by: paul)
      #expect(try await test.count("audit_event WHERE act = 'calendar-link-made'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'calendar-link-revoked'") == 1)
      let again = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.clinic.makeCalendarLink(by: again)
      let next = try #require(try await test.ask(again, .ownCalendarFeeds).first)
      _ = try await test.clinic.replaceCalendarLink(next.id, by: again)
      #expect(try await test.count("audit_event WHERE act = 'calendar-link-replaced'") == 1)
      #expect(try await test.letters().filter { $0.values["notice"] == "calendar-linked" }.count == 3)
    }
  }

  @Test("is one of three at most, however many are asked for at once")
  func limit() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let made = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          group.addTask { (try? await test.clinic.makeCalendarLink(by: paul)) != nil }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(made == 3)
      await #expect(throws: Refusal.invalid([Problem("", "problem.calendars-enough")])) {
        try await test.clinic.makeCalendarLink(by: paul)
      }
      // Replacing adds none, and what was revoked counts no longer.
      let feeds = try await test.ask(paul, .ownCalendarFeeds)
      _ = try await test.clinic.replaceCalendarLink(feeds[0].id, by: paul)
      try await test.clinic.revokeCalendarLink(feeds[1].id, by: paul)
      _ = try await test.clinic.makeCalendarLink(by: paul)
      #expect(try await test.ask(paul, .ownCalendarFeeds).count == 3)
    }
  }

  @Test("is dead while its account is disabled, or has a role without appointments")
  func account() async throws {
    try await TestClinic.using { test in
      _ = try await book(test)
      let link = try await link(of: DemoCast.paul, test)
      let paul = try #require(test.riverside.accounts[DemoCast.paul]).uuid
      for (change, undo) in [
        (
          "UPDATE account SET disabled_at = now() WHERE id = \(paul)" as SQL,
          "UPDATE account SET disabled_at = NULL WHERE id = \(paul)" as SQL
        ),
        (
          "UPDATE account SET role = 'admin' WHERE id = \(paul)",
          "UPDATE account SET role = 'patient' WHERE id = \(paul)"
        ),
      ] {
        try await run(change, test)
        #expect(try await reader(link, test) == nil)
        #expect(try await entries(link, test).isEmpty)
        try await run(undo, test)
        #expect(try await reader(link, test) != nil)
        #expect(try await entries(link, test).count == 1)
      }
      // Of two roles, the one that the account has counts.
      try await run("UPDATE account SET role = 'practitioner' WHERE id = \(paul)", test)
      #expect(try await reader(link, test) != nil)
      #expect(try await entries(link, test).isEmpty)
    }
  }

  @Test(
    "ends with what throws everybody out of the account: its end, a new password by mail, an administrator")
  func thrownOut() async throws {
    try await TestClinic.using { test in
      let paul = try #require(test.riverside.accounts[DemoCast.paul])
      let first = try await link(of: DemoCast.paul, test)
      let dana = try await test.visitor(DemoCast.dana, to: .administration)
      try await test.clinic.endSessions(of: paul, by: dana)
      #expect(try await reader(first, test) == nil)

      let second = try await link(of: DemoCast.paul, test)
      try await test.clinic.forgotPassword(
        of: DemoCast.paul.email, language: "en", by: test.browser(to: .signIn))
      let secret = try #require(try await test.letters().first { $0.letter == .passwordReset }?.secret)
      #expect(try await reader(second, test) != nil)
      let isReset = try await test.clinic.resetPassword(
        try #require(Token(text: secret)), to: "another-long-password", language: "en",
        by: test.browser(to: .signIn))
      #expect(isReset)
      #expect(try await reader(second, test) == nil)

      let third = try await link(of: DemoCast.paul, test)
      #expect(try await reader(third, test) != nil)
      try await test.clinic.closeAccount(by: test.visitor(DemoCast.paul, to: .account))
      #expect(try await reader(third, test) == nil)
      #expect(try await test.count("calendar_feed") == 0)
    }
  }

  @Test("is forgotten a season after it was revoked, and not before")
  func forgotten() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.clinic.makeCalendarLink(by: paul)
      _ = try await test.clinic.makeCalendarLink(by: paul)
      let feed = try #require(try await test.ask(paul, .ownCalendarFeeds).first)
      try await test.clinic.revokeCalendarLink(feed.id, by: paul)
      test.clock.advance(by: 90 * 86_400 - 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("calendar_feed") == 2)
      test.clock.advance(by: 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("calendar_feed") == 1)
      test.clock.advance(by: 365 * 86_400)
      try await test.clinic.tidyUp()
      #expect(try await test.count("calendar_feed") == 1)
    }
  }

  @Test("is kept as a hash, and read without any write")
  func atRest() async throws {
    try await TestClinic.using { test in
      let link = try await link(of: DemoCast.paul, test)
      let stored = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT token_hash FROM calendar_feed"])
      #expect(try stored[0].decode { try $0.next([UInt8].self) } == [link.hash])
      let before = try await test.count("audit_event")
      _ = try await entries(link, test)
      #expect(try await test.count("audit_event") == before)
    }
  }
}
