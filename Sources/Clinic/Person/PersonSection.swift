internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// One part of what a clinic knows of a patient as a person. Its fields make the form, the comparison with another's version and
/// the history, as those of entries do (docs/decisions/0015).
public protocol PersonSection: Fielded where Of == Patient {
  static var part: PersonPart { get }
  static var storage: PersonStorage<Self> { get }
}

/// The raw values stand in addresses, in the message catalogues and in the history.
public enum PersonPart: String, Sendable, CaseIterable {
  case name, birth, reach, languages, needs, contacts, coverage

  /// As the audit log names what was changed.
  func details(_ fields: [String]) -> [Detail] {
    switch self {
    case .name, .birth, .reach: Set(fields.compactMap(Detail.named)).sorted { $0.rawValue < $1.rawValue }
    case .languages: [.spokenLanguages]
    case .needs: [.needs]
    case .contacts: [.contacts]
    case .coverage: [.coverage]
    }
  }
}

extension PersonSection {
  public static var words: String { "person.\(part.rawValue)" }
  public var title: String { "" }

  /// What each field says, numbers of insurance masked.
  public func told(in surroundings: Surroundings) -> [String: Texts] {
    Dictionary(uniqueKeysWithValues: texts(in: surroundings).map { ($0, Self.storage.told($0, $1)) })
  }
}

/// Where a section is stored: all the SQL that is its own.
public struct PersonStorage<S: PersonSection>: Sendable {
  /// Of patient `p`.
  let columns: SQL
  let read: @Sendable (inout Row, ID<Patient>, Seal) throws -> S
  /// From what was stored to what is to be; called only where a field has changed.
  let write: @Sendable (S, S, PersonWriting) throws -> [SQL]
  /// What is written although nothing has changed: that somebody said so.
  var confirm: @Sendable (ID<Patient>, PersonWriting) -> [SQL] = { _, _ in [] }
  /// What the history says of a field.
  var told: @Sendable (String, Texts) -> Texts = { $1 }
}

/// By which sensitive columns of one clinic are sealed: `SecretBox`.
struct Seal: Sendable {
  let box: SecretBox
  let tenant: ID<Tenant>
}

struct PersonWriting: Sendable {
  let now: Date
  let seal: Seal
  let newID: @Sendable () -> UUID
}

extension Visitor {
  /// Whether they keep any patient's record: the door has let them in for that.
  var keepsPatients: Bool { access == .may(.keepPatients) }

  /// Whether patient `p` is the one that is meant, and theirs to see: `Patient.mine`, or anybody for whoever keeps patients.
  ///
  /// - Parameter id: nil for the visitor's own record.
  func isTheirs(_ id: ID<Patient>?, at now: Date) -> SQL {
    guard let id else { return "p.account_id = (SELECT current_account())" }
    return keepsPatients ? "p.id = \(id)" : "p.id = \(id) AND p.id IN (\(Patient.mine(for: .keep, at: now)))"
  }
}

extension Clinic {
  /// One section of a patient: anybody's for whoever keeps patients, else the visitor's own or their child's. That staff looked is
  /// noted beside.
  ///
  /// - Parameter id: nil for the visitor's own record.
  public func section<S: PersonSection>(
    _: S.Type = S.self, of id: ID<Patient>?, by visitor: Visitor, at now: Date, isNoted: Bool = true
  ) -> Query<S?> {
    section(of: id, by: visitor, at: now, isNoted: isNoted, locked: "")
  }

  func section<S: PersonSection>(
    _: S.Type = S.self, of id: ID<Patient>?, by visitor: Visitor, at now: Date, isNoted: Bool, locked: SQL
  ) -> Query<S?> {
    let box = secrets.box
    let whose = visitor.isTheirs(id, at: now)
    let noting: SQL =
      visitor.keepsPatients && isNoted
      ? """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM patient WHERE id = \(id)
      )
      """ : ""
    return Query(
      """
      \(noting)
      SELECT current_tenant(), p.id, \(S.storage.columns) FROM patient p WHERE \(whose) \(locked)
      """,
      first: { row in
        let seal = Seal(box: box, tenant: try row.next())
        return try S.storage.read(&row, try row.next(), seal)
      })
  }

  /// Changes one section by what somebody typed; who changes nothing leaves no trace.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)` when somebody else changed it meanwhile, and wants something else;
  ///   `.conflict(.recordRetired)`; `Refusal.invalid`; `Refusal.unknown` for whose record is not theirs.
  public func keep<S: PersonSection>(_ draft: EntryDraft<S>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      let query: Query<S?> = section(
        of: draft.id, by: visitor, at: now, isNoted: false, locked: "FOR NO KEY UPDATE OF p")
      guard let stored = try await records.ask(query) else { throw Refusal.unknown }
      if try await records.ask(.isRetired(draft.id)) { throw Refusal.conflict(.recordRetired) }
      let surroundings = Surroundings(
        currency: "", today: try zones.rules(for: records.visit.tenant.timeZone).local(now).day)
      let revised = try draft.revised(stored, in: surroundings)
      let changes = EntryChanges(from: stored, to: revised, in: surroundings).fields
      let writing = PersonWriting(now: now, seal: Seal(box: secrets.box, tenant: records.visit.tenant.id)) {
        ids.next(at: now)
      }
      let confirmed = S.storage.confirm(draft.id, writing)
      if changes.isEmpty {
        if confirmed.isEmpty { return }
        return try await records.finish(.patientChanged, of: draft.id.uuid, confirmed, detail: "said again")
      }
      let told = changes.map {
        PatientChange.Field(
          field: $0.key, before: S.storage.told($0.key, $0.before).line,
          after: S.storage.told($0.key, $0.after).line)
      }
      try await records.finish(
        .patientChanged, of: draft.id.uuid, changed: S.part.details(changes.map(\.key)),
        try S.storage.write(stored, revised, writing) + confirmed + [
          try .noting(told, S.part, of: draft.id, visitor, id: newID(), at: now)
        ])
    }
  }
}

extension Query<Bool> {
  fileprivate static func isRetired(_ id: ID<Patient>) -> Self {
    Query("SELECT FROM patient WHERE id = \(id) AND retired_at IS NOT NULL") { !$0.isEmpty }
  }
}
