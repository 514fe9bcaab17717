internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Table expressions that write of a file in which a virus was found: to whoever reads the patient's letters, where they are shown
  /// the document and can sign in, and to administrators. Neither says anything of the file: mail is read by others, too.
  ///
  /// Somebody who sent many gets one letter an hour, and an administrator one a day: their pages show the rest.
  ///
  /// - Parameter found: the table expression with the row.
  static func tellingOfVirus(in found: SQL, at now: Date) -> SQL {
    """
    , told_patient AS (
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(LetterKind.documentRejected.rawValue), reader.language, reader.email, '{}', \(now), \(now)
        FROM \(found) d
        JOIN patient pt ON pt.id = d.patient_id
        \(LetterReader.joined(of: "pt", bookedBy: "d.account_id", at: now))
       WHERE reader.id IS NOT NULL AND d.visibility <> 'clinic' AND d.status = 'current'
         AND \(isUntold(.documentRejected, "reader.email", since: now - 3600))
    ), told_administrators AS (
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(LetterKind.virusFound.rawValue), a.language, a.email, '{}', \(now), \(now)
        FROM \(found) d
        JOIN account a ON a.role = ANY (\(Permission.readAuditLog.roles.map(\.rawValue)))
                      AND a.disabled_at IS NULL AND a.closed_at IS NULL
       WHERE \(isUntold(.virusFound, "a.email", since: now - 86_400))
    )
    """
  }

  private static func isUntold(_ letter: LetterKind, _ address: SQL, since: Date) -> SQL {
    """
    NOT EXISTS (SELECT FROM outbox_message m
                 WHERE m.kind = \(letter.rawValue) AND m.recipient = \(address) AND m.created_at > \(since))
    """
  }
}
