internal import Pages

/// `GET /admin`: the clinic today, each number leading to what it counts.
struct AdminPage: Page {
  /// `Tuesday 24 November 2026`.
  let today: String
  let visits: [Figure]
  let attention: [Figure]
  /// In all, as a duration.
  let free: String
  let doctors: [FreeRow]

  static let template = "admin/overview"

  var fields: Fields {
    [
      "today": .text(today), "visits": .list(visits), "attention": .list(attention), "free": .text(free),
      "doctors": .list(doctors), "hasFree": .flag(!doctors.isEmpty),
    ]
  }

  static let samples = [
    AdminPage(
      today: "Tuesday 24 November 2026", visits: Figure.samples, attention: [Figure.samples[1]],
      free: "12 h 30 min",
      doctors: FreeRow.samples),
    AdminPage(
      today: "Tuesday 24 November 2026", visits: [Figure.samples[0]], attention: [], free: "", doctors: []),
  ]
}

/// A number, and the rows that it counts.
struct Figure: View {
  let text: String
  let count: String
  let href: String
  /// Somebody should look.
  let isWarning: Bool

  var fields: Fields {
    ["text": .text(text), "count": .text(count), "href": .text(href), "isWarning": .flag(isWarning)]
  }

  static let samples = [
    Figure(
      text: "Booked", count: "116", href: "/admin/appointments?state=booked&when=today", isWarning: false),
    Figure(
      text: "Letters that did not arrive", count: "3", href: "/admin/messages?delivery=failed",
      isWarning: true),
  ]
}

/// A doctor who can still be booked today.
struct FreeRow: View {
  let name: String
  let time: String
  let href: String

  var fields: Fields { ["name": .text(name), "time": .text(time), "href": .text(href)] }

  static let samples = [FreeRow(name: "Dr Amira Haddad", time: "2 h 30 min", href: "/doctors/1")]
}
