public import FoundationEssentials
internal import Postgres

extension Query<Void> {
  /// Waits until nobody else is at work on any of these, in one order for all. What follows in the same pipeline sees all
  /// that they did.
  ///
  /// - Parameters:
  ///   - withOwnRecord: also on the patient record of the visitor's account.
  ///   - visit: also on that of its patient.
  static func queue(
    for names: [String], withOwnRecord: Bool = false, following visit: ID<Appointment>? = nil
  ) -> Self {
    let own: SQL =
      withOwnRecord
      ? "UNION ALL SELECT id::text FROM patient WHERE account_id = (SELECT current_account())" : ""
    let patient: SQL =
      visit.map { "UNION ALL SELECT patient_id::text FROM appointment WHERE id = \($0)" } ?? ""
    return Query(
      """
      SELECT pg_advisory_xact_lock(key)
        FROM (SELECT hashtextextended(name, 0) AS key
                FROM (SELECT unnest(\(names)::text[]) AS name \(own) \(patient)) AS names ORDER BY key) AS ordered
       WHERE current_tenant() IS NOT NULL
      """
    ) { _ in }
  }
}

extension Query<Attempt<ID<Hold>>> {
  /// Keeps the time for the visitor's browser, unless its network has its share.
  static func hold(
    _ offer: Offer, _ id: ID<Hold>, _ grant: ID<HoldGrant>, _ network: String, by visitor: Visitor,
    at now: Date,
    newID: () -> ID<Occupancy>
  ) -> Self {
    let (browser, until) = (visitor.client.holdHash, now + Hold.lifetime)
    // Those at a front desk share a network, and keep what they are about to book.
    let isAllowed: SQL =
      visitor.actsForPatients ? "true" : Hold.isAllowed(offer, for: network, browser, at: now)
    return Query(
      """
      WITH RECURSIVE wanted AS (
        SELECT p.id
          FROM practitioner p
          JOIN practitioner_service ps ON ps.practitioner_id = p.id
          JOIN healthcare_service s ON s.id = ps.service_id
          JOIN location l ON l.id = \(offer.slot.location)
         WHERE \(offer.stands(at: now))
      ), allowed AS (
        SELECT FROM wanted WHERE \(isAllowed)
           AND NOT EXISTS (SELECT FROM hold h WHERE \(offer.isHeld(by: visitor, at: now)))
      ), \(offer.choosing(for: visitor, at: now)), \(Hold.ending(by: visitor, once: "allowed", at: now)), held AS (
        INSERT INTO hold (id, browser_hash, network, held_until, service_id)
        SELECT \(id), \(browser), \(network), \(until), \(offer.service)
          FROM allowed, seat, (SELECT count(*) FROM ended) AS before
         WHERE (SELECT count(*) FROM chosen) = \(offer.slot.needs.count)
        RETURNING id
      ), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, hold_id, during, service_id, session_id, seat, seats,
                               held_until)
        SELECT taken.*, \(until)
          FROM (\(offer.occupying("held.id", from: "held, (SELECT count(*) FROM freed) AS before", newID: newID))) AS taken
      ), granted AS (
        \(HoldGrant.noting(offer, grant, for: network, by: visitor, at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.holdMade.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM held
      )
      SELECT (SELECT id FROM held) FROM wanted
      """, refusals: Appointment.refusals, read: Attempt.init(rows:))
  }
}

extension Query<Bool> {
  /// Whether the visitor's network may keep one more, and this one once more.
  static func mayHold(_ offer: Offer, for network: String, by visitor: Visitor, at now: Date) -> Self {
    Query("SELECT \(Hold.isAllowed(offer, for: network, visitor.client.holdHash, at: now))") { rows in
      try rows.decode { row in try row.next(Bool.self) }[0]
    }
  }

