import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Who makes the link, and what ends it.
extension CalendarFeedTests {
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
