internal import Pages

/// What is said of the chosen time to somebody who signs up or in to book it.
struct KeptTime: View {
  /// `10:32`; nil when it can't be kept.
  let until: String?
  /// The clinic's time zone in words.
  let zone: String

  var fields: Fields { ["until": .text(until), "zone": .text(zone)] }

  static let samples = [
    KeptTime(until: "10:32", zone: "Europe/London"), KeptTime(until: nil, zone: "Europe/London"),
  ]
}
