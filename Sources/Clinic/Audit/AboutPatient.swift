internal import Postgres

/// What the audit log can be about that is a patient's: their record, their account, and what was done for them.
enum AboutPatient {
  /// A query of ids.
  ///
  /// - Parameter patients: a query of ids.
  static func things(of patients: SQL) -> SQL {
    // An array that is made once: whoever searches for a name searches once.
    let theirs: SQL = "= ANY ((SELECT ids FROM theirs)::uuid[])"
    return """
      SELECT thing.id FROM (
        WITH theirs AS MATERIALIZED (SELECT coalesce(array_agg(p.id), '{}') AS ids FROM (\(patients)) AS p (id))
        SELECT unnest(ids) AS id FROM theirs
        UNION ALL SELECT account_id FROM patient WHERE id \(theirs) AND account_id IS NOT NULL
        UNION ALL SELECT id FROM appointment WHERE patient_id \(theirs)
        UNION ALL (SELECT DISTINCT series_id FROM appointment WHERE patient_id \(theirs) AND series_id IS NOT NULL)
        UNION ALL SELECT id FROM waitlist_entry WHERE patient_id \(theirs)
        UNION ALL SELECT o.id FROM waitlist_offer o JOIN waitlist_entry w ON w.id = o.entry_id
                   WHERE w.patient_id \(theirs)
        UNION ALL SELECT id FROM queue_ticket WHERE patient_id \(theirs)
        UNION ALL SELECT id FROM invoice WHERE patient_id \(theirs)
        UNION ALL SELECT id FROM document_reference WHERE patient_id \(theirs)
        UNION ALL SELECT id FROM composition WHERE patient_id \(theirs)
        UNION ALL SELECT id FROM conversation WHERE patient_id \(theirs)
      ) AS thing
      """
  }

  /// The patient of event `e`; NULL where it is about nobody's record.
  static let patient: SQL = """
    coalesce(
      (SELECT id FROM patient WHERE id = e.entity),
      (SELECT patient_id FROM appointment WHERE id = e.entity),
      (SELECT id FROM patient WHERE account_id = e.entity),
      (SELECT patient_id FROM waitlist_entry WHERE id = e.entity),
      (SELECT w.patient_id FROM waitlist_offer o JOIN waitlist_entry w ON w.id = o.entry_id WHERE o.id = e.entity),
      (SELECT patient_id FROM queue_ticket WHERE id = e.entity),
      (SELECT patient_id FROM invoice WHERE id = e.entity),
      (SELECT patient_id FROM document_reference WHERE id = e.entity),
      (SELECT patient_id FROM composition WHERE id = e.entity),
      (SELECT patient_id FROM conversation WHERE id = e.entity),
      (SELECT patient_id FROM appointment WHERE series_id = e.entity LIMIT 1))
    """
}
