public import FoundationEssentials
internal import Postgres

/// What is begun, and for whom.
public struct NewNote: Sendable {
  /// Of the form: sent twice it is one.
  public let id: ID<Composition>
  public let patient: ID<Patient>
  public let kind: Composition.Kind
  public let title: String
  /// Each a heading and what to write below it.
  public let sections: [(title: String, prompt: String)]
  public let rule: ReleaseRule
  /// Whose note it is; nil where there was no appointment.
  public let appointment: ID<Appointment>?
  /// Of one without an appointment: by telephone or video.
  public let isVirtual: Bool

  public init(
    _ id: ID<Composition>, of patient: ID<Patient>, _ kind: Composition.Kind, title: String,
    sections: [(title: String, prompt: String)], rule: ReleaseRule, appointment: ID<Appointment>?,
    isVirtual: Bool
  ) {
    self.id = id
    self.patient = patient
    self.kind = kind
    self.title = title
    self.sections = sections
    self.rule = rule
    self.appointment = appointment
    self.isVirtual = isVirtual
  }
}

extension Clinic {
  /// Begins a note, a prescription or a letter. The same form sent again changes nothing.
  ///
  /// - Parameter plain: the heading of what is written for the patient.
  /// - Throws: `Refusal.unknown` for a patient who is not the visitor's work, or a visit that is not that patient's.
  public func begin(_ new: NewNote, plain: String, by visitor: Visitor) async throws {
    let encounter: ID<Composition.Encounter> = newID()
    try await open(visitor) { records in
      let now = records.now
      let mayWrite = try await records.ask(
        Query<Bool>(
          """
          SELECT FROM patient p
           WHERE p.id = \(new.patient) AND p.replaced_by IS NULL AND \(RecordReach.opens("p.id", at: now))
             AND EXISTS (SELECT FROM practitioner WHERE id = \(NoteReach.me))
             AND (\(new.appointment)::uuid IS NULL OR EXISTS (
                   SELECT FROM appointment a
                    WHERE a.id = \(new.appointment) AND a.patient_id = p.id AND a.status <> 'cancelled'))
          """
        ) { !$0.isEmpty })
      guard mayWrite else { throw Refusal.unknown }
      if try await records.ask(.isBegun(new.id)) { return }
      var place: SQL = "\(encounter)::uuid"
      var statements: [SQL] = []
      if let appointment = new.appointment {
        statements.append(
          """
          INSERT INTO encounter (id, patient_id, practitioner_id, appointment_id, class, started_at)
          SELECT \(encounter), a.patient_id, a.practitioner_id, a.id, CASE WHEN a.online THEN 'VR' ELSE 'AMB' END, a.starts_at
            FROM appointment a WHERE a.id = \(appointment)
          ON CONFLICT (tenant_id, appointment_id) WHERE appointment_id IS NOT NULL DO NOTHING
          """)
        place = "(SELECT id FROM encounter WHERE appointment_id = \(appointment))"
      } else {
        statements.append(
          """
          INSERT INTO encounter (id, patient_id, practitioner_id, class, status, started_at)
          VALUES (\(encounter), \(new.patient), \(NoteReach.me), \(new.isVirtual ? "VR" : "AMB"), 'in-progress', \(now))
          """)
      }
      statements.append(
        .composition(new.id, of: "\(new.patient)::uuid", place, new.kind, new.title, new.rule, at: now))
      try await records.finish(
        .noteBegun, of: new.id.uuid,
        statements + (try sections(of: new, plain: plain, records.visit.tenant.id)), detail: new.kind.rawValue
      )
    }
  }

  private func sections(of new: NewNote, plain: String, _ tenant: ID<Tenant>) throws -> [SQL] {
    var all: [(NoteSection.Code, String, String, String)] =
      new.kind == .prescription
      ? [(.medications, new.title, "", PrescribedLines().stored)]
      : new.sections.map { (.text, $0.title, $0.prompt, "") }
    if !new.kind.isPaper { all.append((.plain, plain, "", "")) }
    return try all.enumerated().map { index, one in
      try section(of: new.id, index + 1, one.0, one.1, one.2, one.3, tenant)
    }
  }

