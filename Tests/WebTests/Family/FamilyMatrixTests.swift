import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

/// Who may do what for a patient, cell by cell, as the site answers it.
///
/// A new act is a line of ``table`` and a case of ``Deed`` with what it sends; a new person is a column and a case of ``Person``
/// with the rows that make them what they are.
@Suite("The matrix of families")
struct FamilyMatrixTests {
  /// Written out by hand. `second` was asked by the first parent; `came-of-age` is a parent of somebody who has; `all` may do all that
  /// can be allowed, `past` could until yesterday, `revoked` until the owner took it back, `by-clinic` until the clinic ended it;
  /// `asked` has not answered yet.
  static let table = """
                     visitor  owner  parent  second  came-of-age  book  see  message  pay  all  past  revoked  by-clinic  asked  stranger
    list-visits      -        yes    yes     yes     -            yes   yes  -        -    yes  -     -        -          -      -
    see-visit        -        yes    yes     yes     -            yes   yes  -        -    yes  -     -        -          -      -
    see-reason       -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    visit-calendar   -        yes    yes     yes     -            yes   yes  -        -    yes  -     -        -          -      -
    book             -        yes    yes     yes     -            yes   -    -        -    yes  -     -        -          -      -
    move             -        yes    yes     yes     -            yes   -    -        -    yes  -     -        -          -      -
    cancel           -        yes    yes     yes     -            yes   -    -        -    yes  -     -        -          -      -
    check-in         -        yes    yes     yes     -            yes   -    -        -    yes  -     -        -          -      -
    wish             -        yes    yes     yes     -            yes   -    -        -    yes  -     -        -          -      -
    questionnaire    -        yes    yes     yes     -            -     -    -        -    yes  -     -        -          -      -
    join             -        yes    yes     yes     -            -     -    -        -    yes  -     -        -          -      -
    consent          -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    list-documents   -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    open-document    -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    add-document     -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    health           -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    note             -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    looks            -        yes    yes     yes     -            -     yes  -        -    yes  -     -        -          -      -
    read-message     -        yes    yes     yes     -            -     -    yes      -    yes  -     -        -          -      -
    answer-message   -        yes    yes     yes     -            -     -    yes      -    yes  -     -        -          -      -
    begin-message    -        yes    yes     yes     -            -     -    yes      -    yes  -     -        -          -      -
    see-invoice      -        yes    yes     yes     -            -     -    -        yes  yes  -     -        -          -      -
    pay-invoice      -        yes    yes     yes     -            -     -    -        yes  yes  -     -        -          -      -
    see-person       -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    change-person    -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    person-history   -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    correct-birth    -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    grant            -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    change-rights    -        yes    -       -       -            -     -    -        -    -    -     -        -          -      -
    revoke           -        yes    -       -       -            -     -    -        -    -    -     -        -          -      -
    what-they-did    -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    withdraw-asked   -        yes    yes     yes     -            -     -    -        -    -    -     -        -          -      -
    accept-asked     -        -      -       -       -            -     -    -        -    -    -     -        -          yes    -
    """

  enum Person: String, CaseIterable {
    case visitor, owner, parent, second
    case cameOfAge = "came-of-age"
    case book, see, message, pay, all, past, revoked
    case byClinic = "by-clinic"
    case asked, stranger
  }

  enum Deed: String, CaseIterable {
    case listVisits = "list-visits"
    case seeVisit = "see-visit"
    case seeReason = "see-reason"
    case visitCalendar = "visit-calendar"
    case book, move, cancel
    case checkIn = "check-in"
    case wish, questionnaire, join, consent
    case listDocuments = "list-documents"
    case openDocument = "open-document"
    case addDocument = "add-document"
    case health, note, looks
    case readMessage = "read-message"
    case answerMessage = "answer-message"
    case beginMessage = "begin-message"
    case seeInvoice = "see-invoice"
    case payInvoice = "pay-invoice"
    case seePerson = "see-person"
    case changePerson = "change-person"
    case personHistory = "person-history"
    case correctBirth = "correct-birth"
    case grant
    case changeRights = "change-rights"
    case revoke
    case whatTheyDid = "what-they-did"
    case withdrawAsked = "withdraw-asked"
    case acceptAsked = "accept-asked"
  }

