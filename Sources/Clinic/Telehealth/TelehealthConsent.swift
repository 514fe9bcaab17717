public import FoundationEssentials
internal import Postgres

/// What a patient, or a parent, agreed to before visits by video or phone (FHIR R4 Consent), in the version that holds now.
///
/// In each language one text holds: the newest version of the newest name that is needed for telehealth. Who agreed to an earlier
/// version is asked again; which language they read it in is theirs.
public struct TelehealthConsent: Sendable {
  public let id: ID<TelehealthConsent>
  public let patient: ID<Patient>
  public let patientName: String
  public let isOwn: Bool
  public let text: ID<ConsentText>
  public let name: String
  public let version: Int
  public let at: Date
  /// Whether it is to a version that holds now.
  public let isCurrent: Bool
}

extension TelehealthConsent {
  /// The ids of the texts that hold now, one of each language.
  static let texts: SQL = """
    SELECT DISTINCT ON (c.language) c.id FROM consent_text c
     WHERE c.telehealth AND NOT EXISTS (SELECT FROM consent_text later
                                         WHERE later.name = c.name AND later.language = c.language
                                           AND later.version > c.version)
     ORDER BY c.language, c.at DESC, c.id DESC
    """

  /// Since when a patient has agreed to one of these; NULL for not.
  static func given(for patient: SQL) -> SQL {
    """
    (SELECT min(k.given_at) FROM consent k
      WHERE k.patient_id = \(patient) AND k.withdrawn_at IS NULL AND k.text_id IN (\(texts)))
    """
  }
}

extension Query<[ConsentText]> {
  /// What has to be agreed to before visits by video or phone, in each language; none where the clinic has published nothing.
  public static var telehealthTexts: Self {
    Query(
      """
      SELECT \(ConsentText.columns) FROM \(ConsentText.rows) WHERE c.id IN (\(TelehealthConsent.texts))
       ORDER BY c.language
      """, each: ConsentText.init(row:))
  }
}

extension Query<[TelehealthConsent]> {
  /// What the visitor agreed to and did not withdraw, for themselves and for their children, the newest first.
  public static func myTelehealthConsents(at now: Date) -> Self {
    Query(
      """
      SELECT k.id, k.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
             coalesce(pt.account_id = (SELECT current_account()), false), c.id, c.name, c.version, k.given_at,
             c.id IN (\(TelehealthConsent.texts))
        FROM consent k JOIN consent_text c ON c.id = k.text_id JOIN patient pt ON pt.id = k.patient_id
       WHERE k.patient_id IN (\(Patient.mine(for: .keep, at: now))) AND k.withdrawn_at IS NULL AND c.telehealth
       ORDER BY k.given_at DESC, k.id LIMIT 100
      """
    ) { row in
      try TelehealthConsent(
        id: row.next(), patient: row.next(), patientName: row.next(), isOwn: row.next(), text: row.next(),
        name: row.next(), version: row.next(), at: row.next(), isCurrent: row.next())
    }
  }
}

extension Clinic {
  /// Agrees to a text for the patient of a visit, in one round trip. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for no visit of theirs; `.conflict(.changedMeanwhile)` for a text that does not hold any more.
  public func agree(
    to text: ID<ConsentText>, before id: ID<Appointment>, by visitor: Visitor
  ) async throws {
    let now = clock()
    let (_, (_, found)) = try await ask(
      visitor,
      Query(
        """
        WITH given AS (
          INSERT INTO consent (id, patient_id, text_id, given_at)
          SELECT \(newID() as ID<TelehealthConsent>), a.patient_id, \(text), \(now)
            FROM appointment a
           WHERE a.id = \(id) AND \(Appointment.mine(for: .keep, at: now)) AND \(text) IN (\(TelehealthConsent.texts))
             AND \(TelehealthConsent.given(for: "a.patient_id")) IS NULL
          RETURNING patient_id
        )
        \(TelehealthConsent.noting(.consentGiven, of: "given", visitor, at: now))
        """
      ) { _ in },
      .myVirtualVisit(id, at: now))
    guard let found else { throw Refusal.unknown }
    if found.consented == nil { throw Refusal.conflict(.changedMeanwhile) }
  }

  /// Takes back what was agreed to for a patient, in whatever language and version; whoever is in a visit by it is out at once.
  ///
  /// - Throws: `Refusal.unknown` for no consent of theirs.
  public func withdraw(_ id: ID<TelehealthConsent>, by visitor: Visitor) async throws {
    let now = clock()
    let mine: SQL = """
      SELECT k.patient_id FROM consent k WHERE k.id = \(id) AND k.patient_id IN (\(Patient.mine(for: .keep, at: now)))
      """
    let (_, found) = try await ask(
      visitor,
      Query([
        """
        WITH withdrawn AS (
          UPDATE consent k SET withdrawn_by = current_account(), withdrawn_at = \(now)
            FROM consent_text c
           WHERE c.id = k.text_id AND c.telehealth AND k.withdrawn_at IS NULL AND k.patient_id IN (\(mine))
          RETURNING k.patient_id
        )
        \(TelehealthConsent.noting(.consentWithdrawn, of: "(SELECT DISTINCT patient_id FROM withdrawn) AS w", visitor, at: now))
        """,
        """
        UPDATE visit_participant v SET left_at = \(now)
          FROM appointment a
         WHERE a.id = v.appointment_id AND a.patient_id IN (\(mine)) AND v.side = 'patient' AND v.left_at IS NULL
        """,
        mine,
      ]) { rows in !rows[rows.startIndex + 2].isEmpty })
    if !found { throw Refusal.unknown }
  }
}

extension TelehealthConsent {
  fileprivate static func noting(_ act: Act, of rows: SQL, _ visitor: Visitor, at now: Date) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
    SELECT gen_random_uuid(), \(act.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
           \(visitor.client.address), \(visitor.client.agent), \(now)
      FROM \(rows)
    """
  }
}
