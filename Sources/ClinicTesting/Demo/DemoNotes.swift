internal import Clinic
internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

/// What a clinic's doctor of the cast has written of its patient of the cast: a released note, a draft, a prescription and a referral;
/// and templates to begin with.
struct DemoNotes {
  private struct Written {
    let note: SealedNote
    let encounter: UUID
    /// Days ago.
    let days: Double
    let isSigned: Bool
    let isReleased: Bool
    /// Of a paper.
    let file: SealedDocument?
    let document: ID<DocumentReference>
    let size: Int
  }

  private let patient: UUID
  private let doctor: UUID
  private let account: UUID
  private let now: Date
  private let all: [Written]
  private let templates:
    [(id: UUID, kind: String, title: String, sections: String, release: String, days: Int32?)]

  /// Nil where the clinic has no patient with an account, or no doctor with one.
  init?(_ clinic: DemoClinic, keys: KeyRing, at now: Date) throws {
    guard let patient = clinic.patients.first(where: { $0.account != nil }),
      let doctor = clinic.practitioners.first(where: { $0.account != nil }), let account = doctor.account
    else { return nil }
    (self.patient, self.doctor, self.account, self.now) = (patient.id, doctor.id, account, now)
    let ids = UUIDv7()
    all = try Self.texts.map { kind, title, sections, days, isSigned, isReleased in
      let at = now - days * 86_400
      let note = try SealedNote(
        ID(ids.next(at: at)), kind, title: title, sections: sections, of: clinic.id, keys: keys,
        ids: { ids.next(at: at) })
      let document = ID<DocumentReference>(ids.next(at: at))
      let pdf = DemoPDF([title] + sections.flatMap { $0.text.split(separator: "\n").map(String.init) }).bytes
      return Written(
        note: note, encounter: ids.next(at: at), days: days, isSigned: isSigned, isReleased: isReleased,
        file: kind.isPaper && isSigned
          ? try SealedDocument(pdf, document, of: clinic.id, keys: keys, random: .system) : nil,
        document: document, size: pdf.count)
    }
    templates = Self.forms.map { kind, title, sections, release, days in
      (ids.next(at: now), kind, title, sections, release, days)
    }
  }

  func store(in objects: any ObjectStore) async throws {
    for object in all.compactMap(\.file).flatMap(\.objects) {
      try await objects.put(object.key, object.bytes, contentType: .bytes)
    }
  }

  var insertions: [SQL] {
    templates.map { one in
      """
      INSERT INTO note_template (id, kind, title, sections, release, release_days, created_at)
      VALUES (\(one.id), \(one.kind), \(one.title), \(one.sections)::text::jsonb, \(one.release), \(one.days), \(now))
      """
    } + all.enumerated().flatMap { insertions($0.element, $0.offset) }
  }

  /// As the clinic itself does it: written first, then signed.
  private func insertions(_ one: Written, _ number: Int) -> [SQL] {
    let (note, at) = (one.note, now - one.days * 86_400)
    let encounter: SQL = """
      INSERT INTO encounter (id, patient_id, practitioner_id, appointment_id, class, status, started_at)
      SELECT \(one.encounter), \(patient), \(doctor), a.id, 'AMB', CASE WHEN a.id IS NULL THEN 'finished' END,
             coalesce(a.starts_at, \(at))
        FROM (SELECT 1) AS one
        LEFT JOIN LATERAL (SELECT id, starts_at FROM appointment
                            WHERE patient_id = \(patient) AND practitioner_id = \(doctor) AND status = 'fulfilled'
                            ORDER BY starts_at DESC, id LIMIT 1 OFFSET \(number)) AS a ON true
      """
    let composition: SQL = """
      INSERT INTO composition (id, patient_id, encounter_id, kind, title, author_id, release, created_at)
      VALUES (\(note.id.uuid), \(patient), \(one.encounter), \(note.kind.rawValue), \(note.title), \(doctor),
              \(one.isReleased ? "at-once" : "by-hand"), \(at))
      """
    let sections: [SQL] = note.sections.enumerated().map { index, section in
      """
      INSERT INTO composition_section (id, composition_id, position, code, title, prompt, text, revision, saved_by, saved_at)
      VALUES (\(section.id.uuid), \(note.id.uuid), \(Int32(index + 1)), \(section.code.rawValue), \(section.title), '',
              \(section.text), 1, \(doctor), \(at))
      """
    }
    return [encounter, composition] + sections + (one.isSigned ? signing(one, at) : [])
  }

