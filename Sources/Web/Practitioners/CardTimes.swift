internal import Pages

/// The next free times on a doctor's card.
struct CardTimes: View {
  /// Whose times they are.
  let service: String
  /// `20 minutes`.
  let duration: String
  /// Of the clinic, in words.
  let zone: String
  /// The visitor's own, in words, where it shows another time.
  let ownZone: String?
  let times: [TimeButton]
  /// How far was looked ahead; nil if it was not.
  let weeks: Int?
  /// The weeks of this doctor and service.
  let href: String
  /// Who else gives the service.
  let others: String

  var fields: Fields {
    [
      "service": .text(service), "duration": .text(duration), "zone": .text(zone), "ownZone": .text(ownZone),
      "times": .list(times), "hasTimes": .flag(!times.isEmpty), "weeks": .number(weeks ?? 0),
      "isLookedFor": .flag(weeks != nil),
      "timesHref": .text(href), "others": .text(others),
    ]
  }

  static let samples = [
    sample(Array(TimeButton.samples.prefix(3))),
    sample(Array(TimeButton.samples.suffix(2)), ownZone: "Paris time (CET)"),
    sample([]),
    CardTimes(
      service: "Vaccination", duration: "10 minutes", zone: "London time (GMT)", ownZone: nil, times: [],
      weeks: nil,
      href: "/doctors/1/times?service=1", others: "/doctors?service=1"),
    CardTimes(
      service: "Ultrasound of the heart (transthoracic echocardiography) with report", duration: "60 minutes",
      zone: "London time (GMT)", ownZone: nil, times: Array(TimeButton.samples.prefix(1)), weeks: 8,
      href: "/doctors/1/times?service=1", others: "/doctors?service=1"),
  ]

  private static func sample(_ times: [TimeButton], ownZone: String? = nil) -> CardTimes {
    CardTimes(
      service: "First consultation", duration: "20 minutes", zone: "London time (GMT)", ownZone: ownZone,
      times: times, weeks: 8, href: "/doctors/1/times?service=1", others: "/doctors?service=1")
  }
}
