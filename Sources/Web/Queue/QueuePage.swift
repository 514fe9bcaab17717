internal import Pages

/// `GET /desk/queue` and a refused act upon it: who waits, in order, and a form for who comes without an appointment.
struct QueuePage: Page {
  let rows: [QueueRow]
  /// Who went away, and may be back.
  var left: [QueueRow] = []
  let services: [Choice]
  let doctors: [Choice]
  /// Where they wait; one alone is not chosen.
  let places: [Choice]
  /// Makes sending the form twice give one number.
  let key: String
  var service = Field("service")
  var place = Field("place")
  let doctor: Field
  let number: Field
  /// The ticket that was just given.
  var given: QueueRow?
  var notice: String?

  static let template = "queue/queue"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [service, doctor, number, place].map(\.control))),
      "rows": .list(rows),
      "isEmpty": .flag(rows.isEmpty), "left": .list(left), "hasLeft": .flag(!left.isEmpty),
      "services": .list(services),
      "doctors": .list(doctors), "places": .list(places),
      "isOnePlace": .flag(places.count < 2 && place.problem == nil),
      "key": .text(key),
      "serviceField": .view(service), "placeField": .view(place), "doctorField": .view(doctor),
      "numberField": .view(number), "given": .view(given),
    ]
  }

  static var samples: [QueuePage] {
    let refused = Field("number", "9999", label: "Patient number", problem: "No patient has this number")
    return [
      sample(QueueRow.samples, given: QueueRow.samples[1], places: Choice.samples), sample([]),
      sample(QueueRow.samples, number: refused),
      sample(
        QueueRow.samples,
        service: Field(
          "service", "9", label: "Service",
          problem: "This service is no longer given. Please choose another."),
        place: Field(
          "place", "9", label: "Where they wait", problem: "Nobody waits there any more. Please choose again."
        ),
        places: Array(Choice.samples.prefix(1))),
    ]
  }

  private static func sample(
    _ rows: [QueueRow], given: QueueRow? = nil, number: Field = Field("number"),
    service: Field = Field("service"), place: Field = Field("place"), places: [Choice] = []
  ) -> QueuePage {
    QueuePage(
      rows: rows, left: rows.isEmpty ? [] : [QueueRow.gone], services: Choice.samples,
      doctors: [Choice("1", "Dr Amira Haddad")], places: places, key: "key",
      service: service, place: place, doctor: Field("doctor"),
      number: number, given: given)
  }
}

/// Somebody who waits.
struct QueueRow: View {
  let number: Int
  /// Empty while nobody has asked.
  let name: String
  let service: String
  /// Nil for whoever gives it.
  let doctor: String?
  /// `09:20` of a visit; nil for a walk-in.
  let booked: String?
  /// `The wait is about 10 to 25 minutes.`; nil once called.
  let wait: String?
  let isCalled: Bool
  /// Where they were called to.
  let room: String?
  /// Where they wait; nil where that goes without saying.
  var place: String?
  /// Those that they can be called to.
  var rooms: [Choice] = []
  let version: Int
  /// Where the form goes that calls; nil once called.
  let call: String?
  let acts: [VisitAct]
  /// What whoever receives them is to know.
  var needs: [Badge] = []

  var fields: Fields {
    [
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty),
      "number": .number(number), "name": .text(name), "service": .text(service), "doctor": .text(doctor),
      "booked": .text(booked), "wait": .text(wait), "isCalled": .flag(isCalled), "room": .text(room),
      "place": .text(place), "rooms": .list(rooms), "version": .number(version),
      "call": .text(call), "acts": .list(acts),
    ]
  }

  static let samples = [
    QueueRow(
      number: 7, name: "Paul Moreau", service: "First consultation", doctor: "Dr Amira Haddad",
      booked: "09:20",
      wait: nil, isCalled: true, room: "Room 2", place: "Ferry Wharf", version: 1, call: nil,
      acts: [VisitAct(action: "/desk/tickets/1/end", text: "Finished", isQuiet: false)],
      needs: Badge.sampleNeeds),
    QueueRow(
      number: 8, name: "", service: "Electrocardiogram (ECG)", doctor: nil, booked: nil,
      wait: "The wait is about 10 to 25 minutes.", isCalled: false, room: nil,
      rooms: [Choice("1", "Room 1"), Choice("2", "Room 2")], version: 0, call: "/desk/tickets/2/call",
      acts: [VisitAct(action: "/desk/tickets/2/departure", text: "Has left", isQuiet: true)]),
  ]

  static let gone = QueueRow(
    number: 6, name: "김서연", service: "First consultation", doctor: "Dr Amira Haddad", booked: "09:00",
    wait: nil,
    isCalled: false, room: nil, version: 2, call: nil,
    acts: [VisitAct(action: "/desk/tickets/3/return", text: "Back to waiting", isQuiet: true)])
}
