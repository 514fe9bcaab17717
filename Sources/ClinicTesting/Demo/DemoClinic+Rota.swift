internal import CivilTime
internal import Clinic

extension DemoClinic {
  /// How long the weekly hours have held and will hold.
  static let daysOfHistory = 364
  static let daysAhead = 8 * 7

  /// Every half-day of every room goes to the next practitioner in turn, so nobody is in two rooms, no room
  /// has two people, and the first of the roster are there every day but Sunday: Saturday begins the turn
  /// anew.
  func rota(from source: DemoSource) -> [Session] {
    [Shift.workdays, Shift.saturday].flatMap { shifts in
      let openings = shifts.flatMap { shift in rooms.prefix(shift.rooms).map { (shift, room: $0) } }
      return openings.enumerated().map { turn, opening in
        let (shift, room) = opening
        let id = source.id()
        return Session(
          id: id, practitioner: turn % practitioners.count,
          hours: WeeklyHours(
            id: ID(id), location: ID(room.id), weekday: shift.weekday, opens: shift.opens,
            closes: shift.closes,
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
  let rooms: Int

  static let workdays = Weekday.allCases.filter { $0 < .saturday }.flatMap {
    [morning(of: $0), afternoon(of: $0)]
  }
  static let saturday = [morning(of: .saturday, rooms: 2)]

  private static func morning(of weekday: Weekday, rooms: Int = .max) -> Shift {
    Shift(weekday: weekday, opens: time(8, 30), closes: time(12, 30), rooms: rooms)
  }

  private static func afternoon(of weekday: Weekday) -> Shift {
    Shift(weekday: weekday, opens: time(13, 30), closes: time(17, 30), rooms: .max)
  }

  private static func time(_ hour: Int, _ minute: Int) -> TimeOfDay {
    TimeOfDay(hour: hour, minute: minute) ?? .midnight
  }
}
