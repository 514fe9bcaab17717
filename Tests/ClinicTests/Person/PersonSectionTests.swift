import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What is known of a person")
struct PersonSectionTests {
  private static let around = Surroundings(currency: "", today: Day(iso: "2026-03-02") ?? .first)

  static func contact(_ number: Int) -> [String] { ["Ada \(number)", "friend", "+44 7700 90011\(number)"] }
  static func cover(_ number: String, order: Int = 1, from: String = "", until: String = "") -> [String] {
    ["Blue Shield", number, "Gold", "self", "\(order)", from, until]
  }

  /// A section as somebody sees it, with what they typed instead.
  static func draft<S: PersonSection>(
    _: S.Type, of id: ID<Patient>, by visitor: Visitor, _ test: TestClinic, _ typed: [String: Texts]
  ) async throws -> EntryDraft<S> {
    let found = try await test.ask(
      visitor, test.clinic.section(S.self, of: id, by: visitor, at: test.clock.now))
    let texts = try #require(found).texts(in: around)
    return EntryDraft(id, texts: texts.merging(typed) { $1 }, seen: texts.mapValues(\.fingerprint))
  }

  private func keep<S: PersonSection>(
    _: S.Type, of id: ID<Patient>, by visitor: Visitor, _ test: TestClinic, _ typed: [String: Texts]
  ) async throws {
    try await test.clinic.keep(try await Self.draft(S.self, of: id, by: visitor, test, typed), by: visitor)
  }

  static func paul(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
  }

