import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Whoever reads a letter about an appointment")
struct LetterReaderTests {
  /// Riverside's, in which each case changes one thing. Paul has an account and two children: Léo's first parent is he, and
  /// the second is Nora; Ada's only one is Nora.
  private struct Family {
    let test: TestClinic
    let (paul, nora): (UUID, UUID)
    let (leo, ada): (UUID, UUID)

    static func settled(in test: TestClinic) async throws -> Family {
      let riverside = test.riverside
      let nora = UUID()
      let paul = try #require(riverside.accounts[DemoCast.paul]).uuid
      let (leo, ada) = (
        try await test.patient(named: "Léo Fletcher", at: riverside).uuid,
        try await test.patient(named: "Ada Fletcher", at: riverside).uuid
      )
      let family = Family(test: test, paul: paul, nora: nora, leo: leo, ada: ada)
      try await family.change(
        """
        INSERT INTO account (id, email, password_hash, role, display_name, language, created_at)
        VALUES (\(nora), 'nora@mail.example', '', 'patient', 'Nora', 'fr', \(test.clock.now))
        """)
      try await family.change("UPDATE patient SET birth_date = '2016-03-07' WHERE id IN (\(leo), \(ada))")
      for (number, (child, parent)) in [(leo, paul), (leo, nora), (ada, nora)].enumerated() {
        try await family.change(
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          VALUES (gen_random_uuid(), \(child), \(parent), 'parent', \(test.clock.now + Double(number)))
          """)
      }
      return family
    }

    func change(_ statement: SQL) async throws {
      _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
    }

    func close(_ account: UUID) async throws {
      try await change("UPDATE account SET disabled_at = now(), closed_at = now() WHERE id = \(account)")
    }

    /// Where a letter about an appointment of a patient goes, and in which language.
    func reader(of patient: UUID, bookedBy booker: UUID?) async throws -> String {
      let rows = try await test.clinic.database.pipeline([
        .entering(test.riverside.id),
        """
        SELECT coalesce(\(LetterReader.email(of: "pt")), 'nobody'), \(LetterReader.language),
               coalesce(\(LetterReader.address(of: "pt", bookedBy: "\(booker)", at: test.clock.now)), 'nobody')
          FROM patient pt \(LetterReader.joined(of: "pt", bookedBy: "\(booker)", at: test.clock.now))
         WHERE pt.id = \(patient)
        """,
      ])
      let (email, language, address) = try rows[1].decode { row in
        (try row.next(String.self), try row.next(String.self), try row.next(String.self))
      }[0]
      #expect(email == address)
      return language.isEmpty ? email : "\(email) \(language)"
    }
  }

  private func using(_ body: @Sendable (Family) async throws -> Void) async throws {
    try await TestClinic.using { test in try await body(try await Family.settled(in: test)) }
  }

  @Test("is the patient with an account, whoever booked, and nobody once it is closed")
  func own() async throws {
    try await using { family in
      let patient = family.test.riverside.patient.uuid
      for booker in [family.paul, family.nora, nil] {
        #expect(try await family.reader(of: patient, bookedBy: booker) == "\(DemoCast.paul.email) en")
      }
      try await family.change("UPDATE patient SET email = 'desk@mail.example' WHERE id = \(patient)")
      try await family.close(family.paul)
      #expect(try await family.reader(of: patient, bookedBy: family.paul) == "nobody")
    }
  }

  @Test("of a child is the parent who booked, else the first of the parents")
  func child() async throws {
    try await using { family in
      #expect(try await family.reader(of: family.leo, bookedBy: family.nora) == "nora@mail.example fr")
      #expect(try await family.reader(of: family.leo, bookedBy: family.paul) == "\(DemoCast.paul.email) en")
      #expect(try await family.reader(of: family.leo, bookedBy: nil) == "\(DemoCast.paul.email) en")
      // Not who is no parent, though they booked.
      #expect(try await family.reader(of: family.ada, bookedBy: family.paul) == "nora@mail.example fr")
      try await family.close(family.paul)
      #expect(try await family.reader(of: family.leo, bookedBy: family.paul) == "nora@mail.example fr")
    }
  }

  @Test("of a grown child is no parent any more, from the birthday on")
  func grown() async throws {
    try await using { family in
      try await family.change("UPDATE patient SET birth_date = '2008-03-03' WHERE id = \(family.leo)")
      // Monday 2 March 2026: one day is left.
      #expect(try await family.reader(of: family.leo, bookedBy: family.paul) == "\(DemoCast.paul.email) en")
      family.test.clock.advance(by: 86_400)
      #expect(try await family.reader(of: family.leo, bookedBy: family.paul) == "nobody")
      try await family.change("UPDATE patient SET email = 'leo@mail.example' WHERE id = \(family.leo)")
      #expect(try await family.reader(of: family.leo, bookedBy: family.paul) == "leo@mail.example")
    }
  }

  @Test("of who has neither account nor parent is the address that the clinic noted, else nobody")
  func noted() async throws {
    try await using { family in
      let greta = try await family.test.patient(named: "Greta Lind", at: family.test.riverside).uuid
      #expect(try await family.reader(of: greta, bookedBy: nil) == "nobody")
      try await family.change("UPDATE patient SET email = 'greta@mail.example' WHERE id = \(greta)")
      #expect(try await family.reader(of: greta, bookedBy: nil) == "greta@mail.example")
    }
  }
}
