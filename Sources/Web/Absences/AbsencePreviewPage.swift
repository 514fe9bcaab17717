internal import Pages

/// `GET /absences/new` and a refused `POST /absences`: the visits that an absence would move, each with a proposed time, and
/// the button.
struct AbsencePreviewPage: Page {
  let absentee: String
  let time: String
  let rows: [RebookingRow]
  /// How many of them keep their time, with another room, device or helper.
  let swapped: Int
  /// How many of them nothing is free for, and how many no letter reaches.
  let withoutTime: Int
  let withoutAddress: Int
  /// As they were typed.
  let who: String
  let first: String
  let last: String
  let starts: String
  let ends: String
  /// Makes sending the form twice enter once.
  let key: String
  /// Where the form can be filled in anew.
  let back: String
  /// Of the absence that says the same already; nil where there is none.
  var same: String?
  var note = Field("note")
  var notice: String?

  static let template = "absences/preview"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [note.control])), "absentee": .text(absentee),
      "time": .text(time), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "count": .number(rows.count),
      "isOne": .flag(rows.count == 1), "swapped": .number(swapped), "hasSwapped": .flag(swapped > 0),
      "asks": .flag(swapped < rows.count), "withoutTime": .number(withoutTime),
      "lacksTimes": .flag(withoutTime > 0), "withoutAddress": .number(withoutAddress),
      "lacksAddresses": .flag(withoutAddress > 0), "who": .text(who),
      "firstDay": .text(first), "lastDay": .text(last), "starts": .text(starts), "ends": .text(ends),
      "key": .text(key), "back": .text(back), "same": .text(same), "note": .view(note),
    ]
  }

  static var samples: [AbsencePreviewPage] {
    [
      sample([
        RebookingRow(
          was: "Tuesday 24 November 2026, 09:20", patient: "Paul Moreau", service: "First consultation",
          proposed: "Monday 30 November 2026, 09:20"),
        RebookingRow(
          was: "Tuesday 24 November 2026, 10:00", patient: "김서연", service: "Electrocardiogram (ECG)",
          proposed: "Tuesday 24 November 2026, 10:20", otherDoctor: "Dr Chloé Laurent"),
        RebookingRow(
          was: "Tuesday 24 November 2026, 11:00", patient: "محمد العربي", service: "Ultrasound of the heart",
          proposed: nil),
        RebookingRow(
          was: "Tuesday 24 November 2026, 11:40", patient: "Nguyễn Thị Minh Khai",
          service: "Ultrasound of the heart", proposed: nil, standIn: "Ultrasound room 2"),
      ]), sample([]), sample([], same: "/absences/1"),
    ]
  }

  private static func sample(_ rows: [RebookingRow], same: String? = nil) -> AbsencePreviewPage {
    AbsencePreviewPage(
      absentee: "Dr Amira Haddad", time: "Tuesday 24 November 2026", rows: rows,
      swapped: rows.isEmpty ? 0 : 1, withoutTime: rows.isEmpty ? 0 : 1, withoutAddress: rows.isEmpty ? 0 : 1,
      who: "1",
      first: "2026-11-24", last: "2026-11-24", starts: "", ends: "", key: "key", back: "/absences",
      same: same)
  }
}