  static func ben(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepPatients))
  }

  @Test("is kept whole, section by section, and read again as it was written")
  func kept() async throws {
    try await TestClinic.using { test in
      let (paul, id) = (try await Self.paul(test), test.riverside.patient)
      let contacts: Texts = .rows([Self.contact(1), Self.contact(2)])
      let cover: Texts = .rows([
        Self.cover("AB-1234567", from: "2026-01-01", until: "2026-12-31"), Self.cover("77", order: 2),
      ])
      try await keep(ContactsSection.self, of: id, by: paul, test, ["contacts": contacts])
      try await keep(CoverageSection.self, of: id, by: paul, test, ["coverage": cover])
      try await keep(
        NeedsSection.self, of: id, by: paul, test,
        [
          "needs": .several(["sign-language", "wheelchair"]), "sign": .one("bfi"),
          "note": .one("Lift\nplease"),
        ])
      try await keep(
        LanguagesSection.self, of: id, by: paul, test,
        ["preferred": .one("fr"), "second": .one("en"), "interpreter": .one("yes")])
      func texts<S: PersonSection>(_: S.Type) async throws -> [String: Texts] {
        try #require(
          try await test.ask(paul, test.clinic.section(S.self, of: id, by: paul, at: test.clock.now))
        ).texts(in: Self.around)
      }
      #expect(try await texts(ContactsSection.self) == ["contacts": contacts])
      #expect(try await texts(CoverageSection.self) == ["coverage": cover])
      #expect(
        try await texts(NeedsSection.self) == [
          "needs": .several(["wheelchair", "sign-language"]), "sign": .one("bfi"),
          "note": .one("Lift\nplease"),
        ])
      #expect(try await texts(LanguagesSection.self)["second"] == .one("en"))
      let needs = try await test.ask(paul, .ownNeeds)
      #expect(needs == [.need(.wheelchair), .signLanguage(.british), .interpreter(.fr), .note])
    }
  }

  @Test("is its owner's, a parent's and the staff's, and nobody else's")
  func whose() async throws {
    try await TestClinic.using { test in
      let (paul, ben, id) = (try await Self.paul(test), try await Self.ben(test), test.riverside.patient)
      let stranger = Visitor(
        host: test.riverside.host,
        tokenHash: (try await test.newcomer(at: test.riverside, to: .ownRecord)).tokenHash,
        access: .may(.seeOwnRecord), purpose: .ownRecord, requestID: "r")
      let child = ID<Patient>(UUID())
      try await test.clinic.add(
        NewChild(givenName: "Léo", familyName: "Fletcher", birthDate: Day(iso: "2016-02-29") ?? .first),
        child,
        by: try await test.visitor(DemoCast.paul, to: .account))
      for patient in [id, child] {
        let found = try await test.ask(
          stranger, test.clinic.section(NameSection.self, of: patient, by: stranger, at: test.clock.now))
        #expect(found == nil)
        let draft = EntryDraft<ContactsSection>(patient, texts: ["contacts": .rows([Self.contact(1)])])
        await #expect(throws: Refusal.unknown) { try await test.clinic.keep(draft, by: stranger) }
        try await keep(
          ContactsSection.self, of: patient, by: paul, test, ["contacts": .rows([Self.contact(2)])])
        try await keep(
          ContactsSection.self, of: patient, by: ben, test, ["contacts": .rows([Self.contact(3)])])
      }
      let history = try #require(
        try await test.ask(ben, .history(of: child, after: nil, by: ben, at: test.clock.now)))
      #expect(history.changes.map(\.origin) == [.staff, .parent])
      #expect(
        try await test.ask(stranger, .history(of: child, after: nil, by: stranger, at: test.clock.now)) == nil
      )
    }
  }

  @Test("tells who is second, and loses nothing: what they had not touched takes the other's")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let (paul, ben, id) = (try await Self.paul(test), try await Self.ben(test), test.riverside.patient)
      let mine = try await Self.draft(NeedsSection.self, of: id, by: paul, test, ["note": .one("mine")])
      try await keep(NeedsSection.self, of: id, by: ben, test, ["note": .one("theirs")])
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await test.clinic.keep(mine, by: paul) }
      #expect(try await test.count("patient WHERE need_note = 'theirs'") == 1)
      // Two who want the same are of one mind.
      let same = try await Self.draft(NeedsSection.self, of: id, by: paul, test, ["note": .one("both")])
      try await keep(NeedsSection.self, of: id, by: ben, test, ["note": .one("both")])
      try await test.clinic.keep(same, by: paul)
      // The same holds of the patient's own forms.
      let own = try #require(
        try await test.ask(try await test.visitor(DemoCast.paul, to: .account), .ownPatient))
      try await keep(ReachSection.self, of: id, by: ben, test, ["phone": .one("+44 7700 900555")])
      var contact = own.contact
      contact.phone = "+44 7700 900666"
      let account = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await test.clinic.change(contact, seen: own.contact.edition, by: account)
      }
      try await keep(NameSection.self, of: id, by: ben, test, ["given": .one("Paulo")])
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        var profile = own.profile
        profile.preferredName = "P"
        try await test.clinic.change(profile, seen: own.profile.edition, by: account)
      }
      #expect(try await test.clinic.ask(account, .nothing).visit.account?.name == "Paulo Fletcher")
    }
  }

  @Test(
    "keeps what was changed, from what to what, by whom and when; nothing is noted of what stays as it was")
  func history() async throws {
    try await TestClinic.using { test in
      let (paul, ben, id) = (try await Self.paul(test), try await Self.ben(test), test.riverside.patient)
      try await keep(NameSection.self, of: id, by: ben, test, ["given": .one("Pol")])
      try await keep(NameSection.self, of: id, by: ben, test, [:])
      test.clock.advance(by: 60)
      try await keep(
        CoverageSection.self, of: id, by: paul, test, ["coverage": .rows([Self.cover("AB-1234567")])])
      let account = try await test.visitor(DemoCast.paul, to: .account)
      test.clock.advance(by: 60)
      let own = try #require(try await test.ask(account, .ownPatient))
      var contact = own.contact
      contact.phone = "+44 7700 900666"
      try await test.clinic.change(contact, by: account)
      let found = try #require(
        try await test.ask(paul, .history(of: id, after: nil, by: paul, at: test.clock.now)))
      try #require(found.changes.count == 3)
      #expect(found.changes.map(\.part) == [.reach, .coverage, .name] && found.last == nil)
      #expect(found.changes.map(\.origin) == [.own, .own, .staff])
      #expect(found.changes[2].name == "Ben Carter" && found.changes[2].role == .frontDesk)
      #expect(found.changes[2].fields == [PatientChange.Field(field: "given", before: "Paul", after: "Pol")])
      #expect(found.changes[1].fields[0].after.contains("•••• 4567"))
      #expect(!found.changes[1].fields[0].after.contains("1234567"))
      #expect(found.changes[0].fields[0].after == "+44 7700 900666")
      // The audit log has that it was done, and what, but no values.
      #expect(
        try await test.count(
          "audit_event WHERE act = 'patient-changed' AND changed = '{given-name}' AND detail = '' AND entity = '\(id)'"
        )
          == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'patient-changed' AND changed = '{coverage}'") == 1)
    }
  }

  @Test("has limits, with the last that is taken and the first that is not")
  func limits() async throws {
    try await TestClinic.using { test in
      let (paul, id) = (try await Self.paul(test), test.riverside.patient)
      try await keep(
        ContactsSection.self, of: id, by: paul, test, ["contacts": .rows((1...5).map(Self.contact))])
      try await keep(
        CoverageSection.self, of: id, by: paul, test,
        ["coverage": .rows((1...4).map { Self.cover("N\($0)", order: $0) })])
      try await keep(
        NeedsSection.self, of: id, by: paul, test, ["note": .one(String(repeating: "é", count: 500))])
      try await keep(
        ContactsSection.self, of: id, by: paul, test,
        ["contacts": .rows([[String(repeating: "é", count: 100), "other", "+44 7700 900111"]])])
      func refuses<S: PersonSection>(_: S.Type, _ typed: [String: Texts], at field: String) async {
        do {
          try await keep(S.self, of: id, by: paul, test, typed)
          Issue.record("\(S.part): \(typed) was kept")
        } catch Refusal.invalid(let problems) {
          #expect(problems.map(\.field) == [field])
        } catch {
          Issue.record(error)
        }
      }
      await refuses(ContactsSection.self, ["contacts": .rows((1...6).map(Self.contact))], at: "contacts")
      await refuses(
        ContactsSection.self,
        ["contacts": .rows([[String(repeating: "é", count: 101), "other", "+44 7700 900111"]])],
        at: "contacts.0.name")
      await refuses(
        ContactsSection.self, ["contacts": .rows([["Ada", "other", ""]])], at: "contacts.0.phone")
      await refuses(
        CoverageSection.self, ["coverage": .rows((1...5).map { Self.cover("N\($0)", order: 1) })],
        at: "coverage")
      await refuses(
        CoverageSection.self, ["coverage": .rows([Self.cover("N", order: 5)])], at: "coverage.0.order")
      await refuses(
        CoverageSection.self, ["coverage": .rows([Self.cover("N", from: "2026-02-02", until: "2026-02-01")])],
        at: "coverage.0.until")
      await refuses(NeedsSection.self, ["note": .one(String(repeating: "é", count: 501))], at: "note")
      await refuses(NeedsSection.self, ["needs": .several(["sign-language"]), "sign": .one("")], at: "sign")
      await refuses(NeedsSection.self, ["sign": .one("bfi")], at: "needs")
      await refuses(NeedsSection.self, ["needs": .several(["wings"])], at: "needs")
      await refuses(LanguagesSection.self, ["second": .one("fr")], at: "preferred")
      await refuses(LanguagesSection.self, ["preferred": .one("fr"), "third": .one("fr")], at: "third")
      await refuses(ReachSection.self, ["email": .one("other@example.com")], at: "email")
    }
  }

  @Test("keeps numbers of insurance sealed, each in its own place")
  func sealed() async throws {
    try await TestClinic.using { test in
      let (paul, id) = (try await Self.paul(test), test.riverside.patient)
      try await keep(
        CoverageSection.self, of: id, by: paul, test,
        ["coverage": .rows([Self.cover("SECRET-1"), Self.cover("SECRET-2", order: 2)])])
      #expect(try await test.count("coverage WHERE encode(subscriber_id, 'escape') LIKE '%SECRET%'") == 0)
      _ = try await test.database.asSuperuser(
        "UPDATE coverage a SET subscriber_id = b.subscriber_id FROM coverage b WHERE a.position = 1 AND b.position = 2"
      )
      await #expect(throws: SecretFault.notAuthentic) {
        try await test.ask(
          paul, test.clinic.section(CoverageSection.self, of: id, by: paul, at: test.clock.now))
      }
    }
  }

  @Test("says what it lacks, until it is said")
  func gaps() async throws {
    try await TestClinic.using { test in
      let (paul, id) = (try await Self.paul(test), test.riverside.patient)
      func gaps() async throws -> [ProfileGap] {
        try await test.ask(paul, .profileGaps(by: paul, at: test.clock.now))
      }
      #expect(Set(try await gaps()).isSuperset(of: [.contacts, .languages, .needs, .coverage]))
      try await keep(ContactsSection.self, of: id, by: paul, test, ["contacts": .rows([Self.contact(1)])])
      // That nothing is needed is said, too.
      try await keep(NeedsSection.self, of: id, by: paul, test, [:])
      #expect(Set(try await gaps()).isDisjoint(with: [.contacts, .needs]))
    }
  }

  @Test("is not changed of a record that is out of use")
  func retired() async throws {
    try await TestClinic.using { test in
      let (ben, id) = (try await Self.ben(test), test.riverside.patient)
      _ = try await test.database.asSuperuser("UPDATE patient SET retired_at = now() WHERE id = \(id)")
      await #expect(throws: Refusal.conflict(.recordRetired)) {
        try await keep(NeedsSection.self, of: id, by: ben, test, ["note": .one("x")])
      }
    }
  }
}
