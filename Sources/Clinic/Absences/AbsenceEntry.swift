internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Enters that somebody or something is away. In the same transaction each visit that falls into it becomes a rebooking: another
  /// room, device or helper of the kind stands in, or a time is proposed and kept, and one letter tells of it, with a link; whom
  /// no letter reaches, or nothing is free for, is a task of the front desk's.
  ///
  /// The calendar belongs to this act alone for a moment: what is proposed is free, and no visit is booked into the absence
  /// without being seen. The same form sent again does nothing more.
  ///
  /// - Parameter key: made with the form; the absence's id.
  /// - Throws: `Refusal.unknown` for whom the visitor may not enter it; `.conflict(.absenceEntered)` when the same is entered
  ///   already.
  public func enter(_ absent: NewAbsence, _ key: ID<Absence>, note: String, by visitor: Visitor) async throws
  {
    try await open(visitor) { records in
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let times = absent.times(in: zone)
      guard try await records.store(absent, key, note, times) else { return }
      let matter = try await records.ask(
        .matter(absent, times, by: visitor, at: records.now, isLocked: true))
      let plan = matter.plan(absent, zone: zone, at: records.now)
      let rebookings = try plan.visits.map { visit -> SQL in
        if let standIn = plan.swaps[visit.id] { return records.swap(visit, to: standIn, absent, key) }
        return try records.rebooking(of: visit, plan.proposals[visit.id], key)
      }
      try await records.finish(.absenceEntered, of: key.uuid, rebookings)
    }
  }
}

extension TenantRecords {
  /// Two who enter the same at once queue for the calendar first, and the second finds what the first has stored.
  ///
  /// - Returns: whether it is new.
  fileprivate func store(
    _ absent: NewAbsence, _ key: ID<Absence>, _ note: String, _ times: [Range<Date>]
  ) async throws -> Bool {
    let absence = absent.absence
    let rows = try await transaction.pipeline(
      [
        .queueForCalendar, .endLapsedHolds(visitor, at: now),
        """
        WITH entered AS (
          INSERT INTO absence (id, practitioner_id, location_id, device_id, first_day, last_day, starts, ends, note,
                               entered_by, entered_at)
          SELECT \(key), CASE WHEN x.sort IN ('doctor', 'staff') THEN x.id END, CASE x.sort WHEN 'room' THEN x.id END,
                 CASE x.sort WHEN 'device' THEN x.id END, \(absence.days.lowerBound.sql), \(absence.days.upperBound.sql),
                 \(absence.starts.sql), \(absence.ends.sql), \(note), current_account(), \(now)
            FROM \(Absentee.all) AS x
           WHERE x.id = \(absent.absentee) AND \(Absentee.mayBeEntered)
             AND NOT EXISTS (SELECT FROM absence b WHERE \(absent.isSame))
          ON CONFLICT (tenant_id, id) DO NOTHING
          RETURNING id
        )
        SELECT EXISTS (SELECT FROM entered),
               EXISTS (SELECT FROM absence b WHERE b.id = \(key) AND \(Absence.absentee("b")) = \(absent.absentee)),
               EXISTS (SELECT FROM absence b JOIN \(Absentee.all) AS x ON x.id = \(Absence.absentee("b"))
                        WHERE \(absent.isSame) AND \(Absentee.mayBeEntered))
        """,
        .passOn(proposedWith: absent.absentee, times),
      ])
    let (isNew, isKnown, isThere) = try rows[2].decode { row in
      try (row.next(Bool.self), row.next(Bool.self), row.next(Bool.self))
    }[0]
    guard isNew || isKnown else { throw isThere ? Refusal.conflict(.absenceEntered) : .unknown }
    return isNew
  }

