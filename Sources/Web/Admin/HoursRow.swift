internal import Pages

/// The hours of one weekday, in the controls `day<n>_room`, `day<n>_from` and `day<n>_until`.
struct HoursRow: View {
  /// ISO 8601: 1 is Monday.
  let day: Int
  let weekday: String
  /// The chosen one marked; the template puts "not working" before them.
  let rooms: [Choice]
  /// `09:00`, or empty.
  let from: String
  let until: String
  let problem: String?

  var control: Control { Control(id: "day\(day)_room", label: weekday, problem: problem) }

  var fields: Fields {
    [
      "name": .text(control.id), "day": .number(day), "weekday": .text(weekday), "rooms": .list(rooms),
      "from": .text(from),
      "until": .text(until), "problem": .text(problem),
    ]
  }

  static var samples: [HoursRow] {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].enumerated().map {
      HoursRow(
        day: $0 + 1, weekday: $1, rooms: [Choice("1", "Room 1"), Choice("2", "Room 2", chosen: $0 < 2)],
        from: $0 < 2 ? "09:00" : "", until: $0 < 2 ? "17:00" : "", problem: nil)
    }
  }
}
