internal import CivilTime

/// When what can be booked at a clinic of the demo: at Riverside every rule shows somewhere.
struct DemoRules: Sendable {
  var sites: [Site] = []
  /// Who helps with a visit without being booked by name.
  var helpers: [Helper] = []
  var devices: [Device] = []
  /// By the name of the service; what is not named is as plain as can be.
  var terms: [String: DemoTerms] = [:]
  var hours: [FurtherHours] = []
  var days: [DatedHours] = []
  var absences: [Absence] = []
  var holidays = HolidayCalendar.none
  /// To which nobody comes.
  var online: [DemoOnlineService] = []

  struct Site: Sendable {
    let name: String
    let address: String
    /// Rooms that the weekly turn fills.
    let rooms: [String]
    var furtherRooms: [Room] = []
    /// Of rooms that the weekly turn fills and no other can stand in for.
    var kinds: [String: String] = [:]
    let openings: [Opening]
  }

  struct Room: Sendable {
    let name: String
    var kind = ""
  }

  struct Opening: Sendable {
    let weekdays: ClosedRange<Weekday>
    let time: Hours
  }

  struct Helper: Sendable {
    let givenName: String
    let familyName: String
    let qualification: String
    let kind: String
    /// Where they are on workdays.
    let room: String
    let time: Hours
  }

  struct Device: Sendable {
    let name: String
    let kind: String
  }

  /// Weekly, beside the turn, for some services alone.
  struct FurtherHours: Sendable {
    let practitioner: String
    let room: String
    let weekday: Weekday
    let time: Hours
    let services: [String]
  }

  struct DatedHours: Sendable {
    let practitioner: String
    let room: String
    let day: DayAhead
    let time: Hours
    let replaces: Bool
  }

  struct Absence: Sendable {
    let who: Who
    let from: DayAhead
    let until: DayAhead
    var weekdays: [Weekday] = []
    var time = Hours(0, 0, 24, 0)
    let note: String

    /// By family name, or name.
    enum Who: Hashable, Sendable {
      case practitioner(String)
      case room(String)
      case device(String)
    }
  }

  /// A day of a later week; of this week with 0.
  struct DayAhead: Sendable {
    let weeks: Int
    let weekday: Weekday

    init(_ weeks: Int, _ weekday: Weekday) {
      self.weeks = weeks
      self.weekday = weekday
    }

    func day(from today: Day) -> Day {
      today.startOfWeek.adding(days: weeks * 7 + weekday.rawValue - 1)
    }
  }

  struct Hours: Hashable, Sendable {
    let opens: TimeOfDay
    let closes: TimeOfDay

    init(_ hour: Int, _ minute: Int, _ endHour: Int, _ endMinute: Int) {
      opens = TimeOfDay(hour: hour, minute: minute) ?? .midnight
      closes = TimeOfDay(hour: endHour, minute: endMinute) ?? .endOfDay
    }
  }
}

extension DemoRules {
  /// Whether they can't be there then: the day is a holiday or has other hours, they are away or the room is closed.
  func isClosed(
    _ practitioner: String, in room: String, on day: Day, from start: TimeOfDay, until end: TimeOfDay,
    today: Day
  ) -> Bool {
    holidays.days(in: day.year).contains { $0.day == day }
      || days.contains { $0.replaces && $0.practitioner == practitioner && $0.day.day(from: today) == day }
      || absences.contains {
        ($0.who == .practitioner(practitioner) || $0.who == .room(room))
          && ($0.from.day(from: today)...$0.until.day(from: today)).contains(day)
          && ($0.weekdays.isEmpty || $0.weekdays.contains(day.weekday))
          && start < $0.time.closes && $0.time.opens < end
      }
  }
}
