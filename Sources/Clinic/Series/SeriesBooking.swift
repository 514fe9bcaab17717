public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Repeats an appointment at the times that were chosen from its preview, all or none, in one transaction, with one letter.
  /// The same form sent again does nothing more.
  ///
  /// - Parameters:
  ///   - key: made with the form; the series' id.
  ///   - offers: what the preview offered, in any order.
  /// - Throws: `Refusal.unknown`; `.conflict(.timeTaken)` when any of the times can't be had any more: then nothing is booked.
  public func bookSeries(
    of id: ID<Appointment>, _ key: ID<AppointmentSeries>, _ offers: [Offer], by visitor: Visitor
  ) async throws {
    guard !offers.isEmpty, offers.count < Recurrence.most else {
      throw Refusal.invalid([Problem("", "problem.series-empty")])
    }
    let starts = offers.map(\.slot.during.lowerBound)
    try await open(visitor) { records in
      let now = records.now
      let queue: Query<Void> = .queue(for: Array(Set(offers.flatMap(\.queueNames))))
      let rows = try await records.transaction.pipeline(
        queue.statements + [
          .endLapsedHolds(visitor, at: now),
          """
          WITH made AS (
            INSERT INTO appointment_series (id, created_at) SELECT \(key), \(now)
             WHERE EXISTS (SELECT FROM appointment WHERE id = \(id))
            ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id
          )
          SELECT EXISTS (SELECT FROM made), EXISTS (SELECT FROM appointment WHERE id = \(id))
          """,
        ])
      let (isNew, isThere) = try rows[2].decode { row in (try row.next(Bool.self), try row.next(Bool.self)) }[
        0]
      guard isThere else { throw Refusal.unknown }
      guard isNew else { return }
      guard let matter = try await records.ask(.seriesMatter(id, by: visitor, at: now)),
        matter.first.series == nil
      else { throw Refusal.conflict(.otherState) }
      // As the rules and the calendar are under the locks.
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let chosen = starts.map { matter.date($0, on: zone.local($0).day, zone: zone, at: now).offer }
      guard chosen.allSatisfy({ $0 != nil }) else { throw Refusal.conflict(.timeTaken) }
      let bookings = chosen.compactMap(\.self).map {
        SQL.repeating(id, at: $0, in: key, by: visitor, at: now, newID: records.clinic.newID)
      }
      let done = try await records.transaction.pipeline(
        ["UPDATE appointment SET series_id = \(key) WHERE id = \(id)"] + bookings)
      guard done.dropFirst().allSatisfy({ !$0.isEmpty }) else { throw Refusal.conflict(.timeTaken) }
      try await records.finish(
        .seriesBooked, of: key.uuid,
        [.tellingOfSeries(key, (records.clinic.newID() as ID<OutboxMessage>).uuid, at: now)])
    }
  }
}

extension SQL {
  /// Another appointment like one that there is, at another time. No row when it can't be had.
  fileprivate static func repeating(
    _ id: ID<Appointment>, at offer: Offer, in series: ID<AppointmentSeries>, by visitor: Visitor,
    at now: Date,
    newID: () -> ID<Occupancy>
  ) -> SQL {
    let slot = offer.slot
    return """
      WITH RECURSIVE \(offer.choosing(for: visitor.asNewBrowser, at: now)), booked AS (
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, reason,
                                 price_minor, currency, booked_by, booking_key, booked_at, cancellation_minutes, online,
                                 series_id)
        SELECT \(newID()), a.patient_id, a.practitioner_id, s.id, \(offer.place), \(slot.during),
               CASE WHEN s.needs_approval THEN 'pending' ELSE 'booked' END, a.reason,
               s.price_minor, s.currency, a.booked_by, gen_random_uuid(), \(now), s.cancellation_minutes, s.online, \(series)
          FROM appointment a JOIN healthcare_service s ON s.id = a.service_id, seat
         WHERE a.id = \(id) AND (SELECT count(*) FROM chosen) = \(slot.needs.count)
        RETURNING id, sequence, status, during, practitioner_id, location_id, patient_id
      ), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, service_id, session_id, seat, seats)
        \(offer.occupying("booked.id", from: "booked", newID: newID))
        UNION ALL
        SELECT \(newID()), 'patient', patient_id, booked.id, \(slot.during), NULL, booked.id, 1, 1 FROM booked
      ), recorded AS (
        \(.recording("\(AppointmentAct.book.rawValue)", from: "booked", newID().uuid, at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.appointmentBooked.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM booked
      )
      SELECT id FROM booked
      """
  }

