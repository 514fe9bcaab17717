internal import FoundationEssentials
internal import Postgres

extension SQL {
  /// A letter to whoever reads a patient's record: there is something new in it, and not what. None to who has one that waits to
  /// be sent.
  ///
  /// - Parameter patients: a query of ids.
  static func tellingOfNews(of patients: SQL, at now: Date) -> SQL {
    let kind = LetterKind.recordNews.rawValue
    return """
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(kind), reader.language, reader.email, '{}', \(now), \(now)
        FROM account reader
       WHERE reader.closed_at IS NULL AND reader.disabled_at IS NULL
         AND EXISTS (SELECT FROM (\(patients)) AS about (patient_id)
                      WHERE reader.id IN (\(Patient.readers(of: "about.patient_id", for: .see, at: now))))
         AND NOT EXISTS (SELECT FROM outbox_message m
                          WHERE m.kind = \(kind) AND m.recipient = reader.email AND m.state = 'queued')
      """
  }
}
