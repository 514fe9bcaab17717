internal import Pages

/// `GET /display/:token`: on the wall of a waiting room. Numbers and rooms, and no names; it loads itself again.
struct DisplayPage: Page {
  let called: [CalledRow]
  /// `12, 13, 15`; empty for nobody.
  let waiting: String

  static let mostCalled = 8
  static let mostWaiting = 12
  static let template = "queue/display"

  var fields: Fields {
    ["called": .list(called), "isNobody": .flag(called.isEmpty), "waiting": .text(waiting)]
  }

  static var samples: [DisplayPage] {
    [DisplayPage(called: CalledRow.samples, waiting: "14, 15, 17"), DisplayPage(called: [], waiting: "")]
  }
}

struct CalledRow: View {
  let number: Int
  let room: String

  var fields: Fields { ["number": .number(number), "room": .text(room)] }

  static let samples = [
    CalledRow(number: 13, room: "Room 2"), CalledRow(number: 12, room: "Ultrasound, ground floor"),
  ]
}
