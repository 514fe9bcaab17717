import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Handing a record over")
struct HandoverTests {
  @Test(
    "ends what a parent may at the clinic's own age, at midnight by the clinic's clocks",
    arguments: [12, 15, 18])
  func age(_ years: Int) async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      // In summer the clinic's midnight is an hour before UTC's.
      try await home.own("UPDATE tenant SET handover_age = \(Int32(years))")
      let birth = try #require(Day(iso: "\(2026 - years)-07-10"))
      try await home.own(
        "UPDATE patient SET birth_date = \("\(birth)")::text::date WHERE id = \(home.leo.uuid)")
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let midnight = zone.interval(of: try #require(Day(iso: "2026-07-10"))).lowerBound
      test.clock.advance(by: midnight.timeIntervalSince(home.now) - 1)
      #expect(try await test.ask(home.paul, .children(at: home.now)).count == 1)
      #expect(try await home.mayBook(home.paul).count == 1)
      test.clock.advance(by: 1)
      #expect(try await test.ask(home.paul, .children(at: home.now)).isEmpty)
      #expect(try await home.mayBook(home.paul).isEmpty)
    }
  }

  @Test(
    "can't be chosen below twelve or above eighteen",
    arguments: [(11, false), (12, true), (18, true), (19, false)])
  func bounds(_ years: Int, _ isAllowed: Bool) async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      #expect(
        await succeeds { try await home.own("UPDATE tenant SET handover_age = \(Int32(years))") } == isAllowed
      )
    }
  }

  @Test("adds no child who would be handed over already")
  func tooOld() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.own("UPDATE tenant SET handover_age = 14")
      func child(_ birth: String) throws -> NewChild {
        NewChild(givenName: "Mia", familyName: "Fletcher", birthDate: try #require(Day(iso: birth)))
      }
      await #expect(throws: Refusal.invalid([Problem("birth", "problem.child-handed-over")])) {
        try await test.clinic.add(try child("2012-03-01"), ID(UUID()), by: home.paul)
      }
      try await test.clinic.add(try child("2012-12-01"), ID(UUID()), by: home.paul)
    }
  }

  @Test("is told to each parent two months and a week before, once each, and not to who is late twice")
  func notices() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      _ = try await home.grant(of: home.leo)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let day = try #require(Day(iso: "2026-07-10"))
      try await home.own("UPDATE patient SET birth_date = '2008-07-10' WHERE id = \(home.leo.uuid)")
      let end = zone.interval(of: day).lowerBound
      test.clock.advance(by: end.timeIntervalSince(home.now) - 60 * 86_400 - 1)
      try await test.clinic.tellOfHandovers(test.riverside.id)
      #expect(try await home.letters(.handoverNear).isEmpty)
      test.clock.advance(by: 1)
      for _ in 0..<2 { try await test.clinic.tellOfHandovers(test.riverside.id) }
      #expect(Set(try await home.letters(.handoverNear)) == [DemoCast.paul.email, home.nadiasAddress])
      #expect(try await home.letters(.handoverNear).count == 2)
      test.clock.advance(by: 53 * 86_400 - 1)
      try await test.clinic.tellOfHandovers(test.riverside.id)
      #expect(try await home.letters(.handoverNear).count == 2)
      test.clock.advance(by: 1)
      for _ in 0..<2 { try await test.clinic.tellOfHandovers(test.riverside.id) }
      #expect(try await home.letters(.handoverNear).count == 4)
      test.clock.advance(by: 8 * 86_400)
      try await test.clinic.tellOfHandovers(test.riverside.id)
      #expect(try await home.letters(.handoverNear).count == 4)
      #expect(try await test.count("audit_event WHERE act = 'handover-told'") == 4)
    }
  }

  @Test(
    "lets the desk invite the young adult as early as parents are told; the account is made from the day on")
  func early() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      try await home.own("UPDATE patient SET birth_date = '2008-07-10' WHERE id = \(home.leo.uuid)")
      let end = zone.interval(of: try #require(Day(iso: "2026-07-10"))).lowerBound
      func invite() async throws {
        try await test.clinic.inviteOwner(of: home.leo, email: "leo@example.com", by: home.ben)
      }
      test.clock.advance(by: end.timeIntervalSince(home.now) - 60 * 86_400 - 1)
      await #expect(throws: Refusal.conflict(.otherState)) { try await invite() }
      test.clock.advance(by: 1)
      try await invite()
      let token = try await secret(of: test)
      let door = test.visitor(Token(from: .system), at: test.riverside, to: .signUp, access: .anyone)
      func accept(_ birth: String) async throws -> NewSession? {
        try await test.clinic.accept(
          token,
          Acceptance(
            password: "orange kettle winter", patient: nil, birthDate: Day(iso: birth), language: "en"),
          by: door)
      }
      test.clock.advance(by: 60 * 86_400 - 1)
      // Who knows the date is told to wait, as often as they like; who does not learns nothing by the day.
      for _ in 0..<6 {
        await #expect(throws: Refusal.invalid([Problem("birth", "problem.invitation-early")])) {
          _ = try await accept("2008-07-10")
        }
      }
      await #expect(throws: Refusal.invalid([Problem("birth", "problem.invitation-birth")])) {
        _ = try await accept("2008-07-11")
      }
      #expect(try await test.count("account WHERE email = 'leo@example.com'") == 0)
      #expect(try await home.mayBook(home.paul).count == 1)
      // The link's seven days begin at the day.
      test.clock.advance(by: 7 * 86_400)
      #expect(try await accept("2008-07-10") != nil)
      #expect(try await home.mayBook(home.paul).isEmpty)
    }
  }

  @Test("gives the young adult an account by the desk's letter, for this very record, by their date of birth")
  func owner() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.inviteOwner(of: home.leo, email: "leo@example.com", by: home.ben)
      }
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.inviteOwner(of: home.pauls, email: "paul2@example.com", by: home.ben)
      }
      try await home.own("UPDATE patient SET birth_date = '2007-01-02' WHERE id = \(home.leo.uuid)")
      await #expect(throws: Refusal.invalid([Problem("email", "problem.invite-account")])) {
        try await test.clinic.inviteOwner(of: home.leo, email: DemoCast.paul.email, by: home.ben)
      }
      try await test.clinic.inviteOwner(of: home.leo, email: "leo@example.com", by: home.ben)
      let token = try await secret(of: test)
      let door = test.visitor(Token(from: .system), at: test.riverside, to: .signUp, access: .anyone)
      #expect(try await test.clinic.invitation(token, by: door).1?.isForRecord == true)
      func accept(_ birth: String) async throws -> NewSession? {
        try await test.clinic.accept(
          token,
          Acceptance(
            password: "orange kettle winter", patient: nil, birthDate: Day(iso: birth), language: "en"),
          by: door)
      }
      for _ in 0..<4 {
        await #expect(throws: Refusal.invalid([Problem("birth", "problem.invitation-birth")])) {
          _ = try await accept("2007-01-03")
        }
      }
      #expect(try await accept("2007-01-02") != nil)
      let owners = try await test.database.asSuperuser(
        "SELECT a.email FROM patient p JOIN account a ON a.id = p.account_id WHERE p.id = \(home.leo.uuid)"
      ).decode { row in try row.next(String.self) }
      #expect(owners == ["leo@example.com"])
      #expect(try await test.count("patient WHERE given_name = 'Léo'") == 1)
      #expect(try await home.mayBook(home.paul).isEmpty)
      // Not even by a later date of birth, or a higher age of the clinic's.
      try await home.own("UPDATE patient SET birth_date = '2015-01-02' WHERE id = \(home.leo.uuid)")
      #expect(try await home.mayBook(home.paul).isEmpty)
    }
  }

  @Test("is not opened by a link with which five wrong dates were tried")
  func guesses() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.own("UPDATE patient SET birth_date = '2007-01-02' WHERE id = \(home.leo.uuid)")
      try await test.clinic.inviteOwner(of: home.leo, email: "leo@example.com", by: home.ben)
      let token = try await secret(of: test)
      let door = test.visitor(Token(from: .system), at: test.riverside, to: .signUp, access: .anyone)
      for _ in 0..<5 {
        _ = try? await test.clinic.accept(
          token,
          Acceptance(
            password: "orange kettle winter", patient: nil, birthDate: Day(iso: "2007-01-03"), language: "en"),
          by: door)
      }
      let late = try await test.clinic.accept(
        token,
        Acceptance(
          password: "orange kettle winter", patient: nil, birthDate: Day(iso: "2007-01-02"), language: "en"),
        by: door)
      #expect(late == nil)
      #expect(try await test.count("account WHERE email = 'leo@example.com'") == 0)
    }
  }

  @Test("begins anew with five dates when the invitation is sent again")
  func guessesAnew() async throws {
    try await TestClinic.using { test in
      let home = try await Household(test)
      try await home.own("UPDATE patient SET birth_date = '2007-01-02' WHERE id = \(home.leo.uuid)")
      try await test.clinic.inviteOwner(of: home.leo, email: "leo@example.com", by: home.ben)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      let id: ID<Invitation> = try await test.database.asSuperuser("SELECT id FROM invitation").decode {
        try $0.next()
      }[0]
      let door = test.visitor(Token(from: .system), at: test.riverside, to: .signUp, access: .anyone)
      func guess(_ birth: String, _ token: Token) async throws -> NewSession? {
        try await test.clinic.accept(
          token,
          Acceptance(
            password: "orange kettle winter", patient: nil, birthDate: Day(iso: birth), language: "en"),
          by: door)
      }
      // After five the newer link is as good as the first was: four wrong ones, then the right one.
      for wrong in [5, 4] {
        let token = try await secret(of: test)
        for _ in 0..<wrong { _ = try? await guess("2007-01-03", token) }
        #expect(try await guess("2007-01-02", token) != nil || wrong == 5)
        if wrong == 5 { try await test.clinic.sendAgain(id, by: dana) }
      }
      #expect(try await test.count("account WHERE email = 'leo@example.com'") == 1)
    }
  }

  /// The secret of the only invitation, as its letter has it.
  private func secret(of test: TestClinic) async throws -> Token {
    let token = Token(from: .system)
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid, ["UPDATE invitation SET token_hash = \(token.hash)"])
    return token
  }
}