  /// Once, and only what has not lapsed.
  ///
  /// - Parameter offer: what is to be kept longer; nil for whatever is kept.
  static func extend(_ offer: Offer?, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH extended AS (
        UPDATE hold h SET held_until = h.held_until + make_interval(secs => \(Hold.lifetime)), extended = true
         WHERE \(offer?.isHeld(by: visitor, at: now) ?? Hold.isHeld(by: visitor, at: now)) AND \(Hold.mayExtend(at: now))
        RETURNING h.id
      ), granted AS (
        \(HoldGrant.notingExtension(at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.holdExtended.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM extended
      )
      SELECT EXISTS (SELECT FROM extended)
      """
    ) { rows in try rows.decode { row in try row.next(Bool.self) }[0] }
  }
}

extension Query<Held?> {
  /// How long this very time is kept for the visitor's browser, if it is.
  public static func held(_ offer: Offer, by visitor: Visitor, at now: Date) -> Self {
    Query(
      "SELECT h.held_until, \(Hold.mayExtend(at: now)) FROM hold h WHERE \(offer.isHeld(by: visitor, at: now))"
    ) { row in try Held(until: row.next(), mayExtend: row.next()) }
  }

  /// How long some time is kept for the visitor's browser, if one is.
  public static func anyHeld(by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      SELECT h.held_until, \(Hold.mayExtend(at: now)) FROM hold h WHERE \(Hold.isHeld(by: visitor, at: now))
      """
    ) { row in try Held(until: row.next(), mayExtend: row.next()) }
  }
}

extension Hold {
  /// The common table expressions `ended` and `freed`: the browser's own hold ends, and so do those that have lapsed and
  /// still stand where the offer is.
  ///
  /// Whoever occupies the time in the same statement has to read all of `freed` first: the exclusion constraint looks at
  /// the rows as they are at that moment. The freed rows go with their holds when the statement ends.
  ///
  /// It stands after the table expression `need`.
  ///
  /// - Parameter reason: a table expression that has no row when nothing may end.
  static func ending(by visitor: Visitor, once reason: SQL, at now: Date) -> SQL {
    """
    ended AS (
      DELETE FROM hold USING \(reason)
       WHERE hold.id IN (
         SELECT own.id FROM hold own WHERE own.browser_hash = \(visitor.client.holdHash)
         UNION ALL
         SELECT o.hold_id
           FROM need, unnest(need.candidates) AS candidate
           JOIN occupancy o ON o.resource_id = candidate
          WHERE o.starts_at < upper(need.during) AND o.ends_at > lower(need.during)
            AND o.released_at IS NULL AND o.held_until <= \(now))
      RETURNING hold.id
    ), freed AS (
      UPDATE occupancy SET released_at = \(now) WHERE hold_id IN (SELECT id FROM ended) RETURNING id
    ), noted_ends AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.holdReleased.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM ended
    )
    """
  }

  fileprivate static func isAllowed(
    _ offer: Offer, for network: String, _ browser: [UInt8]?, at now: Date
  ) -> SQL {
    """
    ((SELECT count(*) FROM hold
       WHERE network = \(network) AND held_until > \(now) AND browser_hash <> \(browser)) < \(mostPerNetwork)
     AND \(HoldGrant.isLeft(of: offer, for: network, at: now)))
    """
  }

  /// Whether the hold `h` is the visitor's browser's, and has not lapsed.
  fileprivate static func isHeld(by visitor: Visitor, at now: Date) -> SQL {
    "h.browser_hash = \(visitor.client.holdHash) AND h.held_until > \(now)"
  }

  /// Whether the hold `h` can be made longer.
  fileprivate static func mayExtend(at now: Date) -> SQL {
    "(NOT h.extended AND \(HoldGrant.isLeftOfHold(at: now)))"
  }

  /// What of the occupancy `o` counts for a visitor: not what is released, no hold that has lapsed, and not their own.
  static func counts(for visitor: Visitor, at now: Date) -> SQL {
    """
    o.released_at IS NULL
    AND (o.held_until IS NULL
         OR o.held_until > \(now)
            AND o.hold_id IS DISTINCT FROM (SELECT id FROM hold WHERE browser_hash = \(visitor.client.holdHash)))
    """
  }
}

extension Offer {
  /// Whether the hold `h` is the visitor's browser's, has not lapsed, and is of this very visit.
  fileprivate func isHeld(by visitor: Visitor, at now: Date) -> SQL {
    let first = occupations[0]
    return """
      \(Hold.isHeld(by: visitor, at: now)) AND h.service_id = \(service)
      AND EXISTS (SELECT FROM occupancy o WHERE o.hold_id = h.id AND o.during = \(first.during)
                     AND o.resource_id = ANY (\(first.candidates)))
      """
  }
}
