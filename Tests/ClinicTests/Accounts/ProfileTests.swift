import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A profile")
struct ProfileTests {
  private let wang = PatientProfile(
    familyName: "Wang", givenName: "Xiaoming", preferredName: "Ming",
    furtherNames: [
      HumanName(use: .official, family: "王", given: ["小明"], language: LanguageTag(rawValue: "zh-hans")),
      HumanName(use: .maiden, family: "Ó Briain", given: [], language: nil),
    ], gender: .other)

  private func patient(_ visitor: Visitor, _ test: TestClinic) async throws -> OwnPatient? {
    try await test.ask(visitor, .ownPatient)
  }

  private func events(_ visitor: Visitor, _ test: TestClinic) async throws -> [SecurityEvent] {
    try await test.ask(visitor, .ownSecurityEvents)
  }

  @Test("is kept whole, in every script, and the account is called by the preferred name")
  func kept() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let before = try #require(try await patient(paul, test))
      try await test.clinic.change(wang, by: paul)
      let after = try #require(try await patient(paul, test))
      #expect(after.profile == wang)
      #expect(after.profile.furtherNames.map(\.text) == ["王小明", "Ó Briain"])
      #expect(after.contact == before.contact && after.birthDate == before.birthDate)
      let (visit, name) = try await test.clinic.ask(paul, .myName)
      #expect(visit.account?.name == "Ming Wang")
      #expect(name == "Xiaoming Wang")
    }
  }

  @Test("without a preferred name calls the account by the given one")
  func notPreferred() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.change(wang, by: paul)
      var plain = wang
      plain.preferredName = ""
      try await test.clinic.change(plain, by: paul)
      #expect(try await test.clinic.ask(paul, .nothing).visit.account?.name == "Xiaoming Wang")
    }
  }

  @Test("is changed for nobody but whoever is signed in")
  func own() async throws {
    try await TestClinic.using { test in
      let other = try await test.newcomer(at: test.riverside, to: .account)
      let lucie = try await test.visitor(DemoCast.lucie, to: .account)
      let before = [try await patient(other, test)?.profile, try await patient(lucie, test)?.profile]
      try await test.clinic.change(wang, by: try await test.visitor(DemoCast.paul, to: .account))
      #expect([try await patient(other, test)?.profile, try await patient(lucie, test)?.profile] == before)
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      await #expect(throws: Refusal.unknown) { try await test.clinic.change(wang, by: amira) }
    }
  }

  @Test(
    "that changed is noted with what changed, and never with the names; one that did not change is not noted")
  func noted() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let old = try #require(try await patient(paul, test)?.profile)
      var new = old
      new.preferredName = "Pauly"
      new.furtherNames = wang.furtherNames
      try await test.clinic.change(new, by: paul)
      try await test.clinic.change(new, by: paul)
      let noted = try await events(paul, test).filter { $0.act == .profileChanged }
      #expect(noted.map(\.changed) == [[.preferredName, .furtherNames]])
      let rows = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT count(*) FROM audit_event AS a WHERE a::text LIKE '%Pauly%' OR a::text LIKE '%Briain%'"])
      #expect(try rows[0].decode { row in try row.next(Int.self) } == [0])
    }
  }

  @Test("of staff is the name that they are shown, and a patient's follows the record")
  func staff() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      try await test.clinic.change(displayName: "Dr A. Haddad", by: amira)
      try await test.clinic.change(displayName: "Dr A. Haddad", by: amira)
      #expect(try await test.clinic.ask(amira, .nothing).visit.account?.name == "Dr A. Haddad")
      #expect(
        try await events(amira, test).filter { $0.act == .profileChanged }.map(\.changed) == [[.displayName]])
      let doctor = try await test.ask(amira, .practitioner(test.riverside.doctor))
      #expect(doctor?.name == "Dr Amira Haddad")
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.forbidden) { try await test.clinic.change(displayName: "X", by: paul) }
    }
  }

  @Test("has phone and address, which change without the rest")
  func contact() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let before = try #require(try await patient(paul, test))
      var contact = before.contact
      contact.phone = "+44 7700 900999"
      try await test.clinic.change(contact, by: paul)
      try await test.clinic.change(contact, by: paul)
      contact.address = Address(line: ["1 Quay"], city: "Riverside", postalCode: "RV1", country: "UK")
      try await test.clinic.change(contact, by: paul)
      let after = try #require(try await patient(paul, test))
      #expect(after.contact == contact && after.profile == before.profile)
      let noted = try await events(paul, test).filter { $0.act == .contactChanged }
      #expect(Set(noted.map(\.changed)) == [[.phone], [.postalAddress]])
    }
  }

  @Test("of a record that the clinic made without an address has an empty one")
  func noAddress() async throws {
    try await TestClinic.using { test in
      let newcomer = try await test.newcomer(at: test.riverside, to: .account)
      let found = try #require(try await patient(newcomer, test))
      #expect(found.contact.address == Address(line: [], city: "", postalCode: "", country: ""))
    }
  }
}
