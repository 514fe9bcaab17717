import CivilTime
import Clinic
import FoundationEssentials
import Shell

/// What an administrator typed to add a doctor.
struct PractitionerForm {
  static let weekdays = Weekday.allCases
  /// Fields that come once for each box that is ticked.
  static let repeating: Set<String> = ["specialty", "service"]

  let form: Form

  /// - Throws: `Refusal.invalid`.
  func parsed(today: Day) throws(Refusal) -> NewPractitioner {
    var fields = FieldReader(form)
    let new = NewPractitioner(
      prefix: fields.text("prefix", atMost: 20, required: false),
      givenName: fields.text("given", atMost: 100),
      familyName: fields.text("family", atMost: 100),
      qualification: fields.text("qualification", atMost: 200, required: false),
      gender: fields.choice("gender") ?? .unknown,
      languages: fields.languages("languages"),
      bio: fields.text("bio", atMost: 2000, required: false, lines: true),
      specialties: fields.ids("specialty"),
      services: fields.ids("service"),
      hours: Self.weekdays.compactMap { fields.hours(of: $0, from: today) })
    try fields.finish()
    return new
  }
}

extension FieldReader {
  /// Names or codes of languages, with commas between; kept as ISO 639-1 codes where we know them.
  fileprivate mutating func languages(_ field: String) -> [String] {
    let typed = text(field, atMost: 200, required: false).split(separator: ",").map {
      String($0).trimmed.lowercased()
    }
    let codes = typed.filter { !$0.isEmpty }.map { LanguageNames.code(of: $0) }
    if codes.contains(nil) { refuse(field, "problem.languages") }
    return codes.compactMap(\.self)
  }

  fileprivate mutating func ids<Of>(_ field: String) -> [ID<Of>] {
    let chosen = form.all(field)
    let ids = chosen.prefix(100).compactMap { ID<Of>($0) }
    if chosen.isEmpty {
      refuse(field, "problem.choose")
    } else if ids.count != chosen.count {
      refuse(field, "problem.choose")
    }
    return Array(Set(ids))
  }

  /// The hours of one weekday: none when its row is empty.
  fileprivate mutating func hours(of weekday: Weekday, from today: Day) -> WeeklyHours? {
    let row = "day\(weekday.rawValue)_"
    let (room, from, until) = (form[row + "room"], form[row + "from"].trimmed, form[row + "until"].trimmed)
    if room.isEmpty, from.isEmpty, until.isEmpty { return nil }
    guard let opens = TimeOfDay(iso: from) else {
      refuse(row + "from", "problem.time")
      return nil
    }
    guard let closes = TimeOfDay(iso: until) else {
      refuse(row + "until", "problem.time")
      return nil
    }
    guard opens < closes else {
      refuse(row + "until", "problem.time-order")
      return nil
    }
    guard let location = ID<Location>(room) else {
      refuse(row + "room", "problem.choose")
      return nil
    }
    return WeeklyHours(
      location: location, weekday: weekday, opens: opens, closes: closes, validFrom: today, validUntil: nil)
  }
}
