internal import FoundationEssentials
internal import Postgres

extension PatientData.Reading {
  /// Those that are in an archive only for whoever's account it is.
  static let ofAccount: Set = [
    "account", "sessions", "known-browsers", "passkeys", "calendar-links", "letters", "feedback",
  ]

  /// Looks in one archive at most.
  static let mostLooks = 10_000

  /// What there is no resource of FHIR for: the account and its devices, letters, wishes, feedback, who looked, what was changed.
  static func lists(_ patient: ID<Patient>, _ account: ID<Account>, at now: Date) -> Query<[AccountList]> {
    // Those that went over to this record are theirs, too, however often that was.
    let records: SQL = """
      WITH RECURSIVE own (id) AS (
        SELECT \(patient)::uuid UNION SELECT gone.id FROM patient gone JOIN own ON gone.replaced_by = own.id
      ) SELECT id FROM own
      """
    let theirs: SQL = "IN (\(records))"
    let all: [(name: String, columns: [String], rows: SQL)] = [
      (
        "account", ["email", "name", "language", "made", "notifications"],
        """
        SELECT email, display_name, language, \(utc("created_at")), channels::text FROM account WHERE id = \(account)
        """
      ),
      (
        "sessions", ["browser", "network", "since", "seen"],
        """
        SELECT agent, address, \(utc("created_at")), \(utc("seen_at")) FROM session
         WHERE account_id = \(account) AND stage = 'full' AND idle_until > \(now) AND expires_at > \(now) ORDER BY seen_at DESC
        """
      ),
      (
        "known-browsers", ["browser", "since", "seen"],
        """
        SELECT agent, \(utc("created_at")), \(utc("seen_at")) FROM known_device
         WHERE account_id = \(account) AND expires_at > \(now) ORDER BY seen_at DESC
        """
      ),
      (
        "passkeys", ["name", "added", "used"],
        "SELECT name, \(utc("created_at")), \(utc("used_at")) FROM passkey WHERE account_id = \(account) ORDER BY created_at"
      ),
      (
        "calendar-links", ["made", "ended"],
        """
        SELECT \(utc("created_at")), \(utc("revoked_at")) FROM calendar_feed WHERE account_id = \(account) ORDER BY created_at
        """
      ),
      (
        "letters", ["kind", "written", "state"],
        """
        SELECT kind, \(utc("created_at")), state FROM outbox_message
         WHERE recipient = (SELECT email FROM account WHERE id = \(account)) ORDER BY created_at
        """
      ),
      (
        "feedback", ["kind", "text", "page", "at", "answer"],
        "SELECT kind, text, page, \(utc("at")), answer FROM feedback WHERE account_id = \(account) ORDER BY at"
      ),
      (
        "waiting-list", ["service", "doctor", "until", "state", "since"],
        """
        SELECT s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name), w.until_day::text, w.state,
               \(utc("w.created_at"))
          FROM waitlist_entry w LEFT JOIN healthcare_service s ON s.id = w.service_id
          LEFT JOIN practitioner p ON p.id = w.practitioner_id
         WHERE w.patient_id = \(patient) ORDER BY w.created_at
        """
      ),
      (
        "changes", ["part", "origin", "at", "fields"],
        "SELECT part, origin, \(utc("at")), changes::text FROM patient_change WHERE patient_id = \(patient) ORDER BY at"
      ),
      (
        "corrections", ["about", "birth-date", "note", "state", "asked", "decided", "answer"],
        """
        SELECT coalesce(nullif(about, ''), 'birth-date'), birth_date::text, note, state, \(utc("asked_at")),
               \(utc("decided_at")), answer
          FROM patient_correction WHERE patient_id \(theirs) ORDER BY asked_at
        """
      ),
      (
        "looks", ["who", "role", "act", "purpose", "reason", "at"],
        """
        SELECT coalesce(actor.display_name, ''), coalesce(actor.role, ''), e.act, e.purpose,
               CASE WHEN e.purpose = 'emergency' THEN e.detail ELSE '' END, \(utc("e.at"))
          FROM audit_event e LEFT JOIN account actor ON actor.id = e.account_id
         WHERE e.entity IN (\(AboutPatient.things(of: records)))
           AND (e.act = ANY (\([Act.read, .emergencyOpened].map(\.rawValue))) AND e.account_id IS DISTINCT FROM \(account)
                OR e.purpose = 'operation')
         ORDER BY e.at DESC, e.id DESC LIMIT \(mostLooks)
        """
      ),
    ]
    return Query(all.map(\.rows)) { rows in
      try zip(all, rows).map { list, rows in
        AccountList(
          name: list.name, columns: list.columns,
          rows: try rows.decode { row in
            var texts: [String?] = []
            for _ in list.columns { texts.append(try row.next(String?.self)) }
            return texts
          })
      }
    }
  }

  /// An instant as text: `2026-11-24T09:20:00Z`.
  private static func utc(_ column: SQL) -> SQL {
    "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
  }
}
