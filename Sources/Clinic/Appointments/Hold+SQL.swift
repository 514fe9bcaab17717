public import FoundationEssentials
internal import Postgres

extension Query<Void> {
  /// Waits until nobody else is at work on any of these. What follows in the same pipeline sees all that they did.
  static func queue(for names: [String]) -> Self {
    Query(
      """
      SELECT pg_advisory_xact_lock(key)
        FROM (SELECT hashtextextended(name, 0) AS key FROM unnest(\(names)) AS name ORDER BY key) AS ordered
       WHERE current_tenant() IS NOT NULL
      """
    ) { _ in }
  }
}

extension Query<Bool?> {
  /// Whether the time is now kept for the visitor's browser; false when its network has its share. None comes back when
  /// the offer no longer holds.
  static func hold(
    _ offer: Offer, _ id: ID<Hold>, _ network: String, by visitor: Visitor, at now: Date,
    newID: () -> ID<Hold>
  ) -> Self {
    let (slot, browser, until) = (offer.slot, visitor.client.holdHash, now + Hold.lifetime)
    return Query(
      """
      WITH wanted AS (
        SELECT p.id AS practitioner_id, l.id AS location_id
          FROM practitioner p
          JOIN practitioner_service ps ON ps.practitioner_id = p.id
          JOIN healthcare_service s ON s.id = ps.service_id
          JOIN location l ON l.id = \(slot.location)
         WHERE \(offer.stands(at: now))
      ), allowed AS (
        SELECT practitioner_id, location_id FROM wanted
         WHERE (SELECT count(*) FROM hold
                 WHERE network = \(network) AND held_until > \(now) AND browser_hash <> \(browser))
               < \(Hold.mostPerNetwork)
      ), \(Hold.ending(for: offer, by: visitor, once: "allowed", at: now)), held AS (
        INSERT INTO hold (id, browser_hash, network, held_until)
        SELECT \(id), \(browser), \(network), \(until)
          FROM allowed, (SELECT count(*) FROM ended) AS before
        RETURNING id
      ), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, hold_id, held_until, during)
        SELECT r.id, r.kind, r.resource, held.id, \(until), \(slot.during)
          FROM held, allowed, (SELECT count(*) FROM freed) AS before, LATERAL (VALUES
            (\(newID()), 'practitioner', practitioner_id),
            (\(newID()), 'location', location_id)) AS r (id, kind, resource)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.holdMade.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM held
      )
      SELECT EXISTS (SELECT FROM held) FROM wanted
      """, refusals: Appointment.refusals
    ) { row in try row.next(Bool.self) }
  }
}

extension Query<Date?> {
  /// Until when this very time is kept for the visitor's browser, if it is.
  public static func held(_ offer: Offer, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      SELECT h.held_until FROM hold h
       WHERE h.browser_hash = \(visitor.client.holdHash) AND h.held_until > \(now)
         AND (SELECT count(*) FROM occupancy o
               WHERE o.hold_id = h.id AND o.during = \(offer.slot.during)
                 AND o.resource_id IN (\(offer.practitioner), \(offer.slot.location))) = 2
      """
    ) { row in try row.next(Date.self) }
  }

  /// Until when some time is kept for the visitor's browser, if one is.
  public static func anyHeld(by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      SELECT held_until FROM hold WHERE browser_hash = \(visitor.client.holdHash) AND held_until > \(now)
      """
    ) { row in try row.next(Date.self) }
  }
}

extension Hold {
  /// The common table expressions `ended` and `freed`: the browser's own hold ends, and so do those that have lapsed and
  /// still stand where the offer is.
  ///
  /// Whoever occupies the time in the same statement has to read all of `freed` first: the exclusion constraint looks at
  /// the rows as they are at that moment. The freed rows go with their holds when the statement ends.
  ///
  /// - Parameter reason: a table expression that has no row when nothing may end.
  static func ending(for offer: Offer, by visitor: Visitor, once reason: SQL, at now: Date) -> SQL {
    """
    ended AS (
      DELETE FROM hold USING \(reason)
       WHERE hold.id IN (
         SELECT own.id FROM hold own WHERE own.browser_hash = \(visitor.client.holdHash)
         UNION ALL
         SELECT o.hold_id FROM occupancy o
          WHERE o.resource_id IN (\(offer.practitioner), \(offer.slot.location)) AND o.during && \(offer.slot.during)
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
  /// Whether practitioner `p` and service `s` are as they were when the time was offered, and it is still ahead.
  func stands(at now: Date) -> SQL {
    let minutes = Int(slot.during.upperBound.timeIntervalSince(slot.during.lowerBound) / 60)
    return """
      p.id = \(practitioner) AND s.id = \(service)
      AND p.active AND p.schedule_version = \(scheduleVersion)
      AND s.active AND s.duration_minutes = \(minutes) AND s.price_minor = \(priceMinor)
      AND \(slot.during.lowerBound) > \(now)
      """
  }
}
