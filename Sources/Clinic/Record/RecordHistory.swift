internal import Credentials
public import FoundationEssentials
internal import Postgres

/// What was ever entered of one part of a patient's record: some of it, the latest first.
public struct RecordHistory<Entry: Sendable>: Sendable {
  public let head: PatientChart.Head
  public let entries: [Entry]
  /// Behind which earlier ones begin; nil where there are none.
  public let last: UUID?

  public static var pageSize: Int { 100 }

  init(_ head: PatientChart.Head, _ found: [Entry], id: (Entry) -> UUID) {
    self.head = head
    entries = Array(found.prefix(Self.pageSize))
    last = found.count > entries.count ? entries.last.map(id) : nil
  }
}

extension Clinic {
  /// Every version, those that were wrong included. Nil, and noted, as of ``chart(of:by:at:)``.
  ///
  /// - Parameter last: where the page before ended.
  public func history<E: RecordEntry>(
    _: E.Type = E.self, of id: ID<Patient>, after last: UUID?, by visitor: Visitor, at now: Date
  ) -> Query<RecordHistory<Version<E>>?> {
    let box = secrets.box
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let earlier: SQL =
      last.map {
        "(e.recorded_at, e.id) < ((SELECT recorded_at FROM \(unsafe: E.storage.table) WHERE id = \($0)), \($0)::uuid)"
      } ?? "true"
    let versions = Query<[Version<E>]>(
      """
      \(E.selection) WHERE e.patient_id = \(id) AND \(earlier) AND \(RecordReach.opens("\(id)", at: now))
       ORDER BY e.recorded_at DESC, e.id DESC LIMIT \(RecordHistory<Version<E>>.pageSize + 1)
      """, each: { row in try Version(row: &row, box) })
    return Query(head.statements + versions.statements) { rows in
      guard let head = try head.read(rows.prefix(1)) else { return nil }
      return RecordHistory(head, try versions.read(rows.dropFirst(1)), id: \.id.uuid)
    }
  }

  /// Vital signs of one kind, those that were wrong included.
  public func vitalsHistory(
    _ vital: Vital, of id: ID<Patient>, after last: UUID?, by visitor: Visitor, at now: Date
  ) -> Query<RecordHistory<Observation>?> {
    let box = secrets.box
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let earlier: SQL =
      last.map {
        "(o.effective_at, o.id) < ((SELECT effective_at FROM observation WHERE id = \($0)), \($0)::uuid)"
      } ?? "true"
    let values = Query<[Observation]>(
      """
      SELECT \(Observation.columns) FROM observation o JOIN account author ON author.id = o.recorded_by
       WHERE o.patient_id = \(id) AND o.category = 'vital-signs' AND o.code = \(vital.rawValue) AND \(earlier)
         AND \(RecordReach.opens("\(id)", at: now))
       ORDER BY o.effective_at DESC, o.id DESC LIMIT \(RecordHistory<Observation>.pageSize + 1)
      """, each: { row in try Observation(row: &row, box) })
    return Query(head.statements + values.statements) { rows in
      guard let head = try head.read(rows.prefix(1)) else { return nil }
      return RecordHistory(head, try values.read(rows.dropFirst(1)), id: \.id.uuid)
    }
  }

  /// Results that count, the latest first.
  public func resultsHistory(
    of id: ID<Patient>, after last: UUID?, by visitor: Visitor, at now: Date
  ) -> Query<RecordHistory<DiagnosticReport>?> {
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let size = RecordHistory<DiagnosticReport>.pageSize
    let reports = DiagnosticReport.all(
      """
      SELECT c.id FROM (\(DiagnosticReport.current(of: id, atMost: size + 1, after: last))) AS c
       WHERE \(RecordReach.opens("\(id)", at: now))
      """, secrets.box)
    return Query(head.statements + reports.statements) { rows in
      guard let head = try head.read(rows.prefix(1)) else { return nil }
      return RecordHistory(head, try reports.read(rows.dropFirst(1)), id: \.id.uuid)
    }
  }

  /// One result in all its versions, the latest first. Empty for one that is not of this patient.
  public func result(
    _ thread: ID<DiagnosticReport>, of id: ID<Patient>, by visitor: Visitor, at now: Date
  ) -> Query<RecordHistory<DiagnosticReport>?> {
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let versions = DiagnosticReport.all(
      """
      SELECT c.id FROM diagnostic_report c
       WHERE c.thread = \(thread) AND c.patient_id = \(id) AND \(RecordReach.opens("\(id)", at: now))
      """, secrets.box)
    return Query(head.statements + versions.statements) { rows in
      guard let head = try head.read(rows.prefix(1)) else { return nil }
      let all = try versions.read(rows.dropFirst(1)).sorted { $0.recorded > $1.recorded }
      return RecordHistory(head, all, id: \.id.uuid)
    }
  }

  /// One entry as it counts, for its form. Nil, and noted, as of ``chart(of:by:at:)``; without an entry where there is none.
  public func entry<E: RecordEntry>(
    _ thread: ID<E>?, of id: ID<Patient>, by visitor: Visitor, at now: Date
  ) -> Query<(head: PatientChart.Head, version: Version<E>?, allergies: [Version<AllergyIntolerance>])?> {
    let (box, opens) = (secrets.box, RecordReach.opens("\(id)", at: now))
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let version = E.current(of: id, box, if: "e.thread = \(thread) AND \(opens)")
    let allergies = AllergyIntolerance.listed(of: id, box, if: opens)
    return Query(head.statements + version.statements + allergies.statements) { rows in
      guard let head = try head.read(rows.prefix(1)) else { return nil }
      return (
        head: head, version: try version.read(rows.dropFirst(1)).first,
        allergies: try allergies.read(rows.dropFirst(2))
      )
    }
  }
}
