public import FoundationEssentials
internal import Postgres

extension PatientMerge {
  /// A column that names a patient or an account, in rows that have ids.
  struct Place: Hashable {
    let table: String
    let column: String

    /// As moved rows are noted.
    var sort: String { "\(table).\(column)" }
  }

  /// What belongs to a patient and goes over. A test reads from the catalogue that no table is forgotten.
  static let moved = [
    Place(table: "appointment", column: "patient_id"), Place(table: "occupancy", column: "resource_id"),
    Place(table: "queue_ticket", column: "patient_id"), Place(table: "waitlist_entry", column: "patient_id"),
    Place(table: "related_person", column: "patient_id"), Place(table: "invoice", column: "patient_id"),
    Place(table: "document_reference", column: "patient_id"),
    Place(table: "document_upload", column: "patient_id"),
    Place(table: "patient_contact", column: "patient_id"), Place(table: "coverage", column: "patient_id"),
    Place(table: "patient_change", column: "patient_id"),
    Place(table: "patient_correction", column: "patient_id"),
    Place(table: "consent", column: "patient_id"), Place(table: "encounter", column: "patient_id"),
    Place(table: "composition", column: "patient_id"),
    Place(table: "medication_request", column: "patient_id"),
    Place(table: "allergy_intolerance", column: "patient_id"),
    Place(table: "condition", column: "patient_id"),
    Place(table: "medication_statement", column: "patient_id"),
    Place(table: "diagnostic_report", column: "patient_id"),
    Place(table: "observation", column: "patient_id"),
    Place(table: "conversation", column: "patient_id"),
  ]

  /// What belongs to an account as its owner's, and goes over to the one that is left.
  static let movedAccounts = [
    Place(table: "related_person", column: "account_id"),
    Place(table: "waitlist_entry", column: "account_id"),
  ]

  /// Tables that name a patient, and whose rows stay where they are.
  static let staying = [
    "patient": "says itself by which record it was replaced",
    "patient_word": "holds the words of the record's own name",
    "patient_merge": "is what this is about",
    "family_invitation": "asks somebody to act for the record as it was: they are asked again",
    "handover_notice": "tells of which record's coming of age somebody was told",
    "invitation": "leads to the record as it was: whoever it was for is invited again",
    "data_archive": "is a copy, which whoever asked for it had of that record alone",
    "emergency_access": "tells whose record was opened, as the audit log does",
  ]
}

extension Query<[Date]> {
  /// When both have a visit.
  public static func mergeOverlaps(_ one: ID<Patient>, _ other: ID<Patient>) -> Self {
    Query(.overlaps(one, other), each: { row in try row.next() })
  }
}

extension SQL {
  /// A row for each time at which both have a visit.
  static func overlaps(_ one: ID<Patient>, _ other: ID<Patient>) -> SQL {
    """
    SELECT a.starts_at FROM occupancy a JOIN occupancy b ON a.starts_at < b.ends_at AND b.starts_at < a.ends_at
     WHERE a.resource_id = \(one) AND b.resource_id = \(other) AND a.released_at IS NULL AND b.released_at IS NULL
     ORDER BY 1
    """
  }

  static func merging(_ new: NewPatientMerge, _ id: ID<PatientMerge>, at now: Date) -> [SQL] {
    let columns = MergeField.allCases.filter(new.taken.contains).flatMap(\.columns)
    return [
      """
      INSERT INTO patient_merge (id, kept, gone, before, after, at)
      SELECT \(id), k.id, g.id, \(json(columns, of: "k")), \(json(columns, of: "g")), \(now)
        FROM patient k, patient g WHERE k.id = \(new.kept) AND g.id = \(new.gone)
      """
    ]
      + PatientMerge.moved.map { move($0, id, from: "\(new.gone)", to: "\(new.kept)") }
      + accounts(new, id, at: now)
      + [
        """
        UPDATE related_person r SET ended_at = \(now), ended_by = current_account(), ended_side = 'staff',
                                    ended_reason = ended.ended_reason
          FROM related_person ended
         WHERE r.patient_id = \(new.kept) AND r.ended_at IS NULL AND r.document_seen = ''
           AND ended.patient_id = r.patient_id AND ended.account_id = r.account_id AND ended.ended_side = 'staff'
        """,
        """
        UPDATE patient k SET \(assigning(columns) { "g.\($0)" }) FROM patient g
         WHERE k.id = \(new.kept) AND g.id = \(new.gone)
        """,
        "UPDATE patient SET retired_at = \(now), replaced_by = \(new.kept) WHERE id = \(new.gone)",
      ]
  }

