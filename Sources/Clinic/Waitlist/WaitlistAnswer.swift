public import CivilTime
public import FoundationEssentials
internal import Postgres

/// An offer of the waiting list, with what has to be known to book it.
public struct WaitlistChoice: Sendable {
  public let offer: WaitlistOffer
  public let practitioner: Practitioner?
  public let service: HealthcareService?
  let schedule: Schedule

  /// The time, as it can be had now; nil when it can't.
  public func bookable(zone: TimeZoneRules, at now: Date) -> Offer? {
    guard let practitioner, let service else { return nil }
    let length = Int(offer.during.upperBound.timeIntervalSince(offer.during.lowerBound) / 60)
    let isFirst = length != service.rules.durationMinutes && length == service.rules.firstVisitMinutes
    let search = SlotSearch(
      of: practitioner.id, for: service.with(notice: 0), isFirstVisit: isFirst, in: schedule, zone: zone,
      at: now)
    return search.slot(at: offer.during.lowerBound).map { Offer(practitioner, $0, in: search, at: now) }
  }
}

extension Clinic {
  /// Books what is kept for a wish of the visitor's, by the same statement that books everything. Of two acceptances one
  /// books, and the other finds what that one did.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's; `.conflict(.timeTaken)` when the time is gone.
  public func acceptWaitlistOffer(_ id: ID<WaitlistOffer>, by visitor: Visitor) async throws -> ID<
    Appointment
  > {
    let (visit, answer) = try await ask(visitor, .waitlistChoice(id, by: visitor, at: clock()))
    guard let choice = answer else { throw Refusal.unknown }
    if let appointment = choice.offer.appointment { return appointment }
    guard
      let offer = choice.bookable(zone: try zones.rules(for: visit.tenant.timeZone), at: clock())
    else {
      // The first press of the same button may have booked it while this one looked.
      let before: ID<Appointment>? = try await ask(visitor, .booked(with: id.uuid)).answer
      guard let before else { throw Refusal.conflict(.timeTaken) }
      return before
    }
    return try await book(
      Booking(offer: offer, key: id.uuid, reason: "", patient: choice.offer.patient, isProposed: true),
      by: visitor.holding(choice.offer.holdHash))
  }

  /// The wish stays on the list, and the time is offered to the next.
  public func declineWaitlistOffer(_ id: ID<WaitlistOffer>, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (_, choice)) = try await ask(
      visitor,
      Query<Void>(
        """
        WITH \(SQL.closing("id = \(id) AND \(WaitlistOffer.mine(at: now))", as: .declined)), waiting AS (
          UPDATE waitlist_entry e SET state = 'waiting' FROM closed WHERE e.id = closed.entry_id AND e.state = 'offered'
        )
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.waitlistDeclined.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM closed
        """
      ) { _ in }, .waitlistChoice(id, by: visitor, at: now))
    if choice == nil { throw Refusal.unknown }
  }
}

extension WaitlistOffer {
  fileprivate static func mine(at now: Date) -> SQL {
    "entry_id IN (SELECT e.id FROM waitlist_entry e WHERE \(WaitlistEntry.mine(at: now)))"
  }
}

extension Query<WaitlistChoice?> {
  /// An offer to the visitor.
  public static func waitlistChoice(_ id: ID<WaitlistOffer>, by visitor: Visitor, at now: Date) -> Self {
    let own: SQL = """
      FROM waitlist_offer o JOIN waitlist_entry e ON e.id = o.entry_id
       WHERE o.id = \(id) AND \(WaitlistEntry.mine(at: now))
      """
    let service: SQL = "coalesce(o.service_id, e.service_id)"
    let kept: SQL = """
      (o.hold_id IS NULL OR o.hold_id IS DISTINCT FROM (
         SELECT h.id FROM hold h JOIN waitlist_offer w ON w.hold_hash = h.browser_hash WHERE w.id = \(id)))
      """
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: "SELECT o.practitioner_id \(own)", services: "SELECT \(service) \(own)"),
      between: now..<(now + 190 * 86_400), at: now, "\(SQL.counts(for: visitor, at: now)) AND \(kept)")
    let statements: [SQL] = [
      """
      SELECT o.id, o.state, o.during, o.answer_until, e.patient_id,
             (SELECT concat_ws(' ', pt.given_name, pt.family_name) FROM patient pt WHERE pt.id = e.patient_id), o.hold_hash,
             (SELECT a.id FROM appointment a WHERE a.booking_key = o.id AND a.booked_by = e.account_id)
      \(own)
      """,
      "SELECT \(Practitioner.columns) FROM practitioner p WHERE p.id = (SELECT o.practitioner_id \(own)) AND p.active",
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id = (SELECT \(service) \(own)) AND s.active
      """,
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      guard let offer = try rows[first].decode(WaitlistOffer.init(row:)).first else { return nil }
      return WaitlistChoice(
        offer: offer, practitioner: try rows[first + 1].decode(Practitioner.init(row:)).first,
        service: try rows[first + 2].decode(HealthcareService.init(row:)).first,
        schedule: try schedule.read(rows[(first + statements.count)...]))
    }
  }
}

extension WaitlistOffer {
  init(row: inout Row) throws {
    id = try row.next()
    guard let state = State(rawValue: try row.next()) else {
      throw StoredValueFault(column: "waitlist_offer.state")
    }
    self.state = state
    during = try row.next()
    answerUntil = try row.next()
    patient = try row.next()
    patientName = try row.next()
    holdHash = try row.next()
    appointment = try row.next()
  }
}
