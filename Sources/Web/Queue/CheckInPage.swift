internal import Pages

/// `GET /check-in` and a refused check-in: at the clinic's door, on one's own phone.
struct CheckInPage: Page {
  let code: Field
  let visits: [CheckInRow]
  var notice: String?

  static let template = "queue/check-in"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])), "code": .view(code),
      "visits": .list(visits), "isEmpty": .flag(visits.isEmpty),
    ]
  }

  static var samples: [CheckInPage] {
    [
      CheckInPage(code: Field("code", "K7M2QX"), visits: CheckInRow.samples),
      CheckInPage(
        code: Field("code", "AAAAAA", label: "Code at the door", problem: "This is not the code at the door"),
        visits: [CheckInRow.samples[0]]),
      CheckInPage(code: Field("code"), visits: []),
    ]
  }
}

/// A visit of today.
struct CheckInRow: View {
  let time: String
  let service: String
  let doctor: String
  /// A child's; nil for one's own.
  let child: String?
  /// Where the button goes; nil when it is too early, or done.
  let action: String?
  /// From when on it can be pressed: `08:20`; nil when it can.
  let from: String?
  /// The number in the queue; nil before.
  let number: String?
  /// `The wait is about 10 to 25 minutes.`
  let wait: String?
  /// Called, and where to.
  let room: String?

  var fields: Fields {
    [
      "time": .text(time), "service": .text(service), "doctor": .text(doctor), "child": .text(child),
      "action": .text(action), "from": .text(from), "number": .text(number), "wait": .text(wait),
      "room": .text(room),
    ]
  }

  static let samples = [
    row(action: "/appointments/1/check-in"), row(child: "Léo Moreau", from: "11:20"),
    row(number: "12", wait: "The wait is about 10 to 25 minutes."), row(number: "13", room: "Room 2"), row(),
  ]

  private static func row(
    child: String? = nil, action: String? = nil, from: String? = nil, number: String? = nil,
    wait: String? = nil,
    room: String? = nil
  ) -> CheckInRow {
    CheckInRow(
      time: "14:20", service: "First consultation", doctor: "Dr Amira Haddad", child: child, action: action,
      from: from, number: number, wait: wait, room: room)
  }
}
