import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Paul, who has a record, Léo, who is his child, Nadia, whom he asks, and Ben at the desk.
struct Household {
  let test: TestClinic
  let paul: Visitor
  let nadia: Visitor
  let ben: Visitor
  let nadiasAddress: String
  let leo = ID<Patient>(UUID())

  init(_ test: TestClinic, leoBorn: String = "2016-02-29") async throws {
    self.test = test
    paul = try await test.visitor(DemoCast.paul, to: .account, access: .may(.bookForOneself))
    let token = try await test.newcomerSession(at: test.riverside)
    nadia = test.visitor(token, at: test.riverside, to: .account, access: .may(.bookForOneself))
    nadiasAddress = try await test.database.asSuperuser(
      "SELECT email FROM account WHERE id = (SELECT account_id FROM session WHERE token_hash = \(token.hash))"
    ).decode { row in try row.next(String.self) }[0]
    ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepPatients))
    try await test.clinic.add(
      NewChild(givenName: "Léo", familyName: "Fletcher", birthDate: try #require(Day(iso: leoBorn))), leo,
      by: paul)
  }

  var now: Date { test.clock.now }
  var pauls: ID<Patient> { test.riverside.patient }

  /// Paul asks somebody: Nadia, unless said otherwise.
  func ask(
    _ scopes: [FamilyScope] = [.book], until: Day? = nil, of patient: ID<Patient>? = nil, email: String? = nil
  ) async throws {
    try await test.clinic.invite(
      NewFamilyInvitation(
        patient: patient ?? pauls, email: email ?? nadiasAddress, scopes: scopes, until: until), by: paul)
  }

  func asked(_ visitor: Visitor) async throws -> [FamilyInvitation] {
    try await test.ask(visitor, .familyInvitations(at: now))
  }

  /// Paul asks Nadia, and she accepts.
  func grant(_ scopes: [FamilyScope] = [.book], until: Day? = nil, of patient: ID<Patient>? = nil)
    async throws
    -> FamilyTie
  {
    try await ask(scopes, until: until, of: patient)
    let id = try #require(try await asked(nadia).first).id
    try await test.clinic.accept(id, by: nadia)
    return try #require(try await ties(nadia).first)
  }

  /// What Nadia has, or another.
  func ties(_ visitor: Visitor) async throws -> [FamilyTie] {
    try await test.ask(visitor, .familyTies(at: now)).filter(\.isMine)
  }

  func family(of patient: ID<Patient>) async throws -> FamilyAtDesk {
    try #require(try await test.ask(ben, .family(of: patient, by: ben, at: now)))
  }

  func mayBook(_ visitor: Visitor) async throws -> [String] {
    try await test.ask(visitor, .othersToBookFor(at: now)).map(\.name)
  }

  func letters(_ kind: LetterKind) async throws -> [String] {
    try await test.database.asSuperuser(
      "SELECT recipient FROM outbox_message WHERE kind = \(kind.rawValue) ORDER BY created_at, recipient"
    ).decode { row in try row.next(String.self) }
  }

  func own(_ statement: SQL) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
  }
}