  /// One letter with all times: those that are booked, and those that the clinic has yet to agree to.
  fileprivate static func tellingOfSeries(_ series: ID<AppointmentSeries>, _ id: UUID, at now: Date) -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT \(id), \(LetterKind.appointmentSeries.rawValue), 'en', told.address,
           jsonb_strip_nulls(jsonb_build_object(
             'patient', told.called, 'starts', told.starts, 'requested', told.requested,
             'no-account', told.no_account)), \(now), \(now)
      FROM (SELECT min(\(LetterReader.email(of: "pt"))) AS address, min(\(LetterReader.hasNoAccount)) AS no_account,
                   min(coalesce(nullif(pt.preferred_name, ''), pt.given_name)) AS called,
                   string_agg(extract(epoch FROM a.starts_at)::bigint::text, ' ' ORDER BY a.starts_at)
                     FILTER (WHERE a.status = 'booked') AS starts,
                   string_agg(extract(epoch FROM a.starts_at)::bigint::text, ' ' ORDER BY a.starts_at)
                     FILTER (WHERE a.status = 'pending') AS requested
              FROM appointment a
              JOIN patient pt ON pt.id = a.patient_id
              \(LetterReader.joined(of: "pt", bookedBy: "a.booked_by", at: now))
             WHERE a.series_id = \(series) AND a.status IN ('booked', 'pending')) AS told
     WHERE told.address IS NOT NULL
    """
  }
}

/// How much of a series an act is upon.
public enum SeriesScope: String, Sendable, CaseIterable {
  case one, following, all
}

extension Clinic {
  /// Cancels one visit of a series, it and those that follow, or all that are ahead: all or none, in one transaction. Done
  /// twice it is done once.
  ///
  /// - Parameter seen: the edition of the series that was looked at.
  /// - Throws: `.conflict(.changedMeanwhile)` when it is another now.
  public func cancelSeries(
    _ series: ID<AppointmentSeries>, from id: ID<Appointment>, _ scope: SeriesScope, seen: String,
    by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let visits = try await records.ask(.series(series, by: visitor, at: records.now))
      guard let chosen = visits.first(where: { $0.id == id }) else { throw Refusal.unknown }
      let affected = visits.scoped(scope, from: chosen, at: records.now)
      if affected.isEmpty {
        if chosen.status == .cancelled { return }
        throw Refusal.conflict(.tooLate)
      }
      guard visits.edition == seen else { throw Refusal.conflict(.changedMeanwhile) }
      let changes = affected.map { visit in
        Query<Bool>.change(
          visit.id, by: .cancel, seen: visit.sequence, time: .beforeItBegins, whose: "true", visitor: visitor,
          at: records.now, newID: records.clinic.newID)
      }
      let rows = try await records.transaction.pipeline(changes.flatMap(\.statements))
      guard rows.allSatisfy({ !$0.isEmpty }) else { throw Refusal.conflict(.changedMeanwhile) }
      try await records.finish(.seriesCancelled, of: series.uuid, [])
    }
  }

  /// Moves one visit of a series, it and those that follow, or all that are ahead, by as many days and to the same time of day
  /// as that one: all or none, in one transaction.
  ///
  /// - Parameter seen: the edition of the series that was looked at.
  /// - Throws: `SeriesDateTaken` when one of the new times can't be had: then nothing is moved;
  ///   `Refusal.conflict(.changedMeanwhile)` when the series is another now.
  public func moveSeries(
    _ series: ID<AppointmentSeries>, from id: ID<Appointment>, to day: Day, _ time: TimeOfDay,
    _ scope: SeriesScope, seen: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      _ = try await records.transaction.pipeline([.queueForCalendar, .endLapsedHolds(visitor, at: now)])
      let visits = try await records.ask(.series(series, by: visitor, at: now))
      guard let chosen = visits.first(where: { $0.id == id }) else { throw Refusal.unknown }
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let before = zone.local(chosen.during.lowerBound)
      // The same form sent again.
      if before == LocalDateTime(day: day, time: time) { return }
      guard visits.edition == seen else { throw Refusal.conflict(.changedMeanwhile) }
      let shift = before.day.days(until: day)
      var affected = visits.scoped(scope, from: chosen, at: now)
      if affected.isEmpty { throw Refusal.conflict(.tooLate) }
      // Those that go later begin with the last, so that none is in the way of its own neighbour.
      if shift > 0 { affected.reverse() }
      for visit in affected {
        let target = zone.local(visit.during.lowerBound).day.adding(days: shift)
        let date = LocalDateTime(day: target, time: time)
        guard let start = zone.instants(of: date).first else { throw SeriesDateTaken(date: date) }
        if start == visit.during.lowerBound { continue }
        guard
          let matter = try await records.ask(
            .seriesMatter(visit.id, by: visitor, at: now, moving: visit.id)),
          let offer = matter.date(start, on: target, zone: zone, at: now).offer
        else { throw SeriesDateTaken(date: date) }
        let moved = try await records.ask(
          .move(
            visit.id, to: offer, seen: visit.sequence, right: .clinics("true"),
            by: visitor.asNewBrowser, at: now, newID: records.clinic.newID))
        guard case .done = moved else { throw SeriesDateTaken(date: date) }
      }
      try await records.finish(.seriesMoved, of: series.uuid, [])
    }
  }
}

/// A time that a visit of a series was to be moved to, in the clinic's local time, can't be had.
public struct SeriesDateTaken: Error {
  public let date: LocalDateTime
}

extension [SeriesVisit] {
  /// Another one after every change to any of the visits.
  public var edition: String {
    map { "\($0.sequence)\($0.status.rawValue.prefix(1))" }.joined(separator: ".")
  }

  fileprivate func scoped(_ scope: SeriesScope, from chosen: SeriesVisit, at now: Date) -> [SeriesVisit] {
    filter { visit in
      visit.isAhead(at: now)
        && (scope == .all || visit.id == chosen.id
          || scope == .following && visit.during.lowerBound > chosen.during.lowerBound)
    }
  }
}
