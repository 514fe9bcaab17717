import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The teams that patients can write to: kept by administrators, who read what is written only where they are members.
struct TeamRoutes: Sendable {
  let site: Site
  let listPage: Template<TeamsPage>
  let page: Template<TeamPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(TeamsPage.self)
    page = try site.library.template(TeamPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, one) = (Access.may(.manageTeams), "\(Path.teams)/:id")
    return [
      site.route(.get, Path.teams, access, .administration, "teams", list),
      site.route(.get, "\(Path.teams)/new", access, .administration, "team.new") { call in
        try await show(call, nil, Form(filledWith: [("hours", "8"), ("active", "yes")]))
      },
      site.route(.post, Path.teams, access, .administration, "team.add") { call in
        try await keep(call, nil) { form, team in
          guard let key = ID<CareTeam>(form["key"]) else { throw Refusal.staleForm }
          try await site.clinic.add(team, key, by: call.visitor)
        }
      },
      site.route(.get, one, access, .administration, "team") { call in
        try await show(call, try call.id(), nil)
      },
      site.route(.post, one, access, .administration, "team.change") { call in
        let id: ID<CareTeam> = try call.id()
        return try await keep(call, id) { form, team in
          try await site.clinic.change(id, to: team, seen: Int(form["revision"]) ?? -1, by: call.visitor)
        }
      },
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let isKept = try call.query()["done"] == "kept"
    let (visit, teams) = try await site.clinic.ask(call.visitor, Query<[CareTeam]>.careTeams)
    let words = site.words(visit, call)
    let content = TeamsPage(teams: teams.map { TeamRow($0, words) }, isKept: isKept)
    return site.show(content, listPage, call, visit, at: .admin)
  }

  private func keep(
    _ call: Call, _ id: ID<CareTeam>?, _ work: (Form, NewCareTeam) async throws -> Void
  ) async throws -> Response {
    let form = try await Form.read(from: call.request, repeating: ["members"])
    return try await call.submit(form) { form in
      try await work(form, try form.team())
      return site.redirect(call, to: "\(Path.teams)?done=kept")
    } showAgain: { form, refusal in
      try await show(call, id, form, refusal)
    }
  }

  /// - Parameter typed: nil for what is stored.
  private func show(
    _ call: Call, _ id: ID<CareTeam>?, _ typed: Form?, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, (found, staff, doctors)) = try await site.clinic.ask(
      call.visitor, .careTeam(id ?? .unstored), .staffWhoAnswer, .bookable)
    if id != nil, found == nil { throw Refusal.unknown }
    let words = site.words(visit, call)
    let form = typed ?? found.map(Form.init) ?? Form()
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let content = TeamPage(
      heading: found?.name, action: id.map(Path.team) ?? Path.teams,
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      revision: found?.revision ?? 0,
      name: shown.field("name", label: "teams.name"), hours: shown.field("hours", label: "teams.hours"),
      practitioner: shown.choices(
        "practitioner", doctors.map { (id: "\($0.id)", name: $0.name) }, label: "teams.practitioner"),
      members: shown.choices(
        "members", staff.map { (id: "\($0.id)", name: $0.name) }, label: "teams.members"),
      isActive: form["active"] == "yes", notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: id.map(Path.team) ?? "\(Path.teams)/new")
  }

  /// What this file asks of the catalogues.
  static let keys = [
    "teams.name", "teams.hours", "teams.practitioner", "teams.members", "teams.hours-count", "teams.open",
    "teams.out-of-use", "problem.team-empty", "problem.name-taken", "problem.entry-changed", "problem.number",
    "problem.number-range",
  ]
}

extension Form {
  fileprivate init(_ team: CareTeam) {
    self.init(
      filledWith: [
        ("name", team.name), ("hours", String(team.hours)),
        ("practitioner", team.practitioner?.description ?? ""),
        ("active", team.isActive ? "yes" : ""),
      ] + team.members.map { ("members", "\($0.id)") })
  }

  /// - Throws: `Refusal.invalid`.
  fileprivate func team() throws(Refusal) -> NewCareTeam {
    var fields = FieldReader(self)
    let name = fields.text("name", atMost: CareTeam.longestName)
    let hours = fields.number("hours")
    if !CareTeam.hoursRange.contains(hours) {
      let range = CareTeam.hoursRange
      fields.refuse(
        "hours", "problem.number-range",
        ["least": String(range.lowerBound), "most": String(range.upperBound)])
    }
    let practitioner = ID<Practitioner>(self["practitioner"])
    if practitioner == nil, !self["practitioner"].isEmpty { fields.refuse("practitioner", "problem.choose") }
    let members = all("members").map { ID<Account>($0) }
    if members.contains(where: { $0 == nil }) { fields.refuse("members", "problem.choose") }
    try fields.finish()
    return NewCareTeam(
      name: name, practitioner: practitioner, hours: hours, members: members.compactMap(\.self),
      isActive: self["active"] == "yes")
  }
}

extension TeamRow {
  init(_ team: CareTeam, _ words: Words) {
    let names = (team.practitionerName.map { [$0] } ?? []) + team.members.map(\.name)
    self.init(
      name: team.name, href: Path.team(team.id), members: words.list(names),
      hours: words["teams.hours-count", ["count": String(team.hours)]],
      open: words["teams.open", ["count": String(team.open)]],
      state: team.isActive ? nil : Badge(words["teams.out-of-use"], .quiet))
  }
}
