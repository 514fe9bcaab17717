internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// A time that became free again, claimed by one worker.
struct FreedTime: Sendable {
  let id: ID<FreedTime>
  let practitioner: ID<Practitioner>
  let during: Range<Date>
  /// Until when it is this worker's.
  let lease: Date

  /// Seconds: more than looking for somebody takes.
  static let leaseLength: TimeInterval = 60
}

extension Clinic {
  /// Ends what nobody answered, and offers each time that became free to the first wish that it suits.
  ///
  /// Any number of workers may do this at once: a time is claimed before it is looked at, and a worker that dies leaves it to
  /// the next. One that can't be offered spoils no other.
  func offerFreedTimes(of tenant: ID<Tenant>) async throws {
    _ = try await database.pipeline([.entering(tenant), .lapseOffers(at: clock())])
    while let (visit, freed) = try await claimFreedTime(of: tenant) {
      do {
        try await offer(freed, in: visit)
      } catch let error as PostgresError where error.constraint == "occupancy_once" {
        // Somebody was quicker. When the lease is over it is looked at once more.
      }
    }
  }

  private func claimFreedTime(of tenant: ID<Tenant>) async throws -> (Tenant, FreedTime)? {
    let now = clock()
    let lease = now + FreedTime.leaseLength
    let rows = try await database.pipeline([
      .entering(tenant),
      """
      UPDATE freed_time SET due_at = \(lease)
       WHERE id = (SELECT id FROM freed_time WHERE state = 'new' AND due_at <= \(now)
                     ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, practitioner_id, during
      """,
    ])
    let tenant = try rows[0].decode(Sender.init(row:))[0].tenant
    return try rows[1].decode { row in
      try FreedTime(id: row.next(), practitioner: row.next(), during: row.next(), lease: lease)
    }.first.map { (tenant, $0) }
  }

  private func offer(_ freed: FreedTime, in tenant: Tenant) async throws {
    let now = clock()
    let zone = try zones.rules(for: tenant.timeZone)
    let (candidates, services, schedule) = try await candidates(for: freed, of: tenant, at: now)
    func visits(isFirst: Bool) -> FreedSlots {
      FreedSlots(freed, services, isFirstVisit: isFirst, in: schedule, zone: zone, at: now)
    }
    let (first, later) = (visits(isFirst: true), visits(isFirst: false))
    for candidate in candidates {
      let visits = candidate.isKnown ? later : first
      guard let found = candidate.first(of: visits.slots, with: freed.practitioner, in: zone, at: now),
        let search = visits.searches[found.service]
      else { continue }
      let offer = Offer(freed.practitioner, found.slot, in: search, at: now)
      try await keep(offer, freed, for: candidate, of: tenant, at: now)
      return
    }
    // A time in an absence is free for nobody.
    let isFree = later.slots.values.contains { !$0.isEmpty }
    _ = try await database.pipeline([.entering(tenant.id), freed.closing(isFree: isFree, at: now)])
  }

