internal import Pages

/// Until when what is booked can be moved or cancelled online.
struct ChangeRule: View {
  /// `Monday 23 November 2026, 09:20, London time (GMT)`; nil when that is past already.
  let until: String?

  var fields: Fields { ["until": .text(until)] }

  static let samples = [
    ChangeRule(until: "Monday 23 November 2026, 09:20, London time (GMT)"),
    ChangeRule(until: nil),
  ]
}
