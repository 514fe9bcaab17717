internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

extension RecordEntry {
  /// What counts, what is present first: one more than a chart shows.
  static func listed(of patient: ID<Patient>, _ box: SecretBox, if condition: SQL) -> Query<[Version<Self>]> {
    Query(
      """
      \(selection) WHERE e.patient_id = \(patient) AND e.superseded_at IS NULL AND \(condition)
       ORDER BY e.\(unsafe: storage.columns[0]) NOT IN ('active', 'recurrence', 'relapse', 'intended', 'on-hold'),
                e.recorded_at DESC, e.id DESC LIMIT \(PatientChart.most + 1)
      """, each: { row in try Version(row: &row, box) })
  }
}

extension Query<PatientChart.Head?> {
  /// Whose record it is; nil where it is not open to the visitor. The look is noted.
  public static func chartHead(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH \(RecordReach.looking(at: id, by: visitor, at: now))
      SELECT pt.id, pt.number, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, pt.gender,
             CASE WHEN NOT right_to.is_treated THEN right_to.reason END, \(NeedAtSight.column(of: "pt"))
        FROM right_to JOIN patient pt ON pt.id = right_to.id
      """,
      first: { row in
        try PatientChart.Head(
          id: row.next(), number: row.next(), name: row.next(), birthDate: Day(sql: row.next()),
          gender: AdministrativeGender(rawValue: row.next()) ?? .unknown, emergency: row.next(),
          needs: row.needsAtSight())
      })
  }
}

extension Query<[OpenedRecord.Visit]> {
  static func visits(of patient: ID<Patient>, atMost limit: Int, if condition: SQL) -> Self {
    Query(
      """
      SELECT a.starts_at, a.status, s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name), a.reason
        FROM appointment a
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN practitioner p ON p.id = a.practitioner_id
       WHERE a.patient_id = \(patient) AND \(condition)
       ORDER BY a.starts_at DESC, a.id LIMIT \(limit)
      """, each: OpenedRecord.Visit.init(row:))
  }
}
