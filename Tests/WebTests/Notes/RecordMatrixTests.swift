import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

/// Who may do what with a patient's record, cell by cell, as the site answers it.
///
/// A new act is a line of ``table`` and a case of ``Deed`` with what it sends; a new person is a column and a case of ``Person``.
@Suite("The matrix of the record")
struct RecordMatrixTests {
  /// Written out by hand. `old` is a doctor whose last visit with the patient is too long ago; `emergency` one who has opened the
  /// record for a reason.
  static let table = """
                 visitor  patient  parent  other  treats  no-visit  old  emergency  desk  admin  elsewhere
    list         -        -        -       -      yes     -         -    yes        -     -      -
    begin        -        -        -       -      yes     -         -    yes        -     -      -
    read-draft   -        -        -       -      yes     -         -    yes        -     -      -
    write        -        -        -       -      yes     -         -    yes        -     -      -
    draft        -        -        -       -      yes     -         -    yes        -     -      -
    review       -        -        -       -      yes     -         -    yes        -     -      -
    sign         -        -        -       -      yes     -         -    yes        -     -      -
    read-signed  -        -        -       -      yes     -         -    yes        -     -      -
    print        -        -        -       -      yes     -         -    yes        -     -      -
    append       -        -        -       -      yes     -         -    yes        -     -      -
    release      -        -        -       -      yes     -         -    yes        -     -      -
    error        -        -        -       -      yes     -         -    yes        -     -      -
    replace      -        -        -       -      yes     -         -    yes        -     -      -
    file         -        -        -       -      yes     -         -    yes        -     -      -
    end          -        -        -       -      yes     -         -    yes        -     -      -
    own-list     -        yes      yes     -      -       -         -    -          -     -      -
    own-read     -        yes      yes     -      -       -         -    -          -     -      -
    own-print    -        yes      yes     -      -       -         -    -          -     -      -
    own-hidden   -        -        -       -      -       -         -    -          -     -      -
    templates    -        -        -       -      yes     yes       yes  yes        -     yes    -
    """

  enum Person: String, CaseIterable {
    case visitor, patient, parent, other, treats
    case without = "no-visit"
    case old, emergency, desk, admin, elsewhere
  }

  enum Deed: String, CaseIterable {
    case list, begin
    case readDraft = "read-draft"
    case write, draft, review, sign
    case readSigned = "read-signed"
    case print, append, release, error, replace, file, end
    case ownList = "own-list"
    case ownRead = "own-read"
    case ownPrint = "own-print"
    case ownHidden = "own-hidden"
    case templates
  }

  @Test("is what the table says, and nothing else")
  func table() async throws {
    try await TestSite.using { site in
      let stage = try await MatrixStage(site)
      var lines = [Self.line([""] + Person.allCases.map(\.rawValue), Person.allCases.map(\.rawValue))]
      for deed in Deed.allCases {
        var cells = [deed.rawValue]
        for person in Person.allCases {
          cells.append(try await stage.may(deed, person) ? "yes" : "-")
        }
        lines.append(Self.line(cells, Person.allCases.map(\.rawValue)))
      }
      let found = lines.joined(separator: "\n")
      #expect(found == Self.table, "\n\(found)")
    }
  }

  private static func line(_ cells: [String], _ heads: [String]) -> String {
    let first = Deed.allCases.map(\.rawValue.count).max() ?? 0
    let widths = [first] + heads.map(\.count)
    let padded = zip(cells, widths).map { text, width in
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let joined = padded.joined(separator: "  ")
    return String(joined.reversed().drop { $0 == " " }.reversed())
  }
}

/// Everybody of the matrix, and what Amira has written of Paul.
struct MatrixStage {
  let site: TestSite
  let tokens: [RecordMatrixTests.Person: Token]
  let amira: Visitor