  static func unmerging(_ merge: PatientMerge, at now: Date) -> [SQL] {
    let columns = MergeField.allCases.flatMap(\.columns)
    return [
      // Out of use, a record has no account: it is in use again first.
      "UPDATE patient SET retired_at = NULL, replaced_by = NULL WHERE id = \(merge.gone)"
    ]
      + PatientMerge.moved.map { moveBack($0, merge.id, from: "\(merge.kept)", to: "\(merge.gone)") }
      + accountsBack(merge)
      + [
        """
        UPDATE patient k
           SET \(assigning(columns) { column in
             """
             CASE WHEN m.after ? \(unsafe: "'\(column)'") AND to_jsonb(k.\(column)) = m.after -> \(unsafe: "'\(column)'")
                  THEN old.\(column) ELSE k.\(column) END
             """
           })
          FROM patient_merge m, jsonb_populate_record(NULL::patient, m.before) AS old
         WHERE m.id = \(merge.id) AND k.id = m.kept
        """,
        "UPDATE patient_merge SET undone_at = \(now) WHERE id = \(merge.id)",
      ]
  }

  private static func json(_ columns: [String], of row: SQL) -> SQL {
    let parts: [SQL] = columns.map { "\(unsafe: "'\($0)'"), \(row).\(unsafe: $0)" }
    return "jsonb_build_object(\(parts.joined(separator: ", ")))"
  }

  /// Of no column, it changes nothing.
  private static func assigning(_ columns: [String], _ value: (SQL) -> SQL) -> SQL {
    let all = columns.isEmpty ? ["phone"] : columns
    let own: SQL = "k.phone"
    return all.map { column in
      "\(unsafe: column) = \(columns.isEmpty ? own : value("\(unsafe: column)"))"
    }.joined(separator: ", ")
  }

  private static func move(
    _ place: PatientMerge.Place, _ id: ID<PatientMerge>, from gone: SQL, to kept: SQL
  ) -> SQL {
    // Whose child both are already, the kept one stays; what the clinic has ended for one is not given back by the other.
    let other: SQL = place.column == "patient_id" ? "account_id" : "patient_id"
    let but: SQL =
      place.table != "related_person"
      ? ""
      : """
      AND (t.ended_at IS NOT NULL
           OR NOT EXISTS (SELECT FROM related_person r
                           WHERE r.\(unsafe: place.column) = \(kept) AND r.\(other) = t.\(other)
                             AND (r.ended_at IS NULL OR r.ended_side = 'staff')))
      """
    return """
      WITH moved AS (
        UPDATE \(unsafe: place.table) t SET \(unsafe: place.column) = \(kept)
         WHERE t.\(unsafe: place.column) = \(gone) \(but) RETURNING t.id
      )
      INSERT INTO patient_merge_row (merge_id, sort, row_id) SELECT \(id), \(place.sort), id FROM moved
      """
  }

  private static func moveBack(
    _ place: PatientMerge.Place, _ id: ID<PatientMerge>, from kept: SQL, to gone: SQL
  ) -> SQL {
    """
    UPDATE \(unsafe: place.table) t SET \(unsafe: place.column) = \(gone)
      FROM patient_merge_row m
     WHERE m.merge_id = \(id) AND m.sort = \(place.sort) AND m.row_id = t.id
       AND t.\(unsafe: place.column) = \(kept)
    """
  }
}

