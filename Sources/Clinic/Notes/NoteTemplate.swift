public import FoundationEssentials
internal import Postgres

/// How notes and letters of a clinic begin: headings, what to write below them, and when the patient is shown what was signed.
public struct NoteTemplate: Sendable {
  public let id: ID<NoteTemplate>
  public let kind: Composition.Kind
  public let title: String
  /// For whose visits it is proposed; nil for none.
  public let service: ID<HealthcareService>?
  public let serviceName: String?
  public let sections: [Section]
  public let rule: ReleaseRule
  /// How often it was changed.
  public let revision: Int
  public let isRetired: Bool

  public struct Section: Codable, Hashable, Sendable {
    public let title: String
    public let prompt: String

    public init(title: String, prompt: String) {
      self.title = title
      self.prompt = prompt
    }
  }

  /// Characters of a title, its own or a section's.
  public static let longestTitle = 100
  public static let longestPrompt = 500
  /// Of a clinic, in use.
  public static let most = 100
}

/// What somebody typed of a template: checked already.
public struct NoteTemplateDraft: Sendable {
  public let kind: Composition.Kind
  public let title: String
  public let service: ID<HealthcareService>?
  public let sections: [NoteTemplate.Section]
  public let rule: ReleaseRule

  public init(
    _ kind: Composition.Kind, title: String, service: ID<HealthcareService>?,
    sections: [NoteTemplate.Section],
    rule: ReleaseRule
  ) {
    self.kind = kind
    self.title = title
    self.service = service
    self.sections = sections
    self.rule = rule
  }
}

extension Clinic {
  /// Adds a template, or changes it. What was begun with it stays as it is.
  ///
  /// - Parameters:
  ///   - id: of the form, of a new one: sent twice it is one.
  ///   - revision: that was shown; nil for a new one.
  /// - Throws: `Refusal.unknown`; `.conflict(.entryChanged)` where somebody else has changed it since; `.invalid` at `service` for one
  ///   that is gone.
  public func keep(
    _ id: ID<NoteTemplate>, _ draft: NoteTemplateDraft, over revision: Int?, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let stored = try await records.ask(.templateRevisionLocked(id))
      if let service = draft.service {
        let isThere = try await records.ask(
          Query<Bool>("SELECT FROM healthcare_service WHERE id = \(service)") { !$0.isEmpty })
        guard isThere else { throw Refusal.invalid([Problem("service", "problem.template-service")]) }
      }
      let (sections, rule) = (try JSONB(encoding: draft.sections), draft.rule)
      let days = rule.number.map(Int32.init)
      guard let revision else {
        if stored != nil { return }
        return try await records.finish(
          .noteTemplateChanged, of: id.uuid,
          [
            """
            INSERT INTO note_template (id, kind, title, service_id, sections, release, release_days, created_at)
            VALUES (\(id), \(draft.kind.rawValue), \(draft.title), \(draft.service), \(sections), \(rule.code.rawValue), \(days),
                    \(records.now))
            """
          ], detail: draft.title)
      }
      guard let stored else { throw Refusal.unknown }
      guard stored == revision else { throw Refusal.conflict(.entryChanged) }
      try await records.finish(
        .noteTemplateChanged, of: id.uuid,
        [
          """
          UPDATE note_template
             SET kind = \(draft.kind.rawValue), title = \(draft.title), service_id = \(draft.service), sections = \(sections),
                 release = \(rule.code.rawValue), release_days = \(days), revision = revision + 1
           WHERE id = \(id)
          """
        ], detail: draft.title)
    }
  }

  /// Takes a template out of use, or back into it. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func retire(_ id: ID<NoteTemplate>, _ isRetired: Bool, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard try await records.ask(.templateRevisionLocked(id)) != nil else { throw Refusal.unknown }
      try await records.finish(
        .noteTemplateChanged, of: id.uuid,
        ["UPDATE note_template SET retired_at = \(isRetired ? records.now : nil) WHERE id = \(id)"],
        detail: isRetired ? "retired" : "returned")
    }
  }
}

extension Query<Int?> {
  fileprivate static func templateRevisionLocked(_ id: ID<NoteTemplate>) -> Self {
    Query("SELECT revision FROM note_template WHERE id = \(id) FOR UPDATE", first: { row in try row.next() })
  }
}

