internal import Pages

/// `GET /waiting-rooms`, and in answer to making a display: the codes at the doors, and the links of what hangs on the walls.
struct WaitingRoomsPage: Page {
  let places: [WaitingPlaceRow]
  /// The link that was just made: it is shown this once.
  var link: String?
  var notice: String?

  static let template = "queue/waiting-rooms"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "places": .list(places),
      "isEmpty": .flag(places.isEmpty),
      "link": .text(link),
    ]
  }

  static var samples: [WaitingRoomsPage] {
    [
      WaitingRoomsPage(places: WaitingPlaceRow.samples, link: "https://riverside.example/display/abc"),
      WaitingRoomsPage(places: []),
    ]
  }
}

struct WaitingPlaceRow: View {
  let name: String
  /// Nil before there is one.
  let code: String?
  /// Where the code leads.
  let checkIn: String
  let isDisplayed: Bool
  let codeAction: String
  let displayAction: String
  let revokeAction: String

  var fields: Fields {
    [
      "name": .text(name), "code": .text(code), "checkIn": .text(checkIn), "isDisplayed": .flag(isDisplayed),
      "codeAction": .text(codeAction), "displayAction": .text(displayAction),
      "revokeAction": .text(revokeAction),
    ]
  }

  static let samples = [
    WaitingPlaceRow(
      name: "Quayside house", code: "K7M2QX", checkIn: "https://riverside.example/check-in?code=K7M2QX",
      isDisplayed: true, codeAction: "/waiting-rooms/1/code", displayAction: "/waiting-rooms/1/display",
      revokeAction: "/waiting-rooms/1/revocation"),
    WaitingPlaceRow(
      name: "Riverside Polyclinic", code: nil, checkIn: "", isDisplayed: false,
      codeAction: "/waiting-rooms/0/code", displayAction: "/waiting-rooms/0/display",
      revokeAction: "/waiting-rooms/0/revocation"),
  ]
}
