public import FoundationEssentials
internal import Postgres

extension Query<[ID<Appointment>: VisitNeeds]> {
  /// What the next visits of the visitor and their children still need of them.
  public static func visitNeeds(at now: Date) -> Self {
    Query(
      """
      SELECT a.id, a.online AND \(TelehealthConsent.given(for: "a.patient_id")) IS NULL, \(IntakeProgress.columns)
        FROM appointment a
       WHERE \(Appointment.mine(for: .attend, at: now)) AND a.starts_at > \(now - 86_400) AND a.ends_at > \(now)
         AND a.status IN ('booked', 'pending', 'arrived')
       ORDER BY a.starts_at LIMIT 50
      """
    ) { rows in
      Dictionary(
        try rows.decode { row in
          let id = try row.next(ID<Appointment>.self)
          let lacksConsent = try row.next(Bool.self)
          return (id, VisitNeeds(consent: lacksConsent, intake: try IntakeProgress(row: &row)))
        }
      ) { first, _ in first }
    }
  }
}

/// Somebody of whom a dashboard shows something: whoever is signed in, or whom they act for.
public struct DashboardPerson: Sendable {
  public let id: ID<Patient>
  public let name: String
  public let isMyself: Bool
  /// Whether the visitor may book for them.
  public let isToBookFor: Bool
  /// Whether the visitor knows which visits they have.
  public let hasVisitsShown: Bool
}

extension Query<[DashboardPerson]> {
  /// Whoever is signed in first, then the others, the eldest first.
  public static func dashboardPeople(at now: Date) -> Self {
    Query(
      """
      SELECT p.id, concat_ws(' ', p.given_name, p.family_name), p.account_id IS NOT DISTINCT FROM (SELECT current_account()),
             p.id = ANY (ARRAY(\(Patient.mine(for: .book, at: now)))), p.id = ANY (ARRAY(\(Patient.mine(for: .visits, at: now))))
        FROM patient p
       WHERE p.id = ANY (ARRAY(\(Patient.mine(for: .any, at: now)))) AND p.retired_at IS NULL
       ORDER BY 3 DESC, p.birth_date, p.id
      """
    ) { row in
      try DashboardPerson(
        id: row.next(), name: row.next(), isMyself: row.next(), isToBookFor: row.next(),
        hasVisitsShown: row.next())
    }
  }
}

/// A time of the waiting list that is kept for the visitor.
public struct WaitingOffer: Sendable {
  public let id: ID<WaitlistOffer>
  public let service: String
  public let practitionerName: String
  public let during: Range<Date>
  public let answerUntil: Date
  /// For whom else it is; nil for whoever is signed in.
  public let other: String?
}

extension Query<[WaitingOffer]> {
  public static func waitingOffers(at now: Date, of person: ID<Patient>? = nil) -> Self {
    Query(
      """
      SELECT o.id, s.name, p.prefix, p.given_name, p.family_name, o.during, o.answer_until,
             CASE WHEN pt.account_id IS DISTINCT FROM (SELECT current_account())
                  THEN concat_ws(' ', pt.given_name, pt.family_name) END
        FROM waitlist_entry w
        JOIN waitlist_offer o ON o.entry_id = w.id AND o.state = 'open' AND o.answer_until > \(now)
        JOIN healthcare_service s ON s.id = o.service_id
        JOIN practitioner p ON p.id = o.practitioner_id
        JOIN patient pt ON pt.id = w.patient_id
       WHERE w.account_id = (SELECT current_account())
         AND w.patient_id = ANY (ARRAY(\(Patient.mine(for: .book, at: now))))\(Patient.only(person, "w.patient_id"))
       ORDER BY o.answer_until LIMIT 20
      """
    ) { row in
      try WaitingOffer(
        id: row.next(), service: row.next(),
        practitionerName: Practitioner.name(row.next(), row.next(), row.next()), during: row.next(),
        answerUntil: row.next(), other: row.next())
    }
  }
}

/// What is not whole of the account of whoever is signed in.
public enum AccountGap: String, Sendable, CaseIterable {
  /// Another e-mail address waits for its code.
  case address
  /// A password is all that there is.
  case factor
}

extension Query<[AccountGap]> {
  public static func accountGaps(at now: Date) -> Self {
    Query(
      """
      SELECT EXISTS (SELECT FROM address_change c WHERE c.account_id = own.id AND c.expires_at > \(now)),
             own.totp_seed IS NULL AND NOT EXISTS (SELECT FROM passkey k WHERE k.account_id = own.id)
        FROM account own
       WHERE own.id = (SELECT current_account())
      """
    ) { rows in
      try rows.decode { row in
        try AccountGap.allCases.map { gap in try row.next(Bool.self) ? gap : nil }.compactMap(\.self)
      }.first ?? []
    }
  }
}
