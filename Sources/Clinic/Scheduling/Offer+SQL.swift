internal import FoundationEssentials
internal import Postgres

extension Offer {
  /// Whether practitioner `p` and service `s` are as they were when the time was offered, and it is still ahead.
  func stands(at now: Date) -> SQL {
    """
    p.id = \(practitioner) AND s.id = \(service)
    AND p.active AND p.schedule_version = \(scheduleVersion) AND \(goodUntil) > \(now)
    AND s.active AND s.price_minor = \(priceMinor)
    AND s.cancellation_minutes = \(cancellationMinutes) AND s.needs_approval = \(needsApproval) AND \(slot.during.lowerBound) > \(now)
    """
  }

  /// The table expression `need`: each need, what it may occupy, and when.
  private var need: SQL {
    let rows = occupations.enumerated().map { index, occupation in
      "(\(index + 1)::int8, \(occupation.kind), \(occupation.candidates)::uuid[], \(occupation.during)::tstzrange)"
        as SQL
    }
    return "need (n, kind, candidates, during) AS (VALUES \(rows.joined(separator: ", ")))"
  }

  /// Where the visit takes place: in a room of a kind, if it needs one.
  var place: SQL {
    let pooled = slot.needs.firstIndex { need in
      if case .anyOf(.location, _) = need.resource { true } else { false }
    }
    return pooled.map { "(SELECT resource FROM chosen WHERE n = \($0 + 1))" } ?? "\(slot.location)"
  }

  /// Everybody in one group visit is in the same session; any other visit is one of its own.
  ///
  /// - Parameter own: the column of the appointment's or hold's id.
  private func session(_ own: SQL) -> SQL {
    capacity > 1 ? groupSession : own
  }

  /// The same for all who come at this time, without anybody having to look it up.
  private var groupSession: SQL {
    let time = occupations.first { $0.candidates == [practitioner.uuid] }?.during ?? slot.during
    let (start, end) = (
      Int(time.lowerBound.timeIntervalSince1970), Int(time.upperBound.timeIntervalSince1970)
    )
    return "md5(\("\(practitioner) \(service) \(start) \(end)"))::uuid"
  }

  /// What `o` occupies keeps this visit from a resource: not when it is of the same group.
  private var inTheWay: SQL { capacity > 1 ? "o.session_id <> \(groupSession)" : "true" }

  /// The table expressions `chosen` (one row for each need: n, kind, resource, during) and `seat` (one row: the first free
  /// seat), for what counts for the visitor. Where nothing can be had, `chosen` or `seat` has no row.
  ///
  /// With one candidate for each need nothing is looked up: the exclusion constraint says whether it is free.
  func choosing(for visitor: Visitor, at now: Date, moving own: ID<Appointment>? = nil) -> SQL {
    let counts = SQL.counts(for: visitor, at: now, moving: own)
    return "\(need), \(chosen(counts)), \(seat(counts))"
  }

  private func chosen(_ counts: SQL) -> SQL {
    if occupations.allSatisfy({ $0.candidates.count == 1 }) {
      return "chosen AS (SELECT n, kind, candidates[1] AS resource, during FROM need)"
    }
    return """
      way (n, resources) AS (
        SELECT 0::int8, '{}'::uuid[]
        UNION ALL
        SELECT need.n, way.resources || candidate
          FROM way JOIN need ON need.n = way.n + 1, unnest(need.candidates) AS candidate
         WHERE NOT EXISTS (SELECT FROM occupancy o WHERE o.resource_id = candidate
                              AND o.starts_at < upper(need.during) AND o.ends_at > lower(need.during) AND \(counts) AND \(inTheWay))
           AND NOT EXISTS (SELECT FROM need AS other
                            WHERE other.n <= way.n AND way.resources[other.n] = candidate AND other.during && need.during)
      ), best AS (
        SELECT resources FROM way WHERE n = \(occupations.count) LIMIT 1
      ), chosen AS (
        SELECT need.n, need.kind, best.resources[need.n] AS resource, need.during FROM need, best
      )
      """
  }

  private func seat(_ counts: SQL) -> SQL {
    let full: SQL =
      if let dayLimit {
        """
        (SELECT count(DISTINCT o.session_id) FROM occupancy o
          WHERE o.resource_id = \(practitioner) AND o.service_id = \(service) AND o.starts_at >= \(dayLimit.day.lowerBound)
            AND o.starts_at < \(dayLimit.day.upperBound) AND \(counts) AND \(inTheWay)) >= \(dayLimit.most)
        """
      } else {
        "false"
      }
    guard capacity > 1 else { return "seat AS (SELECT 1 AS n WHERE NOT \(full))" }
    return """
      seat AS (
        SELECT min(n) AS n FROM generate_series(1, \(capacity)) AS n
         WHERE NOT \(full)
           AND NOT EXISTS (SELECT FROM occupancy o WHERE o.session_id = \(groupSession) AND o.seat = n AND \(counts))
        HAVING min(n) IS NOT NULL
      )
      """
  }

  /// What an appointment or a hold occupies, as rows to insert.
  ///
  /// - Parameters:
  ///   - owner: the column of its id.
  ///   - from: table expressions that have one row when it may be occupied.
  func occupying(_ owner: SQL, from: SQL, newID: () -> ID<Occupancy>) -> SQL {
    """
    SELECT (\(slot.needs.map { _ in newID().uuid })::uuid[])[chosen.n], chosen.kind, chosen.resource, \(owner), chosen.during,
           CASE WHEN chosen.resource = \(practitioner) THEN \(service)::uuid END, \(session(owner)), seat.n, \(capacity)
      FROM \(from), chosen, seat
    """
  }

  /// A query of one row: whether something of this visit is occupied, for this visitor.
  func isTaken(by visitor: Visitor, at now: Date, moving own: ID<Appointment>? = nil) -> SQL {
    let counts = SQL.counts(for: visitor, at: now, moving: own)
    return """
      WITH \(need), \(seat(counts))
      SELECT NOT EXISTS (SELECT FROM seat) OR EXISTS (
        SELECT FROM need WHERE NOT EXISTS (
          SELECT FROM unnest(candidates) AS candidate WHERE NOT EXISTS (
            SELECT FROM occupancy o WHERE o.resource_id = candidate
               AND o.starts_at < upper(need.during) AND o.ends_at > lower(need.during) AND \(counts) AND \(inTheWay))))
      """
  }

  /// Whoever wants any of this queues for it: see `Query.queue`.
  var queueNames: [String] {
    Set(occupations.flatMap(\.candidates)).union([practitioner.uuid]).map { $0.uuidString.lowercased() }
  }
}

enum Occupancy {}

extension SQL {
  /// What of the occupancy `o` counts for a visitor: not what is released, no hold that has lapsed, not their own, and not
  /// the appointment that is being moved.
  static func counts(for visitor: Visitor, at now: Date, moving own: ID<Appointment>? = nil) -> SQL {
    let others: SQL = own.map { "AND o.appointment_id IS DISTINCT FROM \($0)" } ?? ""
    return "\(Hold.counts(for: visitor, at: now)) \(others)"
  }
}