extension Query<[NoteTemplate]> {
  /// Those in use, and then those that are not; by title.
  public static var noteTemplates: Self {
    Query(
      """
      SELECT \(NoteTemplate.columns) ORDER BY t.retired_at IS NOT NULL, t.title, t.id LIMIT \(2 * NoteTemplate.most)
      """, each: NoteTemplate.init(row:))
  }

  /// Those to begin with: the ones that are proposed for a visit's service first.
  public static func noteTemplates(for visit: ID<Appointment>?) -> Self {
    Query(
      """
      SELECT \(NoteTemplate.columns) WHERE t.retired_at IS NULL
       ORDER BY t.service_id IS NOT DISTINCT FROM (SELECT service_id FROM appointment WHERE id = \(visit)) DESC,
                t.service_id IS NULL DESC, t.title, t.id LIMIT \(NoteTemplate.most)
      """, each: NoteTemplate.init(row:))
  }
}

extension Query<NoteTemplate?> {
  public static func noteTemplate(_ id: ID<NoteTemplate>?) -> Self {
    Query("SELECT \(NoteTemplate.columns) WHERE t.id = \(id)", first: NoteTemplate.init(row:))
  }
}

extension NoteTemplate {
  fileprivate static let columns: SQL = """
    t.id, t.kind, t.title, t.service_id, s.name, t.sections, t.release, t.release_days, t.revision, t.retired_at IS NOT NULL
      FROM note_template t LEFT JOIN healthcare_service s ON s.id = t.service_id
    """

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    kind = Composition.Kind(rawValue: try row.next()) ?? .note
    (title, service, serviceName) = try (row.next(), row.next(), row.next())
    sections = try JSONDecoder().decode([Section].self, from: Data(row.next(JSONB.self).utf8))
    rule = try ReleaseRule(ReleaseRule.Code(rawValue: row.next()) ?? .byHand, days: row.next())
    (revision, isRetired) = try (row.next(), row.next())
  }
}

/// A visit of a patient that a note can be of.
public struct NotedVisit: Sendable {
  public let id: ID<Appointment>
  public let start: Date
  public let service: String
}

extension Query<[NotedVisit]> {
  /// The latest visits of a patient with the signed-in practitioner that have begun, or are today.
  public static func notedVisits(of patient: ID<Patient>, at now: Date) -> Self {
    Query(
      """
      SELECT a.id, a.starts_at, s.name FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
       WHERE a.patient_id = \(patient) AND \(Visiting.mine) AND a.status IN ('booked', 'arrived', 'fulfilled')
         AND a.starts_at < \(now + 86_400)
       ORDER BY a.starts_at DESC LIMIT 20
      """
    ) { row in try NotedVisit(id: row.next(), start: row.next(), service: row.next()) }
  }
}

extension Query<(name: String, number: Int)?> {
  /// Nil for whose notes are not the visitor's work. That the record was looked at is noted beside.
  public static func notedPatient(_ id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    let reached: SQL =
      "SELECT p.* FROM patient p WHERE p.id = \(id) AND \(RecordReach.opens("p.id", at: now))"
    return Query(
      """
      WITH reached AS (\(reached)),
      noted AS (\(NoteReach.noting("reached.id", of: "reached.id", "reached", by: visitor, at: now)))
      SELECT concat_ws(' ', given_name, family_name), number FROM reached
      """, first: { row in (try row.next(), try row.next()) })
  }
}

extension Query<[(id: ID<HealthcareService>, name: String)]> {
  /// Those in use, by name.
  public static var servicesToChoose: Self {
    Query("SELECT id, name FROM healthcare_service WHERE active ORDER BY name, id") { row in
      (try row.next(), try row.next())
    }
  }
}

extension Query<ID<Patient>?> {
  /// Whose visit it is, in the signed-in practitioner's schedule.
  public static func patientOfMyVisit(_ id: ID<Appointment>) -> Self {
    Query(
      "SELECT a.patient_id FROM appointment a WHERE a.id = \(id) AND \(Visiting.mine)",
      first: { row in try row.next(ID<Patient>.self) })
  }
}
