internal import FoundationEssentials
internal import Postgres

/// Ten minutes of a time, given to a network. They are counted, or a time could be kept for ever: by letting go of it for
/// another and asking again, or as another browser.
enum HoldGrant {
  /// Of one time, to one network within a day: two people of a household can each have it, and make it longer once. Whoever
  /// is given no more can book it all the same.
  static let mostPerTime = 4
  /// Seconds.
  static let remembered: TimeInterval = 86_400
}

extension HoldGrant {
  /// Whether a network may be given ten minutes more of the offered visit's time, with whatever service it was kept before.
  static func isLeft(of offer: Offer, for network: String, at now: Date) -> SQL {
    """
    (SELECT count(*) FROM hold_grant g
      WHERE g.network = \(network) AND g.practitioner_id = \(offer.practitioner) AND g.granted_at > \(now - remembered)
        AND g.starts_at < \(offer.slot.during.upperBound) AND g.ends_at > \(offer.slot.during.lowerBound))
      < \(mostPerTime)
    """
  }

  /// The same of the time that hold `h` keeps.
  static func isLeftOfHold(at now: Date) -> SQL {
    """
    (SELECT count(*) FROM hold_grant own
       JOIN hold_grant g ON g.network = own.network AND g.practitioner_id = own.practitioner_id
                        AND g.starts_at < own.ends_at AND g.ends_at > own.starts_at
      WHERE own.hold_id = h.id AND g.granted_at > \(now - remembered)) < \(mostPerTime)
    """
  }

  /// Notes what the table expression `held` has just kept. Those at a front desk are not counted.
  static func noting(
    _ offer: Offer, _ id: ID<HoldGrant>, for network: String, by visitor: Visitor, at now: Date
  ) -> SQL {
    """
    INSERT INTO hold_grant (id, hold_id, network, practitioner_id, starts_at, ends_at, granted_at)
    SELECT \(id), held.id, \(network), \(offer.practitioner), \(offer.slot.during.lowerBound),
           \(offer.slot.during.upperBound), \(now)
      FROM held WHERE NOT \(visitor.actsForPatients)
    """
  }

  /// Notes once more what the table expression `extended` has just made longer.
  static func notingExtension(at now: Date) -> SQL {
    """
    INSERT INTO hold_grant (id, hold_id, network, practitioner_id, starts_at, ends_at, granted_at)
    SELECT gen_random_uuid(), g.hold_id, g.network, g.practitioner_id, g.starts_at, g.ends_at, \(now)
      FROM extended JOIN hold_grant g ON g.hold_id = extended.id
    """
  }
}
