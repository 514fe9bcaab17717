internal import CivilTime
internal import Clinic

extension DemoClinic {
  /// How long the weekly hours have held and will hold.
  static let daysOfHistory = 364
  static let daysAhead = 8 * 7

  /// Every half-day of every room goes to the next practitioner in turn, so nobody is in two rooms, no room
  /// has two people, and the first of the roster are there every working day.
  func rota(from source: DemoSource) -> [Session] {
    var turn = 0
    return Shift.week.flatMap { shift in
      rooms.prefix(shift.rooms).map { room in
        defer { turn += 1 }
        return Session(
          id: source.id(), practitioner: turn % practitioners.count,
          hours: WeeklyHours(
            location: ID(room.id), weekday: shift.weekday, opens: shift.opens, closes: shift.closes,
            validFrom: source.today.adding(days: -Self.daysOfHistory),
            validUntil: source.today.adding(days: Self.daysAhead)))
      }
    }
  }
}

/// A half-day of the week, and how many rooms are open.
private struct Shift {
  let weekday: Weekday
  let opens: TimeOfDay
  let closes: TimeOfDay
  var rooms = Int.max

  static let week: [Shift] = {
    guard let early = TimeOfDay(hour: 8, minute: 30), let noon = TimeOfDay(hour: 12, minute: 30),
      let afternoon = TimeOfDay(hour: 13, minute: 30), let evening = TimeOfDay(hour: 17, minute: 30)
    else { return [] }
    let workdays = Weekday.allCases.filter { $0 < .saturday }.flatMap { weekday in
      [
        Shift(weekday: weekday, opens: early, closes: noon),
        Shift(weekday: weekday, opens: afternoon, closes: evening),
      ]
    }
    return workdays + [Shift(weekday: .saturday, opens: early, closes: noon, rooms: 2)]
  }()
}
