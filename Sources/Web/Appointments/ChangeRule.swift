internal import Pages

/// Until when what is booked can be moved or cancelled online.
struct ChangeRule: View {
  /// `Monday 23 November 2026, 09:20`; nil when that is past already.
  let until: String?
  /// The clinic's time zone in words.
  let zone: String

  var fields: Fields { ["until": .text(until), "zone": .text(zone)] }

  static let samples = [
    ChangeRule(until: "Monday 23 November 2026, 09:20", zone: "Europe/London"),
    ChangeRule(until: nil, zone: "Europe/London"),
  ]
}
