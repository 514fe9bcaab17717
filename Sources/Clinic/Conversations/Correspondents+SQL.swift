public import FoundationEssentials
internal import Postgres

extension Query<[Correspondent]> {
  /// To whom whoever is signed in can write: the clinic's teams, then the doctors with whom they or their children have visits. The
  /// practice of a doctor stands for the doctor.
  public static func correspondents(at now: Date) -> Self {
    Query(
      """
      SELECT 'team:' || t.id, t.name, t.answer_hours, t.practitioner_id IS NOT NULL, t.name
        FROM care_team t
       WHERE t.active AND (t.practitioner_id IS NULL OR EXISTS (
               SELECT FROM appointment a WHERE a.practitioner_id = t.practitioner_id AND \(isVisit(at: now))))
      UNION ALL
      SELECT 'person:' || o.id, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name), \(Conversation.usualHours)::int,
             true, p.family_name
        FROM practitioner p
        JOIN account o ON o.id = p.account_id AND o.disabled_at IS NULL
       WHERE p.active
         AND NOT EXISTS (SELECT FROM care_team t WHERE t.practitioner_id = p.id AND t.active)
         AND EXISTS (SELECT FROM appointment a WHERE a.practitioner_id = p.id AND \(isVisit(at: now)))
       ORDER BY 4, 5, 1
      """, each: Correspondent.init(row:))
  }

  /// To whom staff can hand a conversation over: teams, then everybody who answers patients.
  public static var colleagues: Self {
    Query(
      """
      SELECT 'team:' || t.id, t.name, t.answer_hours, false, t.name FROM care_team t WHERE t.active
      UNION ALL
      SELECT 'person:' || o.id, o.display_name, \(Conversation.usualHours)::int, true, o.display_name
        FROM account o
       WHERE o.role = ANY (\(Permission.answerPatients.roles.map(\.rawValue))) AND o.disabled_at IS NULL
       ORDER BY 4, 5, 1 LIMIT 500
      """, each: Correspondent.init(row:))
  }

  private static func isVisit(at now: Date) -> SQL {
    "a.patient_id IN (\(Patient.mine(for: .message, at: now))) AND a.status <> 'cancelled'"
  }
}

extension Correspondent {
  fileprivate init(row: inout Row) throws {
    guard let aim = Aim(try row.next(String.self)) else { throw StoredValueFault(column: "aim") }
    self.aim = aim
    name = try row.next()
    hours = Int(try row.next(Int32.self))
    _ = try (row.next(Bool.self), row.next(String.self))
  }
}
