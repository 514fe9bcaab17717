/// What the database counted, before it is put beside the hours that were offered.
public struct ReportRecords: Sendable {
  struct Record {
    /// Nil for all together.
    let group: ReportGroup?
    /// An ISO 4217 code; empty where it does not matter.
    let currency: String
    let figures: Figures
  }

  let records: [Record]
}

/// A report, answered.
public struct ReportTable: Sendable {
  public struct Row: Sendable {
    public let group: ReportGroup
    public let figures: Figures
  }

  /// Months all of them, in their order; of everything else what there is anything of, in no order.
  public let rows: [Row]
  public let total: Figures
  /// Visits that were booked in another currency: no sum has them.
  public let elsewhere: Int

  /// - Parameters:
  ///   - currency: the clinic's.
  ///   - offered: for the fill rate alone.
  public init(
    _ records: ReportRecords, to question: ReportQuestion, currency: String, offered: HoursOffered?
  ) {
    var total = Figures.none(question.report)
    var rows: [ReportGroup: Figures] = [:]
    var elsewhere = 0
    if question.grouping == .month {
      for month in question.months { rows[.month(month)] = .none(question.report) }
    }
    if let offered {
      for group in offered.byGroup.keys { rows[group] = .none(question.report) }
    }
    for record in records.records {
      if !record.currency.isEmpty, record.currency != currency {
        if record.group == nil { elsewhere += Int(record.figures[.completed] ?? 0) }
      } else if let group = record.group {
        rows[group] = record.figures
      } else {
        total = record.figures
      }
    }
    if let offered {
      total[.hoursOffered] = offered.total
      for group in rows.keys {
        rows[group]?[.hoursOffered] =
          question.grouping == .service ? offered.total : offered.byGroup[group] ?? 0
      }
    }
    self.total = total
    self.elsewhere = elsewhere
    let months = question.months.map(ReportGroup.month)
    self.rows = (question.grouping == .month ? months : Array(rows.keys)).compactMap { group in
      rows[group].map { Row(group: group, figures: $0) }
    }
  }
}
