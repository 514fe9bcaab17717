import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Two newcomers of Riverside with an account and a visit each; the second also waits for an earlier time and has a child.
struct Pair {
  let test: TestClinic
  let kept: ID<Patient>
  let gone: ID<Patient>
  let keptVisitor: Visitor
  let goneVisitor: Visitor
  let dana: Visitor

  init(_ test: TestClinic) async throws {
    self.test = test
    dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
    keptVisitor = try await test.newcomer(at: test.riverside, to: .booking)
    goneVisitor = try await test.newcomer(at: test.riverside, to: .booking)
    let visitors = [keptVisitor, goneVisitor]
    var ids: [ID<Patient>] = []
    for visitor in visitors {
      let found = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          SELECT p.id FROM patient p JOIN session s ON s.account_id = p.account_id
           WHERE s.token_hash = \(visitor.tokenHash)
          """
        ])
      ids.append(try found[0].decode { row in try row.next(ID<Patient>.self) }[0])
    }
    (kept, gone) = (ids[0], ids[1])
    try await run(
      "UPDATE patient SET family_name = 'Newcomer1', phone = '+44 7700 900111' WHERE id = '\(kept)'")
    try await run(
      "UPDATE patient SET family_name = 'Newcomer2', phone = '+44 7700 900222' WHERE id = '\(gone)'")
    for visitor in visitors { try await book(by: visitor) }
    try await run(
      """
      INSERT INTO waitlist_entry (id, account_id, patient_id, service_id, until_day, created_at)
      SELECT gen_random_uuid(), p.account_id, p.id, s.id, '2026-06-01', '2026-03-01'
        FROM patient p, (SELECT id FROM healthcare_service ORDER BY id LIMIT 1) AS s WHERE p.id = '\(gone)'
      """)
    let child = try await test.patient(named: "Kit Child", at: test.riverside)
    try await run(
      """
      INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
      SELECT gen_random_uuid(), '\(child)', account_id, 'parent', '2026-03-01' FROM patient WHERE id = '\(gone)'
      """)
  }

  func run(_ statement: String) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: statement)")])
  }

  func texts(_ statement: String) async throws -> [String] {
    try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: statement)")])[0]
      .decode { row in try row.next(String.self) }
  }

  /// The first time that is free.
  func book(by visitor: Visitor) async throws {
    let offer = try #require(try await test.offers().first)
    _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
  }

  /// Two doctors, one time.
  func bookAtOnce() async throws {
    let offers = try await test.offersOfManyDoctors(2)
    for (offer, visitor) in zip(offers, [keptVisitor, goneVisitor]) {
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
    }
  }

  func seen() async throws -> String {
    try await test.clinic.ask(dana, .mergeSides(kept, gone, by: dana, at: test.clock.now)).answer.edition
  }

  func merge(
    _ id: ID<PatientMerge>, taking taken: Set<MergeField>, account: Bool, seen: String? = nil
  ) async throws {
    let edition: String
    if let seen { edition = seen } else { edition = try await self.seen() }
    try await test.clinic.merge(
      NewPatientMerge(kept: kept, gone: gone, taken: taken, takesAccount: account, seen: edition), id,
      by: dana)
  }

  /// In order of when they were made.
  func owner(of table: String) async throws -> [ID<Patient>] {
    try await texts("SELECT patient_id::text FROM \(table) ORDER BY id").compactMap { ID<Patient>($0) }
  }

  func nameOfVisitor(_ visitor: Visitor) async throws -> String? {
    try? await test.clinic.ask(visitor, .nothing).visit.account?.name
  }

  /// All rows of what a merge may touch, but for the sessions that it ends.
  func everything() async throws -> [String] {
    var all: [String] = []
    for table in [
      "patient", "appointment", "occupancy", "queue_ticket", "waitlist_entry", "related_person", "account",
    ] {
      all += try await texts("SELECT to_jsonb(t)::text FROM \(table) t ORDER BY id")
    }
    return all
  }
}
