internal import Pages

/// `GET /admin/teams`: the teams that patients can write to.
struct TeamsPage: Page {
  let teams: [TeamRow]
  var isKept = false

  static let template = "conversations/teams"

  var fields: Fields {
    ["teams": .list(teams), "isEmpty": .flag(teams.isEmpty), "isKept": .flag(isKept)]
  }

  static let samples = [TeamsPage(teams: TeamRow.samples, isKept: true), TeamsPage(teams: [])]
}

struct TeamRow: View {
  let name: String
  let href: String
  /// Who is in it.
  let members: String
  let hours: String
  /// Conversations that are not closed.
  let open: String
  /// Nil for one that is in use.
  var state: Badge?

  var fields: Fields {
    [
      "name": .text(name), "href": .text(href), "members": .text(members), "hours": .text(hours),
      "openText": .text(open), "state": .view(state),
    ]
  }

  static let samples = [
    TeamRow(
      name: "Front desk", href: "/admin/teams/1", members: "Ben Carter, Dana Whitfield",
      hours: "Working hours: 4",
      open: "Open conversations: 3"),
    TeamRow(
      name: "عيادة الدكتورة أميرة", href: "/admin/teams/2", members: "Dr Amira Haddad",
      hours: "Working hours: 16",
      open: "Open conversations: 0", state: Badge("Out of use", .quiet)),
  ]
}

/// `GET /admin/teams/new`, `GET /admin/teams/:id` and their refused forms.
struct TeamPage: Page {
  /// Nil for a new one.
  var heading: String?
  let action: String
  /// Makes sending the form twice make one.
  let key: String
  let revision: Int
  let name: Field
  let hours: Field
  let practitioner: ChoiceField
  let members: ChoiceField
  let isActive: Bool
  var notice: String?

  static let template = "conversations/team"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [name.control, hours.control, practitioner.control, members.control])),
      "heading": .text(heading), "action": .text(action), "key": .text(key), "revision": .number(revision),
      "name": .view(name), "hours": .view(hours), "practitioner": .view(practitioner),
      "members": .view(members),
      "isActive": .flag(isActive),
    ]
  }

  static let samples = [
    TeamPage(
      heading: "Front desk", action: "/admin/teams/1", key: "key", revision: 2,
      name: Field("name", "Front desk"),
      hours: Field("hours", "4"), practitioner: ChoiceField("practitioner", [Choice("1", "Dr Amira Haddad")]),
      members: ChoiceField(
        "members", [Choice("1", "Ben Carter", chosen: true), Choice("2", "Dana Whitfield")]),
      isActive: true),
    TeamPage(
      action: "/admin/teams", key: "key", revision: 0,
      name: Field("name", "", label: "Name", problem: "Please fill this in"), hours: Field("hours", "8"),
      practitioner: ChoiceField("practitioner", []),
      members: ChoiceField("members", [Choice("1", "Ben Carter")]),
      isActive: false),
  ]
}
