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
      let booked: SQL = """
        SELECT id, NULL::timestamptz AS was FROM appointment
         WHERE series_id = \(key) AND status IN ('booked', 'pending')
        """
      try await records.finish(
        .seriesBooked, of: key.uuid, [records.telling(.appointmentSeries, of: booked)])
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
}
