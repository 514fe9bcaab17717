internal import Pages

/// The hours of one weekday, in the controls `day<n>_room`, `day<n>_from` and `day<n>_until`; at most one of them
/// is told to be wrong.
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
  /// Which of the three.
  var wrong = Part.room

  enum Part: String, Sendable, CaseIterable {
    case room, from, until
  }

  var control: Control { Control(id: "day\(day)_\(wrong.rawValue)", label: weekday, problem: problem) }

  private func isWrong(_ part: Part) -> Value { .flag(problem != nil && wrong == part) }

  var fields: Fields {
    [
      "name": .text(control.id), "roomIsWrong": isWrong(.room), "fromIsWrong": isWrong(.from),
      "untilIsWrong": isWrong(.until), "day": .number(day), "weekday": .text(weekday), "rooms": .list(rooms),
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
