internal import FoundationEssentials
internal import Postgres

extension TenantRecords {
  /// One letter about several visits of a patient, booked or not, with what calendars have to know of each.
  ///
  /// - Parameter told: a query of their ids, and of when each that was moved began before (`was`); of none there is no letter.
  func telling(_ kind: LetterKind, of told: SQL) -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT \(clinic.newID() as ID<OutboxMessage>), \(kind.rawValue), letter.language, letter.address,
           jsonb_strip_nulls(jsonb_build_object(
             'patient', letter.called, 'appointment', letter.first, 'visits', letter.visits::text,
             'no-account', letter.no_account)), \(now), \(now)
      FROM (SELECT min(\(LetterReader.email(of: "pt"))) AS address, min(\(LetterReader.language)) AS language,
                   min(\(LetterReader.hasNoAccount)) AS no_account,
                   min(coalesce(nullif(pt.preferred_name, ''), pt.given_name)) AS called,
                   (array_agg(a.id ORDER BY a.starts_at, a.id))[1] AS first,
                   jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                     \(.entry(of: "a")), 'status', a.status, 'was', extract(epoch FROM told.was)::bigint::text))
                     ORDER BY a.starts_at, a.id) AS visits
              FROM (\(told)) AS told
              JOIN appointment a ON a.id = told.id
              JOIN patient pt ON pt.id = a.patient_id
              \(LetterReader.joined(of: "pt", bookedBy: "a.booked_by", at: now))) AS letter
     WHERE letter.address IS NOT NULL
    """
  }
}
