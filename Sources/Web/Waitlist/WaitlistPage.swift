internal import Pages

/// `GET /waitlist` and a refused `POST`: somebody's wishes, and a form for one more.
struct WaitlistPage: Page {
  let wishes: [WishRow]
  /// Makes sending the form twice wish once.
  let key: String
  let specialty: ChoiceField
  let service: ChoiceField
  let practitioner: ChoiceField
  let patient: ChoiceField
  let weekdays: ChoiceField
  var from = Field("from")
  var until = Field("until")
  var last = Field("last")
  /// As many wishes as can be.
  var isFull = false
  var isSaved = false
  /// What concerns no single field.
  var notice: String?

  static let template = "waitlist/waitlist"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice,
          [
            specialty.control, service.control, practitioner.control, patient.control, weekdays.control,
            from.control,
            until.control,
            last.control,
          ])),
      "wishes": .list(wishes), "isEmpty": .flag(wishes.isEmpty), "key": .text(key),
      "specialty": .view(specialty),
      "service": .view(service), "practitioner": .view(practitioner), "patient": .view(patient),
      "hasChildren": .flag(patient.choices.count > 1), "weekdays": .view(weekdays), "from": .view(from),
      "until": .view(until), "last": .view(last), "isFull": .flag(isFull), "isSaved": .flag(isSaved),
    ]
  }

  static var samples: [WaitlistPage] {
    [
      sample(WishRow.samples, isSaved: true), sample([], problem: "Please choose"),
      sample(WishRow.samples, isFull: true),
    ]
  }

  private static func sample(
    _ wishes: [WishRow], problem: String? = nil, isFull: Bool = false, isSaved: Bool = false
  ) -> WaitlistPage {
    WaitlistPage(
      wishes: wishes, key: "key",
      specialty: ChoiceField("specialty", Choice.samples, label: "Specialty", problem: problem),
      service: ChoiceField("service", Choice.samples),
      practitioner: ChoiceField("practitioner", Choice.samples),
      patient: ChoiceField("patient", Choice.samples),
      weekdays: ChoiceField("weekday", [Choice("1", "Monday"), Choice("2", "Tuesday", chosen: true)]),
      isFull: isFull, isSaved: isSaved)
  }
}

/// One wish in the list.
struct WishRow: View {
  /// The service, else the specialty.
  let service: String
  let doctor: String
  let patient: String
  /// `Monday, Tuesday`
  let days: String
  /// `09:00 to 12:00`
  let hours: String
  let last: String
  /// `Tuesday 24 November 2026`
  let since: String
  /// Where its time is that is kept now; nil when none is.
  let offer: String?
  /// Who else made it.
  var maker: String?
  let withdraw: String

  var fields: Fields {
    [
      "service": .text(service), "doctor": .text(doctor), "patient": .text(patient), "days": .text(days),
      "hours": .text(hours), "last": .text(last), "since": .text(since), "offer": .text(offer),
      "maker": .text(maker),
      "withdraw": .text(withdraw),
    ]
  }

  static let samples = [
    WishRow(
      service: "First consultation", doctor: "Dr Amira Haddad", patient: "Paul Moreau",
      days: "Monday, Tuesday",
      hours: "09:00 to 12:00", last: "Friday 18 December 2026", since: "Tuesday 24 November 2026",
      offer: "/waitlist/offers/1",
      withdraw: "/waitlist/1/withdrawal"),
    WishRow(
      service: "Ultrasound of the heart (transthoracic echocardiography) with report", doctor: "Any doctor",
      patient: "Nguyễn Thị Minh Anh", days: "Any day", hours: "at any time of the day",
      last: "Thursday 31 December 2026", since: "Monday 23 November 2026", offer: nil, maker: "Nadia Petrova",
      withdraw: "/waitlist/2/withdrawal"),
  ]
}
