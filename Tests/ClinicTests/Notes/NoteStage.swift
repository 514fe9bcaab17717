import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Paul, who has a visit with Amira and one with Jonas, and what these write of him.
struct NoteStage {
  let test: TestClinic
  let amira: Visitor
  let jonas: Visitor
  /// A doctor of the clinic who has nothing to do with Paul.
  let stranger: Visitor
  let paul: Visitor
  let visit: ID<Appointment>

  init(_ test: TestClinic) async throws {
    self.test = test
    (visit, paul) = try await test.bookedByPaul()
    amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.writeNotes))
    jonas = try await test.doctor(named: "Jonas Lindqvist", treatsPaul: true).visitor
    stranger = try await test.doctor(named: "Mira Novak", treatsPaul: false).visitor
  }

  var patient: ID<Patient> { test.riverside.patient }

  static let sections = [("Findings", ""), ("Plan", "What is done next")]

  func begin(
    _ kind: Composition.Kind = .note, rule: ReleaseRule = .byHand, by visitor: Visitor? = nil,
    appointment: ID<Appointment>? = nil
  ) async throws -> ID<Composition> {
    let id: ID<Composition> = test.clinic.newID()
    try await test.clinic.begin(
      NewNote(
        id, of: patient, kind, title: "Consultation", sections: Self.sections, rule: rule,
        appointment: appointment, isVirtual: false), plain: "In plain words", by: visitor ?? amira)
    return id
  }

  func note(_ id: ID<Composition>, by visitor: Visitor? = nil) async throws -> Composition {
    let visitor = visitor ?? amira
    let (visit, found) = try await test.clinic.ask(visitor, .note(id, by: visitor, at: test.clock.now))
    return try test.clinic.opened(try #require(found), at: visit)
  }

  /// Types into a section as a page does that shows what is stored now.
  @discardableResult
  func type(_ text: String, _ position: Int = 1, of id: ID<Composition>, by visitor: Visitor? = nil)
    async throws
    -> NoteSaving
  {
    let stored = try await note(id, by: visitor).sections[position - 1]
    return try await test.clinic.save(
      id, [stored.edit(text)], by: visitor ?? amira)
  }

  func sign(_ id: ID<Composition>, _ rule: ReleaseRule = .byHand, by visitor: Visitor? = nil) async throws {
    let seen = try await note(id, by: visitor).contentDigest
    try await test.clinic.sign(id, seen: seen, rule, by: visitor ?? amira)
  }

  func signed(
    _ kind: Composition.Kind = .note, _ rule: ReleaseRule = .byHand, text: String = "Blood pressure 148/92"
  ) async throws -> ID<Composition> {
    let id = try await begin(kind)
    try await type(kind == .prescription ? Self.prescribed.stored : text, of: id)
    try await sign(id, rule)
    return id
  }

  static let prescribed = PrescribedLines(
    [
      MedicationLine(
        medication: "Ramipril 5 mg", code: "C09AA05", dosage: "One in the morning", quantity: "30 tablets",
        repeats: 2),
      MedicationLine(
        medication: "Ibuprofen 400 mg", code: "", dosage: "When it hurts", quantity: "", repeats: 0),
    ], validUntil: "2026-12-31")

  func own(by visitor: Visitor? = nil) async throws -> [ID<Composition>] {
    try await test.clinic.ask(visitor ?? paul, .ownNotes(at: test.clock.now)).answer.map(\.id)
  }
}

extension NoteSection {
  func edit(_ new: String) -> SectionEdit {
    SectionEdit(position: position, text: new, revision: revision, shown: text.fingerprint)
  }
}

extension TestClinic {
  /// A doctor of Riverside with an account, signed in.
  func doctor(
    named name: String, treatsPaul: Bool
  ) async throws -> (visitor: Visitor, token: Token, id: ID<Practitioner>) {
    let (doctor, account, token) = (
      try await practitioner(named: name, at: riverside), UUID(), Token(from: .system)
    )
    let later = clock.now + 365 * 86_400
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      [
        """
        INSERT INTO account (id, email, password_hash, role, display_name, created_at)
        VALUES (\(account), \("\(account.uuidString.lowercased())@example.com"), '', 'practitioner', \(name), \(clock.now))
        """,
        "UPDATE practitioner SET account_id = \(account) WHERE id = \(doctor)",
        """
        INSERT INTO session (token_hash, account_id, stage, created_at, seen_at, confirmed_at, idle_until, expires_at)
        VALUES (\(token.hash), \(account), 'full', \(clock.now), \(clock.now), \(clock.now), \(later), \(later))
        """,
      ])
    if treatsPaul {
      _ = try await database.asOwner(
        of: riverside.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booked_by, booking_key, booked_at)
          SELECT gen_random_uuid(), a.patient_id, \(doctor), a.service_id, a.location_id,
                 tstzrange(a.starts_at + interval '1 day', a.ends_at + interval '1 day'), 'booked', 0, a.currency,
                 a.booked_by, gen_random_uuid(), a.booked_at
            FROM appointment a WHERE a.patient_id = \(riverside.patient) ORDER BY a.id LIMIT 1
          """
        ])
    }
    let visitor = visitor(token, at: riverside, to: .schedule, access: .may(.writeNotes))
    return (visitor, token, doctor)
  }
}
