public import CivilTime
internal import FoundationEssentials
internal import Postgres

/// How much of a series an act is upon.
public enum SeriesScope: String, Sendable, CaseIterable {
  case one, following, all
}

extension Clinic {
  /// Cancels one visit of a series, it and those that follow, or all that are ahead: all or none, in one transaction. Done
  /// twice it is done once. One letter tells of all of them.
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
          visit.id, by: .cancel, seen: visit.sequence, time: .beforeItBegins, whose: "true",
          isTold: affected.count == 1, visitor: visitor, at: records.now, newID: records.clinic.newID)
      }
      let rows = try await records.transaction.pipeline(changes.flatMap(\.statements))
      guard rows.allSatisfy({ !$0.isEmpty }) else { throw Refusal.conflict(.changedMeanwhile) }
      let cancelled: SQL = """
        SELECT id, NULL::timestamptz AS was FROM appointment WHERE id = ANY (\(affected.map(\.id.uuid)))
        """
      try await records.finish(
        .seriesCancelled, of: series.uuid,
        affected.count == 1 ? [] : [records.telling(.appointmentSeriesCancelled, of: cancelled)])
    }
  }

  /// Moves one visit of a series, it and those that follow, or all that are ahead, by as many days and to the same time of day
  /// as that one: all or none, in one transaction. One letter tells of all of them.
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
      var moved: [SeriesVisit] = []
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
        let attempt = try await records.ask(
          .move(
            visit.id, to: offer, seen: visit.sequence,
            right: .clinics("true", isTold: affected.count == 1), by: visitor.asNewBrowser, at: now,
            newID: records.clinic.newID))
        guard case .done = attempt else { throw SeriesDateTaken(date: date) }
        moved.append(visit)
      }
      let told: SQL = """
        SELECT id, was FROM unnest(\(moved.map(\.id.uuid))::uuid[], \(moved.map(\.during.lowerBound))::timestamptz[])
                              AS moved (id, was)
        """
      try await records.finish(
        .seriesMoved, of: series.uuid,
        affected.count == 1 ? [] : [records.telling(.appointmentSeriesMoved, of: told)])
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