  @Test("is what the table says, and nothing else")
  func table() async throws {
    try await TestSite.using { site in
      let stage = try await FamilyStage(site)
      var cells: [Deed: [String]] = [:]
      for person in Person.allCases {
        try await stage.become(person)
        for deed in Deed.allCases {
          cells[deed, default: []].append(try await stage.may(deed, person) ? "yes" : "-")
        }
      }
      let heads = Person.allCases.map(\.rawValue)
      let lines =
        [Self.line([""] + heads)] + Deed.allCases.map { Self.line([$0.rawValue] + (cells[$0] ?? [])) }
      let found = lines.joined(separator: "\n")
      #expect(found == Self.table, "\n\(found)")
    }
  }

  private static func line(_ cells: [String]) -> String {
    let first = (Deed.allCases.map(\.rawValue.count).max() ?? 0) + 1
    let padded = zip(cells, [first] + Person.allCases.map(\.rawValue.count)).map { text, width in
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let joined = padded.joined(separator: "  ")
    return String(joined.reversed().drop { $0 == " " }.reversed())
  }
}

/// Paul's record with one of everything, and somebody who becomes one person of the matrix after the other.
struct FamilyStage {
  let site: TestSite
  let owner: Token
  /// The one who becomes everybody but the owner; their account.
  let other: Token
  let account: UUID
  let visit: String
  let document: String
  let note: ID<Composition>
  let conversation: String
  let team: String
  let invoice: String
  /// Somebody else acts for Paul all the time, and another is asked.
  let tie = UUID()
  let waiting = UUID()
  /// What the other is asked.
  let invitation = UUID()

