internal import Pages

/// `GET /admin/appointments/move` and a refused `POST`: where visits are to go, each looked at, and the button.
struct ManyMovePage: Page {
  let visits: [ManyVisitRow]
  let days: Field
  let minutes: Field
  let day: Field
  let doctor: ChoiceField
  /// A target was given, and each visit looked at.
  let isPlanned: Bool
  let isWhole: Bool
  let back: String
  let view: String
  var notice: String?

  static let template = "tables/move"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [days.control, minutes.control, day.control, doctor.control])),
      "visits": .list(visits), "possible": .number(visits.count(where: \.canBe)),
      "impossible": .number(visits.count { !$0.canBe }),
      "canBe": .flag(isPlanned && visits.contains(where: \.canBe)),
      "isSome": .flag(isPlanned && visits.contains { !$0.canBe }), "isPlanned": .flag(isPlanned),
      "days": .view(days), "minutes": .view(minutes), "day": .view(day), "doctor": .view(doctor),
      "isWhole": .flag(isWhole), "back": .text(back), "view": .text(view), "isEmpty": .flag(visits.isEmpty),
    ]
  }

  static var samples: [ManyMovePage] {
    func sample(_ visits: [ManyVisitRow], days: String, isPlanned: Bool, notice: String? = nil)
      -> ManyMovePage
    {
      ManyMovePage(
        visits: visits, days: Field("days", days, label: "By so many days"),
        minutes: Field("minutes", label: "By so many minutes"), day: Field("day", label: "To this day"),
        doctor: ChoiceField(
          "doctor", [Choice("", "The same"), Choice("1", "Dr Chloe Martin")], label: "To this doctor"),
        isPlanned: isPlanned, isWhole: true, back: "/admin/appointments?when=today", view: "when=today",
        notice: notice)
    }
    return [
      sample(ManyVisitRow.samples, days: "7", isPlanned: true),
      sample(
        [ManyVisitRow.samples[0]], days: "7", isPlanned: true, notice: "Somebody took one of the times."),
      sample([ManyVisitRow.samples[0]], days: "", isPlanned: false), sample([], days: "", isPlanned: false),
    ]
  }
}
