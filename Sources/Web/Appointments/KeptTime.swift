internal import Pages

/// What is said of a time that is kept for the browser.
struct KeptTime: View {
  /// `10:32`; nil when it can't be kept.
  let until: String?
  /// The clinic's time zone in words.
  let zone: String
  /// From now on.
  let seconds: Int
  /// It was not made longer yet.
  let mayExtend: Bool

  /// `9:41`
  private var left: String { "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)" }

  var fields: Fields {
    [
      "until": .text(until), "zone": .text(zone), "seconds": .number(seconds), "left": .text(left),
      "mayExtend": .flag(until != nil && mayExtend),
    ]
  }

  static let samples = [
    KeptTime(until: "10:32", zone: "Europe/London", seconds: 581, mayExtend: true),
    KeptTime(until: nil, zone: "Europe/London", seconds: 0, mayExtend: false),
    KeptTime(until: "10:42", zone: "Europe/London", seconds: 61, mayExtend: false),
  ]
}
