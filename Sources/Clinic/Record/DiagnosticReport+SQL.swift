internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension DiagnosticReport {
  /// Of row `r`, for `init(row:)`.
  static var selection: SQL {
    """
    SELECT r.tenant_id, r.id, r.thread, r.status, r.content, r.effective_at, r.gravity, r.recorded_at, author.display_name, r.superseded_at,
           r.seen_at, seer.display_name, r.release_due_at, r.released_at
      FROM diagnostic_report r
      JOIN account author ON author.id = r.recorded_by
      LEFT JOIN account seer ON seer.id = r.seen_by
    """
  }

  init(row: inout Row, _ box: SecretBox) throws {
    let seal = Seal(box: box, tenant: try row.next())
    (id, thread) = try (row.next(), row.next())
    guard let status = Status(rawValue: try row.next()) else { throw StoredValueFault(column: "status") }
    self.status = status
    let words = try SealedWords(row.next([UInt8].self), "diagnostic_report", id.uuid, seal)
    (title, laboratory, conclusion) = (words["title"], words["laboratory"], words["conclusion"])
    effective = try row.next()
    gravity = Gravity(rawValue: try row.next()) ?? .normal
    (recorded, author, superseded) = try (row.next(), row.next(), row.next())
    (seen, seenBy, due, released) = try (row.next(), row.next(), row.next(), row.next())
  }

  /// Reports and their values, in two statements.
  ///
  /// - Parameter reports: a query of ids.
  static func all(_ reports: SQL, _ box: SecretBox) -> Query<[DiagnosticReport]> {
    Query([
      "\(selection) WHERE r.id IN (\(reports)) ORDER BY r.effective_at DESC, r.recorded_at DESC, r.id DESC",
      """
      SELECT o.report_id, \(Observation.columns) FROM observation o JOIN account author ON author.id = o.recorded_by
       WHERE o.report_id IN (\(reports)) ORDER BY o.report_id, o.position
      """,
    ]) { rows in
      var reports = try rows[rows.startIndex].decode { row in try DiagnosticReport(row: &row, box) }
      let values = try rows[rows.startIndex + 1].decode { row in
        (report: try row.next(ID<DiagnosticReport>.self), value: try Observation(row: &row, box))
      }
      let byReport = Dictionary(grouping: values) { $0.report }
      for index in reports.indices { reports[index].values = byReport[reports[index].id]?.map(\.value) ?? [] }
      return reports
    }
  }

  /// What counts of a patient, the latest first.
  static func current(of patient: ID<Patient>, atMost limit: Int, after last: UUID? = nil) -> SQL {
    let earlier: SQL =
      last.map {
        "(effective_at, id) < ((SELECT effective_at FROM diagnostic_report WHERE id = \($0)), \($0)::uuid)"
      } ?? "true"
    return """
      SELECT id FROM diagnostic_report
       WHERE patient_id = \(patient) AND superseded_at IS NULL AND status <> 'entered-in-error' AND \(earlier)
       ORDER BY effective_at DESC, id DESC LIMIT \(limit)
      """
  }

  /// A statement that stores it as a version.
  static func inserting(
    _ entry: ResultEntry, _ id: ID<DiagnosticReport>, thread: ID<DiagnosticReport>, of patient: ID<Patient>,
    _ status: Status, effective: Date, replacing old: ID<DiagnosticReport>?, _ seal: Seal, at now: Date
  ) throws -> SQL {
    let words = SealedWords([
      "title": entry.name, "laboratory": entry.laboratory, "conclusion": entry.conclusion,
    ])
    return """
      INSERT INTO diagnostic_report (id, thread, replaces, patient_id, status, effective_at, gravity, content, recorded_at)
      VALUES (\(id), \(thread), \(old), \(patient), \(status.rawValue), \(effective), \(entry.gravity.rawValue),
              \(try words.sealed("diagnostic_report", id.uuid, seal)), \(now))
      """
  }
}

extension SQL {
  /// Releases results, notes it, and writes to whom it is theirs to see that there is something new: not what.
  ///
  /// - Parameters:
  ///   - condition: of row `r`.
  ///   - act: of the audit log's row, apart from its own columns: purpose, request, address, agent.
  static func releasing(if condition: SQL, by account: SQL, _ noting: SQL, at now: Date) -> SQL {
    """
    WITH released AS (
      UPDATE diagnostic_report r SET released_at = \(now), released_by = \(account), release_due_at = NULL
       WHERE \(condition) AND r.released_at IS NULL AND r.superseded_at IS NULL AND r.status IN ('final', 'amended', 'corrected')
      RETURNING r.id, r.patient_id
    ), noted AS (
      INSERT INTO audit_event (id, act, entity, detail, at, purpose, request_id, address, agent)
      SELECT gen_random_uuid(), \(Act.resultReleased.rawValue), patient_id, id::text, \(now), \(noting) FROM released
    )
    \(tellingOfNews(of: "SELECT patient_id FROM released", at: now))
    """
  }
}
