public import CivilTime
internal import FoundationEssentials

/// Which report, of which days in the clinic's zone, and of which visits. What counts is when a visit begins.
public struct ReportQuestion: Hashable, Sendable {
  public var report: Report
  public var grouping: Grouping
  /// At most `mostDays`.
  public var days: ClosedRange<Day>
  /// Of these alone; nil for all.
  public var service: ID<HealthcareService>?
  public var practitioner: ID<Practitioner>?
  /// A site, with all of its rooms, or a room that stands alone.
  public var place: ID<Location>?

  /// Two years: what a report reads is bounded, however long a clinic has been here.
  public static let mostDays = 731

  /// One row for each.
  public enum Grouping: String, Sendable, CaseIterable {
    case month, service, doctor, place
  }

  public init(
    _ report: Report, by grouping: Grouping, days: ClosedRange<Day>, service: ID<HealthcareService>? = nil,
    practitioner: ID<Practitioner>? = nil, place: ID<Location>? = nil
  ) {
    self.report = report
    self.grouping = grouping
    self.days = days
    self.service = service
    self.practitioner = practitioner
    self.place = place
  }

  /// From the first instant of the first day to that of the day after the last.
  func time(in zone: TimeZoneRules) -> Range<Date> {
    zone.startOfDay(days.lowerBound)..<zone.startOfDay(days.upperBound.adding(days: 1))
  }

  /// The days of each month, as far as they were asked about.
  public var months: [ClosedRange<Day>] {
    var months: [ClosedRange<Day>] = []
    var first = days.lowerBound
    while first <= days.upperBound {
      let last = min(first.startOfMonth.adding(days: first.lengthOfMonth - 1), days.upperBound)
      months.append(first...last)
      if last == .last { break }
      first = last.adding(days: 1)
    }
    return months
  }
}

/// What a row of a report is about.
public enum ReportGroup: Hashable, Sendable {
  case month(ClosedRange<Day>)
  case service(ID<HealthcareService>)
  case practitioner(ID<Practitioner>)
  case place(ID<Location>)
}