  init(_ site: TestSite) async throws {
    self.site = site
    let test = site.test
    owner = try await test.session(of: DemoCast.paul)
    other = try await test.newcomerSession(at: test.riverside)
    let (ben, dana) = (try await test.session(of: DemoCast.ben), try await test.session(of: DemoCast.dana))
    account = try await site.account(of: other)
    try await site.own("UPDATE tenant SET visits_ahead = 100")
    visit = String(try await site.booked(by: owner).suffix(36))
    try await site.own("UPDATE appointment SET reason = 'Palpitations' WHERE id = \(visit)::text::uuid")
    let made = try #require(
      try await site.post("/desk/visits/\(visit)/invoice", [], as: ben).location)
    _ = try await site.post("\(made)/issuance", [], as: ben)
    invoice = String(made.suffix(36))
    // By video, with a question and a consent.
    try await site.own("UPDATE appointment SET online = true")
    try await site.own(
      """
      INSERT INTO questionnaire (id, service_id, version, account_id, at)
      SELECT gen_random_uuid(), service_id, 1, booked_by, \(test.clock.now) FROM appointment LIMIT 1
      """)
    try await site.own(
      """
      INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_answer)
      SELECT id, 10, 'What brings you?', 'text', true, '', '', '' FROM questionnaire
      """)
    _ = try await test.telehealthText()
    _ = try await site.sendDocuments([("mri.pdf", TestSite.pdf(2_000))], as: owner)
    document = try await site.firstDocument(as: owner)
    note = try await Self.released(site)
    let member = try #require(test.riverside.accounts[DemoCast.ben])
    _ = try await site.post(
      "/admin/teams",
      [
        ("key", UUID().uuidString.lowercased()), ("name", "Front desk"), ("hours", "4"), ("practitioner", ""),
        ("members", "\(member)"), ("active", "yes"),
      ], as: dana)
    let page = try await site.get("/admin/teams", as: dana)
    team = String(try #require(page.body.firstMatch(of: /\/admin\/teams\/([0-9a-f-]{36})/)?.output.1))
    let begun = try await site.postMultipart(
      "/messages",
      [
        ("key", UUID().uuidString.lowercased()), ("patient", "\(test.riverside.patient)"),
        ("aim", "team:\(team)"), ("topic", "Blood test"), ("text", "May I eat?"),
      ], as: owner)
    conversation = String(try #require(begun.location?.split(separator: "?").first))
    let third = try await site.account(of: try await test.newcomerSession(at: test.riverside))
    try await relate(third, "delegate", id: tie)
    try await ask("nobody@example.com", id: waiting)
    // Somebody else looked.
    _ = try await site.get("/patients/\(test.riverside.patient)", as: ben)
  }

  private var patient: ID<Patient> { site.test.riverside.patient }
  private var now: Date { site.test.clock.now }

  private func relate(
    _ account: UUID, _ relationship: String, id: UUID = UUID(),
    scopes: [String] = ["book", "see", "message", "pay"],
    until: SQL = "NULL", ended: String? = nil
  ) async throws {
    try await site.own(
      """
      INSERT INTO related_person (id, patient_id, account_id, relationship, scopes, until, created_at, ended_at, ended_side)
      VALUES (\(id), \(patient.uuid), \(account), \(relationship), \(scopes), \(until), \(now - 3600),
              \(ended.map { _ in now }), \(ended))
      """)
  }

  private func ask(_ email: String, id: UUID) async throws {
    try await site.own(
      """
      INSERT INTO family_invitation (id, patient_id, email, relationship, scopes, invited_by, created_at, expires_at)
      SELECT \(id), \(patient.uuid), \(email), 'delegate', '{see}', account_id, \(now), \(now + 86_400)
        FROM patient WHERE id = \(patient.uuid)
      """)
  }

  /// Makes the other account what a person of the matrix is.
  func become(_ person: FamilyMatrixTests.Person) async throws {
    try await site.own("DELETE FROM related_person WHERE account_id = \(account)")
    try await site.own("DELETE FROM family_invitation WHERE id = \(invitation)")
    try await site.own(
      "UPDATE family_invitation SET state = 'open', answered_at = NULL, expires_at = \(now + 86_400)")
    try await site.own(
      "UPDATE related_person SET ended_at = NULL, ended_side = NULL, ended_by = NULL WHERE id = \(tie)")
    try await site.own("DELETE FROM outbox_message")
    try await site.own("DELETE FROM patient_correction")
    let isChild = [.parent, .second].contains(person)
    let birth = isChild ? "2020-01-01" : "1990-01-01"
    try await site.own("UPDATE patient SET birth_date = \(birth)::text::date WHERE id = \(patient.uuid)")
    switch person {
    case .visitor, .owner, .stranger: break
    case .parent, .second, .cameOfAge: try await relate(account, "parent")
    case .book, .see, .message, .pay: try await relate(account, "delegate", scopes: [person.rawValue])
    case .all: try await relate(account, "delegate", until: "\(now)::timestamptz::date")
    case .past: try await relate(account, "delegate", until: "\(now)::timestamptz::date - 1")
    case .revoked: try await relate(account, "delegate", ended: "owner")
    case .byClinic: try await relate(account, "parent", ended: "staff")
    case .asked: try await ask(try await site.email(of: account), id: invitation)
    }
  }

  /// Whether the site does it for them.
  func may(_ deed: FamilyMatrixTests.Deed, _ person: FamilyMatrixTests.Person) async throws -> Bool {
    let token = person == .owner ? owner : person == .visitor ? Token(from: .system) : other
    func got(_ path: String) async throws -> Bool {
      let answer = try await site.get(path, as: token)
      return answer.status == 200
    }
    func shows(_ path: String, _ text: String) async throws -> Bool {
      let answer = try await site.get(path, as: token)
      return answer.status == 200 && answer.body.contains(text)
    }
    /// Whether they are let in to it: what is wrong with the form itself is told only to who may send it.
    func reached(_ answer: TestAnswer) -> Bool {
      [200, 409, 422].contains(answer.status)
        || answer.status == 303 && answer.location?.hasPrefix("/sign-in") == false
    }
    func done(_ answer: TestAnswer) -> Bool {
      answer.status == 303 && answer.location?.hasPrefix("/sign-in") == false
    }
    func post(_ path: String, _ fields: [(String, String)] = []) async throws -> TestAnswer {
      try await site.post(path, fields, as: token)
    }
    let (key, whose) = (UUID().uuidString.lowercased(), "\(patient)")
    switch deed {
    case .listVisits: return try await shows("/dashboard", "/appointments/\(visit)")
    case .seeVisit: return try await got("/appointments/\(visit)")
    case .seeReason: return try await shows("/appointments/\(visit)", "Palpitations")
    case .visitCalendar: return try await got("/appointments/\(visit)/calendar.ics")
    case .book:
      return done(
        try await post(
          "/appointments",
          [("offer", try await site.offer(1)), ("key", key), ("reason", ""), ("patient", whose)]))
    case .move:
      return reached(
        try await post(
          "/appointments/\(visit)/move", [("offer", try await site.offer(1)), ("sequence", "99")]))
    case .cancel: return reached(try await post("/appointments/\(visit)/cancellation", [("sequence", "99")]))
    case .checkIn: return reached(try await post("/appointments/\(visit)/check-in", [("code", "123456")]))
    case .wish:
      return done(
        try await post(
          "/waitlist",
          [
            ("key", key), ("service", "\(site.test.riverside.services[0])"), ("patient", whose),
            ("last", "\(now.ISO8601Format().prefix(10))"),
          ]))
    case .questionnaire: return try await got("/appointments/\(visit)/questionnaire")
    case .join: return reached(try await post("/appointments/\(visit)/joining"))
    case .consent: return try await consents(token)
    case .listDocuments: return try await shows("/documents", document)
    case .openDocument: return try await got(document)
    case .addDocument:
      return done(try await site.sendDocuments([("more.pdf", TestSite.pdf(1_000))], as: token, ["key": key]))
    case .health: return try await got("/health?of=\(patient)")
    case .note: return try await got("/health/notes/\(note)")
    case .looks: return try await shows("/account/looks", "Ben")
    case .readMessage: return try await got(conversation)
    case .answerMessage:
      return reached(
        try await site.postMultipart(
          "\(conversation)/answers", [("key", key), ("text", "More"), ("seen", "99")], as: token))
    case .beginMessage:
      return done(
        try await site.postMultipart(
          "/messages",
          [
            ("key", key), ("patient", whose), ("aim", "team:\(team)"), ("topic", "T"), ("text", "x"),
          ], as: token))
    case .seeInvoice: return try await got("/invoices/\(invoice)")
    case .payInvoice: return reached(try await post("/invoices/\(invoice)/checkout"))
    case .seePerson: return try await got("/account/person/\(patient)")
    case .changePerson: return reached(try await post("/account/person/\(patient)/languages"))
    case .personHistory: return try await got("/account/person/\(patient)/history")
    case .correctBirth:
      return done(
        try await post(
          "/account/person/\(patient)/correction",
          [("birthDay", "1"), ("birthMonth", "2"), ("birthYear", "1985"), ("note", "")]))
    case .grant:
      return done(
        try await post(
          "/account/family",
          [("patient", whose), ("email", "\(key)@example.com"), ("scope", "see"), ("until", "")]))
    case .changeRights:
      return done(try await post("/account/family/\(tie)/terms", [("scope", "see"), ("until", "")]))
    case .revoke: return done(try await post("/account/family/\(tie)/revocation"))
    case .whatTheyDid:
      // Of the other one who acts: what the owner has taken back is there no more.
      try await site.own(
        "UPDATE related_person SET ended_at = NULL, ended_side = NULL, ended_by = NULL WHERE id = \(tie)")
      return try await got("/account/family/\(tie)")
    case .withdrawAsked: return done(try await post("/account/family/invitations/\(waiting)/withdrawal"))
    case .acceptAsked: return done(try await post("/account/family/invitations/\(invitation)/acceptance"))
    }
  }

  /// Agrees to visits by video; what was agreed to before is forgotten.
  private func consents(_ token: Token) async throws -> Bool {
    try await site.own("DELETE FROM consent")
    let texts = try await site.test.database.asSuperuser("SELECT id FROM consent_text").decode { row in
      try row.next(UUID.self)
    }
    _ = try await site.post(
      "/appointments/\(visit)/consent", [("agree", "1"), ("text", "\(texts[0])".lowercased())], as: token)
    return try await site.test.database.asSuperuser("SELECT count(*) FROM consent").decode { row in
      try row.next(Int.self)
    }[0] > 0
  }

  private static func released(_ site: TestSite) async throws -> ID<Composition> {
    let amira = try await site.test.visitor(DemoCast.amira, to: .schedule, access: .may(.writeNotes))
    let id = ID<Composition>(UUID())
    try await site.test.clinic.begin(
      NewNote(
        id, of: site.test.riverside.patient, .note, title: "Consultation", sections: [("Findings", "")],
        rule: .byHand, appointment: nil, isVirtual: false), plain: "In plain words", by: amira)
    let (visit, found) = try await site.test.clinic.ask(amira, .note(id, by: amira, at: site.test.clock.now))
    let note = try site.test.clinic.opened(try #require(found), at: visit)
    _ = try await site.test.clinic.save(
      id, [SectionEdit(position: 1, text: "Well", revision: 0, shown: note.sections[0].text.fingerprint)],
      by: amira)
    let (again, saved) = try await site.test.clinic.ask(amira, .note(id, by: amira, at: site.test.clock.now))
    let digest = try site.test.clinic.opened(try #require(saved), at: again).contentDigest
    try await site.test.clinic.sign(id, seen: digest, .atOnce, by: amira)
    return id
  }
}

extension TestSite {
  func account(of token: Token) async throws -> UUID {
    try await test.database.asSuperuser("SELECT account_id FROM session WHERE token_hash = \(token.hash)")
      .decode { row in
        try row.next(UUID.self)
      }[0]
  }

  func email(of account: UUID) async throws -> String {
    try await test.database.asSuperuser("SELECT email FROM account WHERE id = \(account)").decode { row in
      try row.next(String.self)
    }[0]
  }
}
