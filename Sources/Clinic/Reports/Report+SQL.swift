public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Query<ReportRecords> {
  /// One reading of the visits that begin in these days, by the index on their beginnings.
  public static func report(_ question: ReportQuestion, in zone: TimeZoneRules) -> Self {
    let time = question.time(in: zone)
    let measures = question.report.measures.filter { $0.sql != nil }
    let conditions: [SQL?] = [
      "a.starts_at >= \(time.lowerBound)", "a.starts_at < \(time.upperBound)",
      question.service.map { "a.service_id = \($0)" },
      question.practitioner.map { "a.practitioner_id = \($0)" },
      question.place.map { "a.location_id IN (SELECT id FROM location WHERE id = \($0) OR part_of = \($0))" },
      question.report == .fillRate ? Counted.occupying.condition : nil,
    ]
    return Query(
      """
      SELECT key::text, \(question.currency), \(measures.compactMap(\.sql).joined())
        FROM (SELECT \(question.columns(in: zone)) FROM appointment a \(question.join)
               WHERE \(conditions.compactMap(\.self).joined(separator: " AND "))) AS a
       GROUP BY GROUPING SETS \(question.sets)
      """
    ) { rows in
      ReportRecords(
        records: try rows.decode { row in
          let key = try row.next(String?.self)
          let currency = try row.next(String.self)
          var figures = Figures()
          for measure in measures { figures[measure] = try row.next(Double?.self) }
          return ReportRecords.Record(
            group: try key.map(question.group), currency: currency, figures: figures)
        })
    }
  }
}

extension Query<Schedule> {
  /// The hours that the fill rate asks about; nothing for other reports.
  public static func hours(for question: ReportQuestion, in zone: TimeZoneRules) -> Self {
    guard question.report == .fillRate else { return Query([]) { _ in Schedule() } }
    let time = question.time(in: zone)
    let everybody = ScheduleScope(
      practitioners: "SELECT id FROM practitioner WHERE kind = ''", services: "SELECT NULL::uuid")
    return schedule(of: everybody, between: time, at: time.lowerBound, "false")
  }
}

extension ReportQuestion {
  /// Sums of two currencies are none; to everything else the currency does not matter.
  fileprivate var currency: SQL { report == .revenue ? "currency" : "''" }
  fileprivate var sets: SQL { report == .revenue ? "((key, currency), (currency))" : "((key), ())" }

  fileprivate var join: SQL { grouping == .place ? "JOIN location l ON l.id = a.location_id" : "" }

  fileprivate func columns(in zone: TimeZoneRules) -> SQL {
    let key: SQL =
      switch grouping {
      // Which of the months it is, by when they begin in the clinic's zone.
      case .month: "width_bucket(a.starts_at, \(months.map { zone.startOfDay($0.lowerBound) }))"
      case .service: "a.service_id"
      case .doctor: "a.practitioner_id"
      case .place: "coalesce(l.part_of, l.id)"
      }
    switch report {
    // A group occupies its doctor once.
    case .fillRate: return "DISTINCT \(key) AS key, a.practitioner_id, a.starts_at, a.ends_at"
    case .revenue: return "\(key) AS key, a.currency, a.status, a.price_minor"
    default:
      return "\(key) AS key, a.status, a.starts_at, a.booked_at, a.arrived_at, a.started_at"
    }
  }

  fileprivate func group(_ key: String) throws -> ReportGroup {
    switch grouping {
    case .month:
      let months = months
      if let number = Int(key), months.indices.contains(number - 1) { return .month(months[number - 1]) }
    case .service: if let id = ID<HealthcareService>(key) { return .service(id) }
    case .doctor: if let id = ID<Practitioner>(key) { return .practitioner(id) }
    case .place: if let id = ID<Location>(key) { return .place(id) }
    }
    throw StoredValueFault(column: "appointment.starts_at")
  }
}

extension Measure {
  /// What the database counts; nil for what follows from it or is no matter of visits.
  fileprivate var sql: SQL? {
    switch self {
    case .appointments, .asked, .booked, .came, .missed, .cancelled, .due, .waited, .completed: counting
    case .leadMedian: "\(Self.percentiles(Self.leadDays))[1]"
    case .leadNinetieth: "\(Self.percentiles(Self.leadDays))[2]"
    case .leadMean: "avg(\(Self.leadDays))"
    case .waitMedian: "\(Self.percentiles(Self.waitMinutes))[1]"
    case .waitNinetieth: "\(Self.percentiles(Self.waitMinutes))[2]"
    case .waitLongest: "max(\(Self.waitMinutes))"
    case .hoursBooked: "coalesce(sum(extract(epoch FROM ends_at - starts_at)::float8) / 3600, 0)"
    case .revenue: "coalesce(sum(price_minor) FILTER (WHERE status = 'fulfilled'), 0)::float8"
    case .hoursOffered, .missedShare, .cancelledShare, .fill, .revenueMean: nil
    }
  }

  private var counting: SQL {
    switch rows {
    case .none, .all: "count(*)::float8"
    case .state(let state): "count(*) FILTER (WHERE a.status = \(state.rawValue))::float8"
    case .counted(let counted): "count(*) FILTER (WHERE \(counted.condition))::float8"
    }
  }

  /// Both from one sorting: PostgreSQL carries out an aggregate that stands there twice once.
  private static func percentiles(_ value: SQL) -> SQL {
    "(percentile_cont('{0.5,0.9}'::float8[]) WITHIN GROUP (ORDER BY \(value)))"
  }

  /// Walk-ins are booked when their visit has begun: that is no day, not less than none.
  private static var leadDays: SQL {
    "greatest(extract(epoch FROM starts_at - booked_at)::float8 / 86400, 0)"
  }

  /// NULL where one of the two was not marked: aggregates leave it out.
  private static var waitMinutes: SQL {
    "CASE WHEN arrived_at <= started_at THEN extract(epoch FROM started_at - arrived_at)::float8 / 60 END"
  }
}

extension Counted {
  /// Of the appointment `a`: the same for the number and for the list of its rows.
  var condition: SQL {
    switch self {
    case .asked: "a.status IN ('proposed', 'pending')"
    case .came: "a.status IN ('arrived', 'fulfilled')"
    case .due: "a.status IN ('arrived', 'fulfilled', 'noshow')"
    case .waited: "a.arrived_at <= a.started_at"
    case .occupying: "a.status NOT IN ('proposed', 'cancelled')"
    }
  }
}
