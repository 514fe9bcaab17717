import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Sessions")
struct SessionTests {
  private func sessions(_ visitor: Visitor, _ test: TestClinic) async throws -> [OpenSession] {
    try await test.clinic.ask(visitor, .ownSessions(of: visitor, at: test.clock.now)).answer
  }

  @Test("are shown to their owner alone, the asking one first, and neither half ones nor those that are over")
  func shown() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.session(of: DemoCast.paul, stage: .secondFactor)
      _ = try await test.visitor(DemoCast.amira, to: .account)
      let shown = try await sessions(here, test)
      #expect(shown.map(\.isOwn) == [true, false])
      test.clock.advance(by: 366 * 86_400)
      let after = try await sessions(try await test.visitor(DemoCast.paul, to: .account), test)
      #expect(after.map(\.isOwn) == [true])
    }
  }

  @Test("end one by one or all but this, on every server with the next request")
  func ended() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let elsewhere = try await test.visitor(DemoCast.paul, to: .account)
      let second = try test.anotherServer()
      _ = try await second.ask(there, .nothing)
      let other = try #require(try await sessions(there, test).first)
      try await test.clinic.endSession(other.id, by: here)
      await #expect(throws: Refusal.unauthenticated) { try await second.ask(there, .nothing) }
      _ = try await second.ask(elsewhere, .nothing)
      try await test.clinic.endOtherSessions(by: here)
      await #expect(throws: Refusal.unauthenticated) { try await second.ask(elsewhere, .nothing) }
      _ = try await second.ask(here, .nothing)
      await second.close()
    }
  }

  @Test("are ended only by who has proved themselves lately")
  func unconfirmed() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let other = try #require(try await sessions(there, test).first)
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.endSession(other.id, by: here) }
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.endOtherSessions(by: here) }
      _ = try await test.clinic.ask(there, .nothing)
    }
  }

  @Test("of somebody else can't be ended, whoever knows their name")
  func foreign() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      let hers = try #require(try await sessions(amira, test).first)
      for thief in [DemoCast.paul, DemoCast.lucie] {
        try await test.clinic.endSession(hers.id, by: try await test.visitor(thief, to: .account))
      }
      _ = try await test.clinic.ask(amira, .nothing)
    }
  }

  @Test("change their token with the password; the old one is worth nothing, and the others end")
  func passwordChanged() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let session = try #require(
        try await test.clinic.changePassword(
          from: DemoCast.paul.password, to: "seven quiet otters", language: "en", by: here))
      for old in [here, there] {
        await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(old, .nothing) }
      }
      _ = try await test.clinic.ask(try test.visitor(session, .signedIn, to: .account), .nothing)
    }
  }

  @Test("left open are no place to guess the password at leisure")
  func guessing() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      for _ in 0..<6 {
        let session = try await test.clinic.changePassword(
          from: "not his password", to: "seven quiet otters", language: "en", by: here)
        #expect(session == nil)
      }
      await #expect(throws: Refusal.guessedTooOften(seconds: 2)) {
        try await test.clinic.changePassword(
          from: DemoCast.paul.password, to: "seven quiet otters", language: "en", by: here)
      }
    }
  }
}