extension SQL {
  /// The account that is left signs in to the kept record. Another one is shut, and its sessions end: two accounts of one
  /// person would be two records again.
  private static func accounts(_ new: NewPatientMerge, _ id: ID<PatientMerge>, at now: Date) -> [SQL] {
    let left = noted("account left", id)
    return [
      """
      WITH two AS (
        SELECT k.account_id AS kept, g.account_id AS gone, ka.id AS open_kept, ga.id AS open_gone
          FROM patient k JOIN patient g ON k.id = \(new.kept) AND g.id = \(new.gone)
          LEFT JOIN account ka ON ka.id = k.account_id AND ka.closed_at IS NULL
          LEFT JOIN account ga ON ga.id = g.account_id AND ga.closed_at IS NULL
      ), left_one AS (
        -- One that its owner has closed signs nobody in.
        SELECT CASE WHEN \(new.takesAccount) THEN coalesce(open_gone, open_kept, kept, gone)
                    ELSE coalesce(open_kept, open_gone, kept, gone) END AS stays
          FROM two
      ), lost AS (
        SELECT CASE WHEN stays = kept THEN gone ELSE kept END AS id FROM two, left_one
      ), shut AS (
        UPDATE account a SET disabled_at = \(now) FROM lost WHERE a.id = lost.id AND a.disabled_at IS NULL RETURNING a.id
      ), ended AS (
        DELETE FROM session s USING lost WHERE s.account_id = lost.id
      )
      INSERT INTO patient_merge_row (merge_id, sort, row_id)
      SELECT \(id), sort, account
        FROM (SELECT 'account of kept' AS sort, kept AS account FROM two
              UNION ALL SELECT 'account of gone', gone FROM two
              UNION ALL SELECT 'account left', stays FROM left_one
              UNION ALL SELECT 'account lost', lost.id FROM lost
              UNION ALL SELECT 'account shut', shut.id FROM shut) AS noted
       WHERE account IS NOT NULL
      """,
      "UPDATE patient SET account_id = NULL WHERE id IN (\(new.kept), \(new.gone))",
      "UPDATE patient SET account_id = \(left) WHERE id = \(new.kept)",
    ] + PatientMerge.movedAccounts.map { move($0, id, from: noted("account lost", id), to: left) }
  }

  private static func noted(_ sort: String, _ id: ID<PatientMerge>) -> SQL {
    "(SELECT row_id FROM patient_merge_row WHERE merge_id = \(id) AND sort = \(sort))"
  }

  /// Only what nobody has changed since.
  private static func accountsBack(_ merge: PatientMerge) -> [SQL] {
    func was(_ sort: String) -> SQL { noted(sort, merge.id) }
    return PatientMerge.movedAccounts.map {
      moveBack($0, merge.id, from: was("account left"), to: was("account lost"))
    } + [
      """
      UPDATE account a SET disabled_at = NULL FROM patient_merge m
       WHERE m.id = \(merge.id) AND a.id = \(was("account shut")) AND a.closed_at IS NULL AND a.disabled_at = m.at
      """,
      """
      UPDATE patient SET account_id = NULL
       WHERE id = \(merge.kept) AND account_id IN (\(was("account of kept")), \(was("account of gone")))
      """,
      """
      UPDATE patient SET account_id = \(was("account of gone"))
       WHERE id = \(merge.gone) AND NOT EXISTS (SELECT FROM patient p WHERE p.account_id = \(was("account of gone")))
      """,
      """
      UPDATE patient SET account_id = \(was("account of kept"))
       WHERE id = \(merge.kept) AND account_id IS NULL
         AND NOT EXISTS (SELECT FROM patient p WHERE p.account_id = \(was("account of kept")))
      """,
    ]
  }
}