  init(_ site: TestSite) async throws {
    self.site = site
    let test = site.test
    let paul = try await test.session(of: DemoCast.paul)
    _ = try await site.booked(by: paul)
    amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.writeNotes))
    let parent = try await test.newcomerSession(at: test.riverside)
    let doctors = [Token(from: .system), Token(from: .system), Token(from: .system)]
    tokens = [
      .patient: paul, .parent: parent, .other: try await test.newcomerSession(at: test.riverside),
      .treats: try await test.session(of: DemoCast.amira), .without: doctors[0], .old: doctors[1],
      .emergency: doctors[2], .desk: try await test.session(of: DemoCast.ben),
      .admin: try await test.session(of: DemoCast.dana),
      .elsewhere: try await test.session(of: DemoCast.chloe),
      .visitor: Token(from: .system),
    ]
    try await site.own(
      "UPDATE patient SET birth_date = '2020-01-01' WHERE id = \(test.riverside.patient.uuid)")
    try await site.own(
      """
      INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
      SELECT gen_random_uuid(), \(test.riverside.patient.uuid), account_id, 'parent', now() FROM session
       WHERE token_hash = \(parent.hash)
      """)
    for (number, token) in doctors.enumerated() { try await doctor(number, token) }
  }

  /// The second had a visit, and a year and a day have passed; the third has opened the record.
  private func doctor(_ number: Int, _ token: Token) async throws {
    let (account, now) = (UUID(), site.test.clock.now)
    let doctor = try await site.test.practitioner(named: "Doctor \(number)", at: site.test.riverside)
    let later = now + 365 * 86_400
    try await site.own(
      """
      INSERT INTO account (id, email, password_hash, role, display_name, created_at)
      VALUES (\(account), \("doctor\(number)@example.com"), '', 'practitioner', \("Doctor \(number)"), \(now))
      """)
    try await site.own("UPDATE practitioner SET account_id = \(account) WHERE id = \(doctor.uuid)")
    try await site.own(
      """
      INSERT INTO session (token_hash, account_id, stage, created_at, seen_at, confirmed_at, idle_until, expires_at)
      VALUES (\(token.hash), \(account), 'full', \(now), \(now), \(now), \(later), \(later))
      """)
    if number == 1 {
      try await site.own(
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booked_by, booking_key, booked_at)
        SELECT gen_random_uuid(), a.patient_id, \(doctor.uuid), a.service_id, a.location_id,
               tstzrange(\(now - 366 * 86_400), \(now - 366 * 86_400 + 900)), 'fulfilled', 0, a.currency, a.booked_by,
               gen_random_uuid(), \(now - 367 * 86_400)
          FROM appointment a WHERE a.patient_id = \(site.test.riverside.patient.uuid) ORDER BY a.id LIMIT 1
        """)
    }
    if number == 2 {
      try await site.own(
        """
        INSERT INTO emergency_access (id, account_id, patient_id, reason, opened_at, ends_at)
        VALUES (gen_random_uuid(), \(account), \(site.test.riverside.patient.uuid), 'Found unconscious', \(now), \(now + 3600))
        """)
    }
  }

  /// Whether the site does it for them: each time with something new of Amira's.
  func may(_ deed: RecordMatrixTests.Deed, _ person: RecordMatrixTests.Person) async throws -> Bool {
    guard let token = tokens[person] else { return false }
    let host = person == .elsewhere ? "hilltop.localhost" : "riverside.localhost"
    let record = "/records/\(site.test.riverside.patient)/notes"
    func got(_ path: String) async throws -> Bool {
      let answer = try await site.get(path, as: token, at: host)
      return answer.status == 200
    }
    func sent(_ path: String, _ fields: [(String, String)]) async throws -> Bool {
      let answer = try await site.post(path, fields, as: token, at: host)
      return answer.status == 200 || answer.status == 303 && answer.location?.hasPrefix("/sign-in") == false
    }
    let key = UUID().uuidString.lowercased()
    switch deed {
    case .list: return try await got(record)
    case .begin: return try await sent(record, [("key", key), ("what", "note"), ("visit", "phone")])
    case .readDraft: return try await got("/notes/\(try await draft())")
    case .review: return try await got("/notes/\(try await draft())/signing")
    case .write, .draft:
      let path = "/notes/\(try await draft())\(deed == .draft ? "/draft" : "")"
      return try await sent(
        path, [("s1", "x"), ("r1", "1"), ("w1", "Findings".fingerprint), ("act", "save")])
    case .sign:
      let id = try await draft()
      let seen = try await note(id).contentDigest
      return try await sent("/notes/\(id)/signature", [("seen", seen), ("release", "by-hand"), ("days", "")])
    case .readSigned: return try await got("/notes/\(try await signed())")
    case .print: return try await got("/notes/\(try await signed())/note.pdf")
    case .append: return try await sent("/notes/\(try await signed())/addenda", [("key", key)])
    case .release: return try await sent("/notes/\(try await signed())/release", [])
    case .error: return try await sent("/notes/\(try await signed())/error", [("why", "wrong patient")])
    case .replace:
      return try await sent("/notes/\(try await signed(.prescription))/replacement", [("key", key)])
    case .file: return try await sent("/notes/\(try await signed(.prescription))/file", [])
    case .end:
      let order = try await note(try await signed(.prescription)).orders[0].id
      return try await sent("/medications/\(order)/end", [("status", "stopped"), ("why", "")])
    case .ownList:
      let id = try await signed(.note, .atOnce)
      return try await site.get("/health/notes", as: token, at: host).body.contains("\(id)")
    case .ownRead: return try await got("/health/notes/\(try await signed(.note, .atOnce))")
    case .ownPrint: return try await got("/health/notes/\(try await signed(.note, .atOnce))/note.pdf")
    case .ownHidden: return try await got("/health/notes/\(try await signed())")
    case .templates:
      // The other clinic's doctor sees its own.
      let id: ID<NoteTemplate> = ID(UUID())
      let dana = try await site.test.visitor(DemoCast.dana, to: .administration, access: .may(.keepTemplates))
      try await site.test.clinic.keep(
        id,
        NoteTemplateDraft(
          .note, title: "T", service: nil, sections: [.init(title: "S", prompt: "")], rule: .byHand),
        over: nil, by: dana)
      return try await got("/note-templates/\(id)")
    }
  }

  private func draft(_ kind: Composition.Kind = .note) async throws -> ID<Composition> {
    let id = ID<Composition>(UUID())
    try await site.test.clinic.begin(
      NewNote(
        id, of: site.test.riverside.patient, kind, title: "Consultation", sections: [("Findings", "")],
        rule: .byHand, appointment: nil, isVirtual: false), plain: "In plain words", by: amira)
    let text =
      kind == .prescription
      ? PrescribedLines([
        MedicationLine(medication: "Ramipril", code: "", dosage: "One", quantity: "", repeats: 0)
      ]).stored
      : "Findings"
    let section = try await note(id).sections[0]
    _ = try await site.test.clinic.save(
      id, [SectionEdit(position: 1, text: text, revision: 0, shown: section.text.fingerprint)], by: amira)
    return id
  }

  private func signed(
    _ kind: Composition.Kind = .note, _ rule: ReleaseRule = .byHand
  ) async throws -> ID<Composition> {
    let id = try await draft(kind)
    try await site.test.clinic.sign(id, seen: try await note(id).contentDigest, rule, by: amira)
    return id
  }

  private func note(_ id: ID<Composition>) async throws -> Composition {
    let (visit, found) = try await site.test.clinic.ask(
      amira, .note(id, by: amira, at: site.test.clock.now))
    return try site.test.clinic.opened(try #require(found), at: visit)
  }
}
