internal import CivilTime

extension Codec<Day> {
  /// `2026-11-21` (ISO 8601).
  static var day: Self {
    Codec(.day) { day, _ in
      day.description
    } value: { typed, _ throws(TextFault) in
      guard let day = Day(iso: typed) else { throw TextFault("problem.day") }
      return day
    }
  }

  /// The same; empty is today.
  static var dayOrToday: Self {
    Codec(.day, isOptional: true) { day, _ in
      day.description
    } value: {
      typed, surroundings throws(TextFault) in
      guard !typed.isEmpty else { return surroundings.today }
      guard let day = Day(iso: typed) else { throw TextFault("problem.day") }
      return day
    }
  }
}

extension Codec<TimeOfDay> {
  /// `09:00`; whole minutes.
  static var time: Self {
    Codec(.time) { time, _ in
      time.description
    } value: { typed, _ throws(TextFault) in
      guard let time = TimeOfDay(iso: typed), time.second == 0, time != .endOfDay else {
        throw TextFault("problem.time")
      }
      return time
    }
  }

  /// When something ends. Midnight is the end of the day: no browser lets anybody type 24:00.
  static var end: Self {
    Codec(.time) { time, _ in
      time == .endOfDay ? "00:00" : time.description
    } value: {
      typed, _ throws(TextFault) in
      guard let time = TimeOfDay(iso: typed), time.second == 0 else { throw TextFault("problem.time") }
      return time == .midnight ? .endOfDay : time
    }
  }
}

extension Codec<Weekday> {
  /// `Monday`, or its first three letters.
  static var weekday: Self {
    Codec(.oneOf(Weekday.allCases.map(\.english), words: "weekday-name")) { day, _ in
      day.english
    } value: {
      typed, _ throws(TextFault) in
      guard typed.count >= 3,
        let day = Weekday.allCases.first(where: {
          let name = $0.english.lowercased()
          return name == typed.lowercased() || name.prefix(3) == typed.lowercased()
        })
      else { throw TextFault("problem.choose") }
      return day
    }
  }
}

extension Weekday {
  var english: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}
