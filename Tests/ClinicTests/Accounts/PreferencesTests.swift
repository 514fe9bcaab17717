import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("An account's preferences")
struct PreferencesTests {
  private func own(_ visitor: Visitor, _ test: TestClinic) async throws -> OwnAccount {
    try #require(try await test.ask(visitor, .ownAccount))
  }

  @Test("are a language and a time zone, noted when they change")
  func languageAndZone() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.choose(language: "fr", timeZone: "Asia/Tokyo", by: paul)
      try await test.clinic.choose(language: "fr", timeZone: "Asia/Tokyo", by: paul)
      let chosen = try await own(paul, test)
      #expect(chosen.language == "fr" && chosen.timeZone == "Asia/Tokyo")
      try await test.clinic.choose(language: "fr", timeZone: nil, by: paul)
      #expect(try await own(paul, test).timeZone == nil)
      let noted = try await test.ask(paul, .ownSecurityEvents).filter {
        $0.act == .languageChosen
      }
      #expect(Set(noted.map(\.changed)) == [[.language, .timeZone], [.timeZone]])
      #expect(noted.count == 2)
    }
  }

  @Test(
    "are no zone that the database of time zones does not have",
    arguments: ["Europe/Atlantis", "../etc/passwd", "zone.tab", "Europe"])
  func unknownZone(zone: String) async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.invalid([Problem("zone", "problem.choose")])) {
        try await test.clinic.choose(language: "en", timeZone: zone, by: paul)
      }
      #expect(try await own(paul, test).timeZone == nil)
    }
  }

  @Test("say in which language letters come")
  func letters() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.choose(language: "fr", timeZone: nil, by: paul)
      try await test.clinic.changeAddress(to: "new@example.com", by: paul)
      #expect(try await test.letters().first?.language == "fr")
    }
  }

  @Test("are the letters that their owner wants, of those that can be chosen; the others come all the same")
  func notices() async throws {
    for wanted in [SecurityNotice.guesses, .newBrowser] {
      try await TestClinic.using { test in
        let paul = try await test.visitor(DemoCast.paul, to: .account)
        #expect(try await own(paul, test).letters.notices == [.newBrowser, .guesses])
        // What can't be chosen is not turned on or off by it.
        var letters = try await own(paul, test).letters
        for kind in [NotificationKind.newBrowser, .guesses] {
          letters.channels[kind] = kind.rawValue == wanted.rawValue ? .mail : NotificationKind.Channel.none
        }
        try await test.clinic.choose(letters, by: paul)
        #expect(try await own(paul, test).letters.notices == [wanted])
        let account = try #require(try await test.clinic.ask(paul, .nothing).visit.account?.id)
        try await test.clinic.open(paul) { records in
          try await records.finish(
            .read, of: nil,
            [
              try records.tell(.guesses, to: account), try records.tell(.newBrowser, to: account),
              try records.tell(.accountDisabled, to: account),
            ])
        }
        let told = try await test.letters().compactMap { $0.values["notice"] }
        #expect(Set(told) == [wanted.rawValue, "account-disabled"])
        let noted = try await test.ask(paul, .ownSecurityEvents).first {
          $0.act == .lettersChosen
        }
        #expect(noted?.changed == [wanted == .guesses ? .newBrowserLetters : .guessesLetters])
      }
    }
  }
}
