public import CivilTime
internal import FoundationEssentials

/// For how long doctors were there to be booked, by the rules of docs/scheduling.md: their hours, cut by absences, holidays
/// and the opening hours of their rooms.
public struct HoursOffered: Sendable {
  /// In hours. A doctor who is in two places at once is there once.
  let total: Double
  /// Not by service: hours are not of one.
  let byGroup: [ReportGroup: Double]

  /// - Parameter sites: of rooms that are part of one.
  public init(
    _ schedule: Schedule, to question: ReportQuestion, sites: [ID<Location>: ID<Location>],
    in zone: TimeZoneRules
  ) {
    let clock = WallClock(zone, days: question.days)
    let doctors = Set(schedule.weekly.keys).union(schedule.dated.keys)
      .filter { question.practitioner == nil || question.practitioner == $0 }
    var total = 0
    var byGroup: [ReportGroup: Int] = [:]
    for month in question.months {
      for doctor in doctors {
        var day = month.lowerBound
        while day <= month.upperBound {
          let there = Attendance(of: doctor, for: nil, on: day, in: schedule, clock, inOpenRooms: true)
          var places: [ID<Location>: Spans] = [:]
          for (room, spans) in there.left {
            let place = sites[room] ?? room
            if question.place == nil || question.place == place {
              places[place] = (places[place] ?? Spans()).union(spans)
            }
          }
          let seconds = places.values.reduce(Spans()) { $0.union($1) }.length
          total += seconds
          switch question.grouping {
          case .month: byGroup[.month(month), default: 0] += seconds
          case .doctor: if seconds > 0 { byGroup[.practitioner(doctor), default: 0] += seconds }
          case .place:
            for (place, spans) in places where !spans.isEmpty {
              byGroup[.place(place), default: 0] += spans.length
            }
          case .service: break
          }
          if day == .last { break }
          day = day.adding(days: 1)
        }
      }
    }
    self.total = Double(total) / 3600
    self.byGroup = byGroup.mapValues { Double($0) / 3600 }
  }
}

extension Spans {
  /// In seconds.
  fileprivate var length: Int { ranges.reduce(0) { $0 + $1.count } }
}
