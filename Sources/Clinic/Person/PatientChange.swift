public import FoundationEssentials
internal import Postgres

/// That something of a person was changed: from what to what, by whom, and from where.
public struct PatientChange: Sendable {
  public let id: ID<PatientChange>
  public let at: Date
  public let part: PersonPart
  public let origin: Origin
  /// Who did it; nil for nobody who is known.
  public let name: String?
  public let role: Role?
  public let fields: [Field]

  public struct Field: Codable, Hashable, Sendable {
    /// Of its section.
    public let field: String
    /// As the form spells them; numbers of insurance are masked.
    public let before: String
    public let after: String
  }

  /// Whose hands.
  public enum Origin: String, Sendable, CaseIterable {
    case own, parent, staff, file
  }

  public static let pageSize = 100
}

extension SQL {
  /// Keeps what was changed, with the act that changes it.
  static func noting(
    _ fields: [PatientChange.Field], _ part: PersonPart, of patient: ID<Patient>, _ visitor: Visitor,
    id: ID<PatientChange>, at now: Date
  ) throws -> SQL {
    """
    INSERT INTO patient_change (id, patient_id, origin, part, changes, request_id, at)
    SELECT \(id), p.id,
           CASE WHEN p.account_id = (SELECT current_account()) THEN 'own'
                WHEN EXISTS (SELECT FROM acting f
                              WHERE f.patient_id = p.id AND f.account_id = (SELECT current_account())
                                AND \(FamilyRight.keep.holds(at: now))) THEN 'parent'
                ELSE 'staff' END,
           \(part.rawValue), \(try JSONB(encoding: fields)), \(visitor.requestID), \(now)
      FROM patient p WHERE p.id = \(patient)
    """
  }
}

/// Some of the changes of one record, the latest first.
public struct PatientHistory: Sendable {
  public let changes: [PatientChange]
  /// Behind which earlier ones begin; nil where there are none.
  public let last: ID<PatientChange>?
}

extension Query<PatientHistory?> {
  /// Of anybody for whoever keeps patients, else of the visitor or their child. That staff looked is noted beside. Nil for a record
  /// that is not theirs to see.
  ///
  /// - Parameter last: where the page before ended.
  public static func history(
    of id: ID<Patient>, after last: ID<PatientChange>?, by visitor: Visitor, at now: Date
  ) -> Self {
    let whose = visitor.isTheirs(id, at: now)
    let before: SQL =
      last.map { "(c.at, c.id) < ((SELECT at FROM patient_change WHERE id = \($0)), \($0)::uuid)" } ?? "true"
    let noting: SQL =
      visitor.keepsPatients
      ? """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM patient WHERE id = \(id)
      )
      """ : ""
    return Query([
      "\(noting) SELECT FROM patient p WHERE \(whose)",
      """
      SELECT c.id, c.at, c.part, c.origin, a.display_name, a.role, c.changes
        FROM patient p JOIN patient_change c ON c.patient_id = p.id
        LEFT JOIN account a ON a.id = c.account_id
       WHERE \(whose) AND \(before)
       ORDER BY c.at DESC, c.id DESC LIMIT \(PatientChange.pageSize + 1)
      """,
    ]) { rows in
      if rows[rows.startIndex].isEmpty { return nil }
      let all = try rows[rows.startIndex + 1].decode(PatientChange.init(row:))
      let page = Array(all.prefix(PatientChange.pageSize))
      return PatientHistory(changes: page, last: all.count > page.count ? page.last?.id : nil)
    }
  }
}

extension PatientChange {
  fileprivate init(row: inout Row) throws {
    (id, at) = try (row.next(), row.next())
    guard let part = PersonPart(rawValue: try row.next()), let origin = Origin(rawValue: try row.next())
    else {
      throw StoredValueFault(column: "patient_change.part")
    }
    (self.part, self.origin) = (part, origin)
    name = try row.next()
    role = try row.next(String?.self).flatMap(Role.init)
    fields = try JSONDecoder().decode([Field].self, from: Data(row.next(JSONB.self).utf8))
  }
}

extension Query<Int?> {
  /// As the clinic counts its patients.
  public static func number(of id: ID<Patient>?, by visitor: Visitor, at now: Date) -> Self {
    Query(
      "SELECT p.number FROM patient p WHERE \(visitor.isTheirs(id, at: now))",
      first: { row in try row.next() })
  }
}