  /// Hold, rebooking and letter of one visit, in one statement.
  ///
  /// - Parameter absence: nil for another time than the one that was asked for.
  func rebooking(
    of visit: AffectedVisit, _ proposal: RebookingPlan.Proposal?, _ absence: ID<Absence>?
  ) throws -> SQL {
    let link = clinic.newToken()
    let (rebooking, hold): (ID<Rebooking>, ID<Hold>) = (clinic.newID(), clinic.newID())
    let letter: ID<OutboxMessage> = clinic.newID()
    let until = RebookingPlan.answerUntil(visit, proposal, at: now)
    let held: SQL
    if let proposal {
      let offer = proposal.offer
      held = """
        \(offer.choosing(for: visitor.asNewBrowser, at: now)), held AS (
          INSERT INTO hold (id, browser_hash, network, held_until, service_id)
          SELECT \(hold), \(link.hash), \(Hold.ofRebookings), \(until), \(offer.service)
            FROM seat WHERE (SELECT count(*) FROM chosen) = \(proposal.slot.needs.count)
          RETURNING id, \(proposal.practitioner)::uuid AS practitioner_id, \(offer.place)::uuid AS location_id,
                    \(proposal.slot.during)::tstzrange AS during
        ), occupied AS (
          INSERT INTO occupancy (id, resource_kind, resource_id, hold_id, during, service_id, session_id, seat, seats,
                                 held_until)
          SELECT taken.*, \(until) FROM (\(offer.occupying("held.id", from: "held", newID: clinic.newID))) AS taken
        )
        """
    } else {
      held = """
        held AS (SELECT NULL::uuid AS practitioner_id, NULL::uuid AS location_id, NULL::tstzrange AS during WHERE false)
        """
    }
    let asked: String? = absence == nil ? "yes" : nil
    let secret = try clinic.secrets.box.seal(
      Array(link.text.utf8), context: OutboxMessage.context(letter, self.visit.tenant.id))
    return """
      WITH RECURSIVE \(held), asked AS (
        INSERT INTO rebooking (id, absence_id, appointment_id, was, token_hash, practitioner_id, location_id, proposed,
                               answer_until, state, why, letter_id, created_at, answers_request)
        SELECT \(rebooking), \(absence), \(visit.id), \(visit.during), \(link.hash), held.practitioner_id,
               held.location_id, held.during, \(until),
               CASE WHEN held.during IS NULL OR \(visit.address)::text IS NULL THEN 'task' ELSE 'open' END,
               CASE WHEN held.during IS NULL THEN 'no-time' WHEN \(visit.address)::text IS NULL THEN 'no-address'
                    ELSE '' END,
               CASE WHEN \(visit.address)::text IS NOT NULL THEN \(letter)::uuid END, \(now), \(absence == nil)
          FROM (VALUES (1)) AS one LEFT JOIN held ON true
        RETURNING id, proposed, answer_until
      ), letter AS (
        INSERT INTO outbox_message (id, kind, language, recipient, payload, secret, due_at, created_at)
        SELECT \(letter), \(LetterKind.appointmentRebooking.rawValue), \(visit.language ?? self.visit.tenant.language),
               \(visit.address)::text,
               jsonb_strip_nulls(jsonb_build_object(
                 'patient', \(visit.called)::text, \(.entry(of: "a")), 'proposed', extract(epoch FROM lower(proposed))::bigint::text,
                 'until', extract(epoch FROM answer_until)::bigint::text, 'asked', \(asked)::text)),
               \(secret), \(now), \(now)
          FROM asked, appointment a WHERE a.id = \(visit.id) AND \(visit.address)::text IS NOT NULL
      )
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT \(clinic.newID() as ID<AuditEvent>), \(Act.rebookingOffered.rawValue), \(visitor.purpose.rawValue),
             \(visit.id), \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM asked
      """
  }
}

extension Hold {
  /// In place of a network: what the clinic itself keeps counts for nobody's.
  static let ofRebookings = "rebooking"
}

extension SQL {
  /// Waits until nobody is at work on any doctor, room or device, in the one order in which everybody queues.
  static var queueForCalendar: SQL {
    """
    SELECT pg_advisory_xact_lock(key)
      FROM (SELECT hashtextextended(name, 0) AS key
              FROM (SELECT id::text AS name FROM practitioner UNION ALL SELECT id::text FROM location
                    UNION ALL SELECT id::text FROM device) AS names ORDER BY key) AS ordered
     WHERE current_tenant() IS NOT NULL
    """
  }

  /// No constraint looks at the clock: what has lapsed would still be in the way.
  static func endLapsedHolds(_ visitor: Visitor?, at now: Date) -> SQL {
    """
    WITH ended AS (DELETE FROM hold WHERE held_until <= \(now) RETURNING id)
    INSERT INTO audit_event (id, act, purpose, entity, request_id, at)
    SELECT gen_random_uuid(), \(Act.holdReleased.rawValue), \((visitor?.purpose ?? .operation).rawValue), id,
           \(visitor?.requestID ?? ""), \(now) FROM ended
    """
  }

  /// Times that were proposed with what will be away then, too: nobody is asked twice, so the front desk speaks with them.
  static func passOn(proposedWith absentee: ID<Absentee>, _ times: [Range<Date>]) -> SQL {
    """
    WITH passed AS (
      UPDATE rebooking r SET state = 'task', why = 'gone'
       WHERE r.state = 'open'
         AND (r.practitioner_id = \(absentee)
              OR EXISTS (SELECT FROM hold h JOIN occupancy o ON o.hold_id = h.id
                          WHERE h.browser_hash = r.token_hash AND o.resource_id = \(absentee)))
         AND EXISTS (SELECT FROM unnest(\(times.map(\.lowerBound))::timestamptz[], \(times.map(\.upperBound))::timestamptz[])
                              AS away (starts, ends)
                      WHERE lower(r.proposed) < away.ends AND upper(r.proposed) > away.starts)
      RETURNING token_hash
    )
    DELETE FROM hold USING passed WHERE hold.browser_hash = passed.token_hash
    """
  }
}
