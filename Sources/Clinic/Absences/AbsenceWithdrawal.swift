internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Takes an absence back: it counts no more. What nobody has answered yet is taken back with it; who was written to is told
  /// once that their time stands after all; who was moved meanwhile stays moved. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's to enter.
  public func withdraw(_ id: ID<Absence>, by visitor: Visitor) async throws {
    try await change(id, to: nil, by: visitor)
  }

  /// Makes an absence a part of what it was, and takes back what no longer falls into it.
  ///
  /// - Throws: as `withdraw`; `Refusal.invalid` for what is no part of it, which is another absence.
  public func shorten(_ id: ID<Absence>, to part: Absence, by visitor: Visitor) async throws {
    try await change(id, to: part, by: visitor)
  }

  private func change(_ id: ID<Absence>, to part: Absence?, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let known = try await records.absence(toChange: id) else { throw Refusal.unknown }
      if known.isWithdrawn, part == nil { return }
      if known.isWithdrawn { throw Refusal.conflict(.otherState) }
      if let part, !known.absence.contains(part) {
        throw Refusal.invalid([Problem("first", "problem.absence-part")])
      }
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let stands = known.visits(thatStandAfter: part, in: zone)
      try await records.finish(
        part == nil ? .absenceWithdrawn : .absenceShortened, of: id.uuid,
        [.change(id, to: part, at: records.now), records.takingBack(stands)])
    }
  }
}

/// An absence that is about to change, and the visits that are not settled.
struct ChangingAbsence {
  let absence: Absence
  let isWithdrawn: Bool
  let visits: [Asked]

  struct Asked {
    let rebooking: ID<Rebooking>
    /// As it is still booked.
    let during: Range<Date>
    /// Whatever else keeps it from taking place.
    var others: [Absence]
  }

  /// Those that can take place as they were booked.
  func visits(thatStandAfter part: Absence?, in zone: TimeZoneRules) -> [ID<Rebooking>] {
    func hinders(_ absence: Absence, _ visit: Asked) -> Bool {
      let day = zone.local(visit.during.lowerBound).day
      guard day.adding(days: 1) >= absence.days.lowerBound, day.adding(days: -1) <= absence.days.upperBound
      else { return false }
      return absence.times(in: zone).contains { $0.overlaps(visit.during) }
    }
    return visits.filter { visit in
      !(part.map { hinders($0, visit) } ?? false) && !visit.others.contains { hinders($0, visit) }
    }.map(\.rebooking)
  }
}

extension TenantRecords {
  /// Whoever answers about one of the visits waits until this transaction is over.
  fileprivate func absence(toChange id: ID<Absence>) async throws -> ChangingAbsence? {
    let absentee = Absence.absentee("b")
    let rows = try await transaction.pipeline([
      .queueForCalendar,
      """
      SELECT b.first_day, b.last_day, b.weekdays, b.starts, b.ends, b.withdrawn_at IS NOT NULL
        FROM absence b JOIN \(Absentee.all) AS x ON x.id = \(absentee)
       WHERE b.id = \(id) AND \(Absentee.mayBeEntered)
         FOR UPDATE OF b
      """,
      """
      SELECT r.id, a.during, b.first_day, b.last_day, b.weekdays, b.starts, b.ends
        FROM rebooking r JOIN appointment a ON a.id = r.appointment_id
        LEFT JOIN absence b
          ON b.id <> r.absence_id AND b.withdrawn_at IS NULL
             AND b.first_day <= a.starts_at::date + 2 AND b.last_day >= a.starts_at::date - 2
             AND (\(absentee) = a.practitioner_id
                  OR \(absentee) IN (SELECT o.resource_id FROM occupancy o
                                      WHERE o.appointment_id = a.id AND o.released_at IS NULL))
       WHERE r.absence_id = \(id) AND r.state IN ('open', 'task')
      """,
    ])
    let found = try rows[1].decode { row in
      (try Absence(unnamed: &row), try row.next(Bool.self))
    }
    guard let (absence, isWithdrawn) = found.first else { return nil }
    var visits: [ID<Rebooking>: ChangingAbsence.Asked] = [:]
    _ = try rows[2].decode { row in
      let (rebooking, during) = (try row.next(ID<Rebooking>.self), try row.next(Range<Date>.self))
      let other = try Absence(perhaps: &row)
      visits[rebooking, default: .init(rebooking: rebooking, during: during, others: [])].others +=
        other.map { [$0] } ?? []
    }
    return ChangingAbsence(absence: absence, isWithdrawn: isWithdrawn, visits: Array(visits.values))
  }

  /// What was kept for the answers is free, the tasks are done, and who was written to is told.
  fileprivate func takingBack(_ rebookings: [ID<Rebooking>]) -> SQL {
    """
    WITH back AS (
      UPDATE rebooking SET state = 'withdrawn' WHERE id = ANY (\(rebookings.map(\.uuid))) AND state IN ('open', 'task')
      RETURNING appointment_id, token_hash, letter_id
    ), ended AS (
      DELETE FROM hold USING back WHERE hold.browser_hash = back.token_hash
    ), letter AS (
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(LetterKind.appointmentStands.rawValue),
             \(LetterReader.language), \(LetterReader.email(of: "pt")),
             jsonb_strip_nulls(jsonb_build_object(
               'patient', coalesce(nullif(pt.preferred_name, ''), pt.given_name), \(.entry(of: "a")),
               'requested', CASE a.status WHEN 'pending' THEN 'yes' END, 'no-account', \(LetterReader.hasNoAccount))),
             \(now), \(now)
        FROM back
        JOIN appointment a ON a.id = back.appointment_id
        JOIN patient pt ON pt.id = a.patient_id
        \(LetterReader.joined(of: "pt", bookedBy: "a.booked_by", at: now))
       WHERE back.letter_id IS NOT NULL AND a.status IN ('booked', 'pending')
         AND \(LetterReader.email(of: "pt")) IS NOT NULL
    )
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
    SELECT gen_random_uuid(), \(Act.rebookingWithdrawn.rawValue), \(visitor.purpose.rawValue), appointment_id,
           \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
      FROM back
    """
  }
}

extension SQL {
  fileprivate static func change(_ id: ID<Absence>, to part: Absence?, at now: Date) -> SQL {
    guard let part else { return "UPDATE absence SET withdrawn_at = \(now) WHERE id = \(id)" }
    return """
      UPDATE absence SET first_day = \(part.days.lowerBound.sql), last_day = \(part.days.upperBound.sql),
             starts = \(part.starts.sql), ends = \(part.ends.sql) WHERE id = \(id)
      """
  }
}