  private func section(
    of note: ID<Composition>, _ position: Int, _ code: NoteSection.Code, _ title: String, _ prompt: String,
    _ text: String, _ tenant: ID<Tenant>
  ) throws -> SQL {
    let id: ID<NoteSection> = newID()
    return """
      INSERT INTO composition_section (id, composition_id, position, code, title, prompt, text)
      VALUES (\(id), \(note), \(Int32(position)), \(code.rawValue), \(title), \(prompt), \(try seal(text, id, tenant)))
      """
  }

  /// Begins an addendum to a signed note: the only way to say more.
  ///
  /// - Parameters:
  ///   - id: of the form: sent twice it is one.
  ///   - titles: of the addendum, of its text and of what is for the patient.
  /// - Throws: `Refusal.unknown`; `.conflict(.noteState)` for what is not signed, or was an error.
  public func beginAddendum(
    _ id: ID<Composition>, to note: ID<Composition>, titles: (String, text: String, plain: String),
    by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      guard let found = try await records.ask(.noteLocked(note, at: records.now)) else {
        throw Refusal.unknown
      }
      if try await records.ask(.isBegun(id)) { return }
      guard found.status == .final || found.status == .amended, found.kind == .note else {
        throw Refusal.conflict(.noteState)
      }
      let rule = found.released == nil ? found.rule : .atOnce
      let tenant = records.visit.tenant.id
      try await records.finish(
        .noteBegun, of: id.uuid,
        [
          .composition(
            id, of: "\(found.subject.id)::uuid", "\(found.encounter.id)::uuid", .addendum, titles.0, rule,
            appends: note, at: records.now),
          try section(of: id, 1, .text, titles.text, "", "", tenant),
          try section(of: id, 2, .plain, titles.plain, "", "", tenant),
        ], detail: Composition.Kind.addendum.rawValue)
    }
  }

  /// Begins what will take the place of a signed letter or prescription, with what stands in it.
  ///
  /// - Throws: as ``beginAddendum(_:to:titles:by:)``; `.conflict(.noteState)` where another is begun already.
  public func beginReplacement(_ id: ID<Composition>, of old: ID<Composition>, by visitor: Visitor)
    async throws
  {
    try await open(visitor) { records in
      guard let found = try await records.ask(.noteLocked(old, at: records.now)) else {
        throw Refusal.unknown
      }
      if try await records.ask(.isBegun(id)) { return }
      guard found.status == .final, found.kind.isPaper else { throw Refusal.conflict(.noteState) }
      let isOpen = try await records.ask(
        Query<Bool>("SELECT FROM composition WHERE replaces = \(old) AND status <> 'entered-in-error'") {
          !$0.isEmpty
        })
      if isOpen { throw Refusal.conflict(.noteState) }
      let note = try opened(found, at: records.visit)
      try await records.finish(
        .noteBegun, of: id.uuid,
        [
          .composition(
            id, of: "\(note.subject.id)::uuid", "\(note.encounter.id)::uuid", note.kind, note.title,
            note.rule,
            replaces: old, at: records.now)
        ]
          + note.sections.map { one in
            try section(
              of: id, one.position, one.code, one.title, one.prompt, one.text, records.visit.tenant.id)
          }, detail: note.kind.rawValue)
    }
  }
}

extension SQL {
  fileprivate static func composition(
    _ id: ID<Composition>, of patient: SQL, _ encounter: SQL, _ kind: Composition.Kind, _ title: String,
    _ rule: ReleaseRule, appends: ID<Composition>? = nil, replaces: ID<Composition>? = nil, at now: Date
  ) -> SQL {
    """
    INSERT INTO composition (id, patient_id, encounter_id, kind, title, author_id, appends, replaces, release, release_days, created_at)
    VALUES (\(id), \(patient), \(encounter), \(kind.rawValue), \(title), \(NoteReach.me), \(appends), \(replaces),
            \(rule.code.rawValue), \(rule.number.map(Int32.init)), \(now))
    """
  }
}

extension Query<Bool> {
  fileprivate static func isBegun(_ id: ID<Composition>) -> Self {
    Query("SELECT FROM composition WHERE id = \(id)") { !$0.isEmpty }
  }
}
