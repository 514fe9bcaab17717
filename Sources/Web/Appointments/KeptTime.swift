internal import Pages

/// What is said of a time that is kept for the browser.
struct KeptTime: View {
  /// `10:32, London time (GMT)`; nil when it can't be kept.
  let until: String?
  /// From now on.
  let seconds: Int
  /// It was not made longer yet.
  let mayExtend: Bool

  /// `9:41`
  private var left: String { "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)" }

  var fields: Fields {
    [
      "until": .text(until), "seconds": .number(seconds), "left": .text(left),
      "mayExtend": .flag(until != nil && mayExtend),
    ]
  }

  static let samples = [
    KeptTime(until: "10:32, London time (GMT)", seconds: 581, mayExtend: true),
    KeptTime(until: nil, seconds: 0, mayExtend: false),
    KeptTime(until: "10:42, London time (GMT)", seconds: 61, mayExtend: false),
  ]
}
