internal import Pages

/// `GET /schedule/why`: staff ask why a time is not offered.
struct WhyNotPage: Page {
  let doctors: ChoiceField
  let services: ChoiceField
  /// ISO 8601, `2026-11-24`.
  let day: Field
  /// `09:20`
  let time: Field
  let isFirstVisit: Bool
  let answer: WhyNotAnswer?

  static let template = "scheduling/why"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          [doctors.control, services.control, day.control, time.control])),
      "doctors": .view(doctors), "services": .view(services), "day": .view(day), "time": .view(time),
      "isFirstVisit": .flag(isFirstVisit), "answer": .view(answer),
    ]
  }

  static var samples: [WhyNotPage] {
    [
      WhyNotPage(
        doctors: ChoiceField("practitioner", Choice.samples),
        services: ChoiceField("service", Choice.samples),
        day: Field("day"), time: Field("time"), isFirstVisit: false, answer: nil),
      WhyNotPage(
        doctors: ChoiceField("practitioner", Choice.samples),
        services: ChoiceField("service", Choice.samples),
        day: Field("day", "2026-11-24"), time: Field("time", "09:20"), isFirstVisit: true,
        answer: WhyNotAnswer.samples[0]),
      WhyNotPage(
        doctors: ChoiceField("practitioner", Choice.samples, label: "Doctor", problem: "Choose one of these"),
        services: ChoiceField("service", []),
        day: Field("day", "2026-02-31", label: "Day", problem: "Enter a date"), time: Field("time"),
        isFirstVisit: false, answer: nil),
    ]
  }
}

/// What keeps a time from being offered.
struct WhyNotAnswer: View {
  /// `Tuesday 24 November 2026, 09:20`, with the zone.
  let time: String
  /// Empty when it is offered.
  let reasons: [WhyNotReason]

  var fields: Fields {
    [
      "time": .text(time), "reasons": .list(reasons), "isOffered": .flag(reasons.isEmpty),
      "count": .number(reasons.count), "isOne": .flag(reasons.count == 1),
    ]
  }

  static let samples = [
    WhyNotAnswer(time: "Tuesday 24 November 2026, 09:20 (Europe/London)", reasons: WhyNotReason.samples),
    WhyNotAnswer(time: "Tuesday 24 November 2026, 09:40 (Europe/London)", reasons: []),
  ]
}

struct WhyNotReason: View {
  let text: String
  /// The id of the record behind it; empty for a rule of the service or the clock.
  let record: String

  var fields: Fields { ["text": .text(text), "record": .text(record)] }

  static let samples = [
    WhyNotReason(
      text: "Dr Amira Haddad is away from 23 November 2026 to 27 November 2026.",
      record: "0190a5c2-7b1e-7c3a-9f60-0a1b2c3d4e5f"),
    WhyNotReason(text: "The service wants to be booked at least 120 minutes before.", record: ""),
  ]
}
