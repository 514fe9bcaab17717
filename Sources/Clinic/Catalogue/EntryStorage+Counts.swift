internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// What several nouns count before they are retired. Each is a scalar query.
extension SQL {
  /// Visits ahead, `a`, that are booked or asked for.
  static func visitsAhead(_ condition: SQL, at now: Date) -> SQL {
    """
    (SELECT count(*) FROM appointment a
      WHERE a.starts_at > \(now) AND a.status IN ('pending', 'booked') AND (\(condition)))
    """
  }

  /// People, `w`, who wait for it.
  static func wishes(_ condition: SQL, at now: Date) -> SQL {
    """
    (SELECT count(*) FROM waitlist_entry w
      WHERE \(condition) AND w.state IN ('waiting', 'offered') AND w.until_day >= \(now)::timestamptz::date - 1)
    """
  }

  /// Weekly and dated hours, `h`, that are not over.
  static func hours(_ condition: SQL, on today: Day) -> SQL {
    """
    ((SELECT count(*) FROM availability h
       WHERE \(condition) AND (h.valid_until IS NULL OR h.valid_until >= \(today.sql)))
     + (SELECT count(*) FROM dated_hours h WHERE \(condition) AND h.day >= \(today.sql)))
    """
  }
}

extension SQL {
  /// Services that need the kind of `e`, of which nothing else is in use.
  ///
  /// - Parameter needs: what requirements call it.
  static func servicesInNeed(of needs: SQL, in table: SQL) -> SQL {
    """
    (SELECT count(DISTINCT s.id) FROM service_requirement r JOIN healthcare_service s ON s.id = r.service_id AND s.active
      WHERE r.needs = \(needs) AND r.kind = e.kind
        AND NOT EXISTS (SELECT FROM \(table) x WHERE x.kind = e.kind AND x.active AND x.id <> e.id))
    """
  }
}