  private func candidates(
    for freed: FreedTime, of tenant: Tenant, at now: Date
  ) async throws -> ([WaitlistCandidate], [ID<HealthcareService>: HealthcareService], Schedule) {
    let waiting: Query<[WaitlistCandidate]> = .waiting(for: freed, at: now)
    let services: Query<[HealthcareService]> = .services(of: freed.practitioner)
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: "SELECT \(freed.practitioner)",
        services: "SELECT service_id FROM practitioner_service WHERE practitioner_id = \(freed.practitioner)"),
      between: now..<max(now + 1, freed.during.upperBound + 86_400), at: now, Hold.counts(at: now))
    let rows = try await database.pipeline(
      [.entering(tenant.id)] + waiting.statements + services.statements + schedule.statements)
    let all = try services.read(rows[2...2])
    return (
      try waiting.read(rows[1...1]), Dictionary(all.map { ($0.id, $0) }) { one, _ in one },
      try schedule.read(rows[3...])
    )
  }

  /// Hold, offer and letter in one statement, while the freed time is this worker's and the wish waits.
  private func keep(
    _ offer: Offer, _ freed: FreedTime, for candidate: WaitlistCandidate, of tenant: Tenant, at now: Date
  ) async throws {
    let hash = Token(from: random).hash
    let (hold, kept): (ID<Hold>, ID<WaitlistOffer>) = (newID(), newID())
    let until = WaitlistOffer.answerUntil(offer.slot.during.lowerBound, at: now)
    let nobody = Visitor(
      host: "", tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
    let queue: Query<Void> = .queue(for: offer.queueNames)
    _ = try await database.pipeline(
      [.entering(tenant.id)] + queue.statements + [
        .endLapsedHolds(nil, at: now),
        """
        WITH RECURSIVE mine AS (
          SELECT f.id FROM freed_time f, waitlist_entry e
           WHERE f.id = \(freed.id) AND f.state = 'new' AND f.due_at = \(freed.lease)
             AND e.id = \(candidate.entry) AND e.state = 'waiting'
             FOR UPDATE
        ), \(offer.choosing(for: nobody, at: now)), held AS (
          INSERT INTO hold (id, browser_hash, network, held_until, service_id)
          SELECT \(hold), \(hash), \(Hold.ofWaitlist), \(until), \(offer.service)
            FROM mine, seat WHERE (SELECT count(*) FROM chosen) = \(offer.slot.needs.count)
          RETURNING id
        ), occupied AS (
          INSERT INTO occupancy (id, resource_kind, resource_id, hold_id, during, service_id, session_id, seat, seats,
                                 held_until)
          SELECT taken.*, \(until) FROM (\(offer.occupying("held.id", from: "held", newID: newID))) AS taken
        ), offered AS (
          INSERT INTO waitlist_offer (id, entry_id, freed_id, hold_hash, practitioner_id, service_id, during, answer_until,
                                      created_at)
          SELECT \(kept), \(candidate.entry), \(freed.id), \(hash), \(offer.practitioner), \(offer.service),
                 \(offer.slot.during), \(until), \(now)
            FROM held
          RETURNING id
        ), entry AS (
          UPDATE waitlist_entry e SET state = 'offered' FROM offered WHERE e.id = \(candidate.entry)
        ), freed AS (
          UPDATE freed_time f SET state = 'offered', freed_at = coalesce(f.freed_at, \(now)) FROM offered
           WHERE f.id = \(freed.id)
        ), letter AS (
          INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
          SELECT \(newID() as ID<OutboxMessage>), \(LetterKind.waitlistOffer.rawValue), \(candidate.language),
                 \(candidate.address),
                 jsonb_build_object('patient', \(candidate.called)::text, 'offer', offered.id,
                                    'start', \(offer.slot.during.lowerBound.epochText)::text,
                                    'until', \(until.epochText)::text), \(now), \(now)
            FROM offered
        )
        INSERT INTO audit_event (id, act, purpose, entity, at)
        SELECT gen_random_uuid(), \(Act.waitlistOffered.rawValue), \(Purpose.operation.rawValue), id, \(now) FROM offered
        """,
      ])
  }
}

/// What can begin within a freed time, by service: first visits may take longer.
private struct FreedSlots {
  let searches: [ID<HealthcareService>: SlotSearch]
  let slots: [ID<HealthcareService>: [Slot]]

  init(
    _ freed: FreedTime, _ services: [ID<HealthcareService>: HealthcareService], isFirstVisit: Bool,
    in schedule: Schedule, zone: TimeZoneRules, at now: Date
  ) {
    let day = zone.local(freed.during.lowerBound).day
    searches = services.mapValues {
      SlotSearch(
        of: freed.practitioner, for: $0, isFirstVisit: isFirstVisit, in: schedule, zone: zone, at: now)
    }
    slots = searches.mapValues { search in
      search.slots(on: day...day).filter { freed.during.contains($0.during.lowerBound) }
    }
  }
}

extension FreedTime {
  /// Nobody waits for it.
  ///
  /// - Parameter isFree: whether it can be booked at all.
  fileprivate func closing(isFree: Bool, at now: Date) -> SQL {
    """
    UPDATE freed_time SET state = 'done', freed_at = CASE WHEN \(isFree) THEN coalesce(freed_at, \(now)) ELSE freed_at END
     WHERE id = \(id) AND state = 'new' AND due_at = \(lease)
    """
  }
}

extension Hold {
  static let ofWaitlist = "waitlist"

  /// What of the occupancy `o` counts for everybody.
  static func counts(at now: Date) -> SQL {
    "o.released_at IS NULL AND (o.held_until IS NULL OR o.held_until > \(now))"
  }
}

extension SQL {
  /// Whoever did not answer waits on, and the time is offered to the next.
  fileprivate static func lapseOffers(at now: Date) -> SQL {
    """
    WITH due AS (
      SELECT id AS offer FROM waitlist_offer WHERE state = 'open' AND answer_until <= \(now)
       ORDER BY answer_until LIMIT 500 FOR UPDATE SKIP LOCKED
    ), \(closing("id IN (SELECT offer FROM due)", as: .lapsed)), waiting AS (
      UPDATE waitlist_entry e SET state = 'waiting' FROM closed WHERE e.id = closed.entry_id AND e.state = 'offered'
    )
    INSERT INTO audit_event (id, act, purpose, entity, at)
    SELECT gen_random_uuid(), \(Act.waitlistLapsed.rawValue), \(Purpose.operation.rawValue), id, \(now) FROM closed
    """
  }
}