  private func signing(_ one: Written, _ at: Date) -> [SQL] {
    let (note, signed) = (one.note, at + 600)
    let orders: [SQL] = note.orders.enumerated().map { index, order in
      """
      INSERT INTO medication_request (id, composition_id, patient_id, position, content, authored_on, requester_id)
      VALUES (\(order.id.uuid), \(note.id.uuid), \(patient), \(Int32(index + 1)), \(order.content), \(signed), \(doctor))
      """
    }
    let file: [SQL] =
      one.file.map { file in
        [
          """
          INSERT INTO document_reference (id, account_id, patient_id, key, part, title, category, visibility, content_type, size,
                                          content_key, content, created_at)
          VALUES (\(one.document.uuid), \(account), \(patient), \(note.id.uuid), 0, \("\(note.title).pdf"),
                  \(note.kind == .prescription ? "prescription" : "referral"), \(one.isReleased ? "shared" : "clinic"),
                  'application/pdf', \(one.size), \(file.key), 'ready', \(signed))
          """
        ]
      } ?? []
    return [
      """
      UPDATE composition
         SET status = 'final', signed_at = \(signed), signed_by = \(doctor), digest = \(note.digest),
             released_at = \(one.isReleased ? signed : nil)
       WHERE id = \(note.id.uuid)
      """,
      """
      INSERT INTO audit_event (id, account_id, act, purpose, entity, detail, at)
      VALUES (gen_random_uuid(), \(account), 'note-signed', 'schedule', \(note.id.uuid), \("sha256:\(note.digest)"), \(now))
      """,
    ] + orders + file
  }

  private static let texts:
    [(
      Composition.Kind, String, [(code: NoteSection.Code, title: String, text: String)], Double, Bool, Bool
    )] = [
      (
        .note, "Consultation",
        [
          (
            .text, "Complaint and history",
            "Palpitations since May, mostly in the evening, for some minutes.\nNo chest pain."
          ),
          (.text, "Findings", "Blood pressure 148/92 on both sides, pulse 76, regular. Heart sounds clear."),
          (.text, "Assessment", "Arterial hypertension, newly found. Palpitations, probably benign."),
          (
            .text, "Plan", "Ramipril 5 mg in the morning. Home measurements for two weeks. ECG over 24 hours."
          ),
          (
            .plain, "For the patient, in plain words",
            "Your blood pressure is higher than it should be. Please take one tablet each morning, and measure at home for two weeks."
          ),
        ], 20, true, true
      ),
      (
        .prescription, "Prescription",
        [
          (
            .medications, "Prescription",
            PrescribedLines([
              MedicationLine(
                medication: "Ramipril 5 mg", code: "C09AA05", dosage: "One tablet in the morning",
                quantity: "90 tablets",
                repeats: 1)
            ]).stored
          )
        ], 20, true, true
      ),
      (
        .referral, "Referral",
        [
          (.text, "To", "Cardiology, Harbour Hospital"),
          (.text, "Question", "ECG over 24 hours, please: palpitations since May."),
        ], 19, true, false
      ),
      (
        .note, "Follow-up",
        [
          (.text, "Complaint and history", "Feels well, no dizziness."),
          (.text, "Findings", "Blood pressure 136/84."),
          (.text, "Assessment", ""), (.text, "Plan", ""), (.plain, "For the patient, in plain words", ""),
        ], 2, false, false
      ),
    ]

  private static let forms: [(String, String, String, String, Int32?)] = [
    (
      "note", "Consultation",
      """
      [{"title": "Complaint and history", "prompt": "What the patient says: since when, how much, what helps"},
       {"title": "Findings", "prompt": "What was seen and measured"}, {"title": "Assessment", "prompt": ""},
       {"title": "Plan", "prompt": "What is done next, by whom and when"}]
      """, "after-days", 3
    ),
    (
      "note", "Telephone call",
      #"[{"title": "What it was about", "prompt": ""}, {"title": "What was agreed", "prompt": ""}]"#,
      "by-hand", nil
    ),
    (
      "referral", "Referral",
      #"[{"title": "To", "prompt": "Practice or ward"}, {"title": "Question", "prompt": ""}, {"title": "Findings so far", "prompt": ""}]"#,
      "at-once", nil
    ),
    (
      "sick-note", "Sick note",
      #"[{"title": "Unable to work", "prompt": "From which day to which day, both included"}]"#, "at-once",
      nil
    ),
    (
      "letter", "Letter", #"[{"title": "To", "prompt": ""}, {"title": "Text", "prompt": ""}]"#, "at-once", nil
    ),
  ]
}
