public import FoundationEssentials
internal import Postgres

/// Which side somebody comes to a visit from.
public enum VisitSide: String, Sendable {
  case patient, practitioner

  /// Whether appointment `a` is theirs.
  fileprivate func whose(at now: Date) -> SQL {
    self == .patient ? Appointment.mine(for: .attend, at: now) : Visiting.mine
  }
}

extension Clinic {
  /// Comes into a visit by video or phone, in one round trip. Done twice it is done once.
  ///
  /// A patient needs the consent that holds now; it is locked, so that who withdraws it meanwhile is out again afterwards.
  ///
  /// - Throws: `Refusal.unknown` for no visit of theirs; `.conflict(.tooEarly)`, `.conflict(.tooLate)`,
  ///   `.conflict(.otherState)`; `.invalid` without the consent.
  public func join(_ id: ID<Appointment>, as side: VisitSide, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (_, found)) = try await ask(
      visitor, .join(id, as: side, visitor, at: now, newID: newID),
      side == .patient ? .myVirtualVisit(id, at: now) : .virtualVisitOfMine(id))
    guard let found else { throw Refusal.unknown }
    if let refusal = found.refusal(at: now) { throw refusal }
    guard found.mineSince != nil else {
      throw Refusal.invalid([Problem("agree", "problem.consent-missing")])
    }
  }

  /// Goes out again. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for no visit of theirs.
  public func leave(_ id: ID<Appointment>, as side: VisitSide, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (_, found)) = try await ask(
      visitor, .leave(id, as: side, visitor, at: now),
      side == .patient ? .myVirtualVisit(id, at: now) : .virtualVisitOfMine(id))
    if found == nil { throw Refusal.unknown }
  }
}

extension Query<Void> {
  fileprivate static func join(
    _ id: ID<Appointment>, as side: VisitSide, _ visitor: Visitor, at now: Date, newID: () -> ID<VirtualVisit>
  ) -> Self {
    let consented: SQL =
      side == .practitioner
      ? ""
      : """
      JOIN consent k ON k.patient_id = a.patient_id AND k.withdrawn_at IS NULL
       AND k.text_id IN (\(TelehealthConsent.texts))
      """
    let locked: SQL = side == .practitioner ? "" : "FOR SHARE OF k"
    return Query(
      """
      WITH open AS MATERIALIZED (
        SELECT a.id FROM appointment a \(consented)
         WHERE a.id = \(id) AND \(side.whose(at: now)) AND \(VirtualVisit.isOpen(at: now))
         \(locked)
      ), joined AS (
        INSERT INTO visit_participant (id, appointment_id, side, joined_at)
        SELECT \(newID()), id, \(side.rawValue), \(now) FROM open LIMIT 1
        ON CONFLICT (tenant_id, appointment_id, account_id) WHERE left_at IS NULL DO NOTHING
        RETURNING appointment_id
      )
      \(noting(.visitJoined, of: "joined", visitor, at: now))
      """
    ) { _ in }
  }

  fileprivate static func leave(
    _ id: ID<Appointment>, as side: VisitSide, _ visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH gone AS (
        UPDATE visit_participant v SET left_at = \(now)
          FROM appointment a
         WHERE a.id = \(id) AND \(side.whose(at: now)) AND v.appointment_id = a.id
           AND v.account_id = (SELECT current_account()) AND v.left_at IS NULL
        RETURNING v.appointment_id
      )
      \(noting(.visitLeft, of: "gone", visitor, at: now))
      """
    ) { _ in }
  }

  private static func noting(_ act: Act, of rows: SQL, _ visitor: Visitor, at now: Date) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
    SELECT gen_random_uuid(), \(act.rawValue), \(visitor.purpose.rawValue), appointment_id, \(visitor.requestID),
           \(visitor.client.address), \(visitor.client.agent), \(now)
      FROM \(rows)
    """
  }
}
