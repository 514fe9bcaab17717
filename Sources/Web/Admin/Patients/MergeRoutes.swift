import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Puts two records of one patient together, after a look at both, and takes them apart again.
struct MergeRoutes: Sendable {
  let site: Site
  let searchPage: Template<MergeSearchPage>
  let comparePage: Template<MergePage>
  let historyPage: Template<MergesPage>

  init(site: Site) throws {
    self.site = site
    searchPage = try site.library.template(MergeSearchPage.self)
    comparePage = try site.library.template(MergePage.self)
    historyPage = try site.library.template(MergesPage.self)
  }

  var routes: [Route<Admission>] {
    let one = "/admin/patients/:id"
    return [
      site.route(.get, "\(one)/merge", .may(.mergePatients), .administration, "patient.merge.choose", choose),
      site.route(.post, "\(one)/merge", .may(.mergePatients), .administration, "patient.merge", merge),
      site.route(.get, "\(one)/merges", .may(.mergePatients), .administration, "patient.merges", history),
      site.route(
        .post, "\(one)/merges/:merge/undoing", .may(.mergePatients), .administration, "patient.unmerge", undo),
    ]
  }

  /// Whom to compare with, or both side by side.
  @Sendable func choose(_ call: Call) async throws -> Response {
    let query = try call.query()
    if let other = ID<Patient>(query["with"]) { return try await compare(call, other, Form()) }
    let id: ID<Patient> = try call.id()
    let (now, search) = (site.clinic.clock(), PatientSearch(query["q"]))
    let (visit, (sides, found)) = try await site.clinic.ask(
      call.visitor, .mergeSides(id, id, by: call.visitor, at: now),
      .patients(search, by: call.visitor, at: now))
    guard let side = sides.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let page = MergeSearchPage(
      name: side.name, number: side.number, here: Path.merge(id), back: Path.patient(id), words: query["q"],
      hasSearched: !search.isEmpty,
      found: found.filter { $0.id != id }.map { patient in
        MergeCandidate(
          name: patient.name,
          facts: formats.words.list([formats.date(patient.birthDate), String(patient.number)]),
          href: "\(Path.merge(id))?with=\(patient.id)")
      })
    return site.show(page, searchPage, call, visit, at: .admin)
  }

  @Sendable func merge(_ call: Call) async throws -> Response {
    // The door stands before what there is.
    _ = try await site.clinic.ask(call.visitor, .nothing)
    let id: ID<Patient> = try call.id()
    let form = try await call.form()
    guard let other = ID<Patient>(form["with"]) else { throw Refusal.unknown }
    return try await call.submit(form) { form in
      guard let key = ID<PatientMerge>(form["key"]) else {
        throw Refusal.invalid([Problem("", "problem.stale")])
      }
      let new = NewPatientMerge(
        kept: id, gone: other, taken: Set(MergeField.allCases.filter { form[$0.rawValue] == "gone" }),
        takesAccount: form["account"] == "gone", seen: form["seen"])
      try await site.clinic.merge(new, key, by: call.visitor)
      return site.redirect(call, to: "\(Path.merges(id))?done=merged")
    } showAgain: { form, refusal in
      try await compare(call, other, form, refusal)
    }
  }

  @Sendable func history(_ call: Call) async throws -> Response {
    try await showHistory(call, done: try call.query()["done"])
  }

  @Sendable func undo(_ call: Call) async throws -> Response {
    _ = try await site.clinic.ask(call.visitor, .nothing)
    let id: ID<Patient> = try call.id()
    guard let merge = call.context.parameters["merge"].flatMap({ ID<PatientMerge>($0) }) else {
      throw Refusal.unknown
    }
    return try await call.submit { _ in
      try await site.clinic.undo(merge, by: call.visitor)
      return site.redirect(call, to: "\(Path.merges(id))?done=undone")
    } showAgain: { _, refusal in
      try await showHistory(call, done: "", refusal)
    }
  }
}

extension MergeRoutes {
  private func compare(
    _ call: Call, _ other: ID<Patient>, _ form: Form, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let now = site.clinic.clock()
    let (visit, (sides, overlaps)) = try await site.clinic.ask(
      call.visitor, .mergeSides(id, other, by: call.visitor, at: now), .mergeOverlaps(id, other))
    guard sides.count == 2 else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let page = MergePage(
      kept: sides[0].number, gone: sides[1].number, here: Path.merge(id), with: other.description,
      swapped: "\(Path.merge(other))?with=\(id)", back: Path.patient(id),
      rows: MergeField.allCases.map { field in
        MergeRow(
          field.rawValue, label: words["merge.\(field.rawValue)"], texts(sides[0], field, formats),
          texts(sides[1], field, formats), takesGone: form[field.rawValue] == "gone")
      },
      account: MergeRow(
        "account", label: words["merge.account"], sides[0].account ?? "", sides[1].account ?? "",
        takesGone: form["account"] == "gone"),
      hasTwoAccounts: sides.allSatisfy { $0.account != nil },
      goes: [
        words["merge.visits", ["count": String(sides[1].visits), "ahead": String(sides[1].ahead)]],
        words["merge.wishes", ["count": String(sides[1].wishes)]],
        words["merge.parents", ["count": String(sides[1].parents)]],
      ].map { Line($0) },
      overlaps: overlaps.map { Line(formats.longInstant($0)) }, seen: sides.edition,
      key: site.clinic.newKey().uuidString.lowercased(),
      notice: ShownForm(form, refusal?.problems ?? [], words).problem(""))
    return site.show(
      page, comparePage, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: "\(Path.merge(id))?with=\(other)")
  }

  private func texts(_ side: MergeSide, _ field: MergeField, _ formats: Formats) -> String {
    let text = side.texts[field] ?? ""
    switch field {
    case .birthDate: return Day(iso: text).map(formats.date) ?? text
    case .gender: return formats.words["gender.\(text)"]
    default: return text
    }
  }

  private func showHistory(
    _ call: Call, done: String, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let now = site.clinic.clock()
    let (visit, (sides, merges)) = try await site.clinic.ask(
      call.visitor, .mergeSides(id, id, by: call.visitor, at: now), .merges(of: id))
    guard let side = sides.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let page = MergesPage(
      name: side.name, back: Path.patient(id),
      rows: merges.map { merge in
        let values = [
          "number": String(merge.goneNumber), "name": merge.goneName, "author": merge.author,
          "at": formats.longInstant(merge.at),
        ]
        return MergeLine(
          text: words[merge.kept == id ? "merge.line" : "merge.line-gone", values],
          undone: merge.undoneAt.map { words["merge.line-undone", ["at": formats.longInstant($0)]] },
          undo: merge.undoneAt == nil ? "\(Path.merges(id))/\(merge.id)/undoing" : nil)
      },
      done: ["merged": "merge.done", "undone": "merge.undone"][done].map { words[$0] },
      notice: ShownForm(Form(), refusal?.problems ?? [], words).problem(""))
    return site.show(
      page, historyPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.merges(id))
  }

  /// What this file asks of the catalogue.
  static let keys =
    [
      "merge.account", "merge.visits", "merge.wishes", "merge.parents", "merge.line", "merge.line-gone",
      "merge.line-undone", "merge.done", "merge.undone", "problem.visits-overlap", "problem.not-mergeable",
    ] + MergeField.allCases.map { "merge.\($0.rawValue)" }
}

extension Path {
  static func merge(_ id: ID<Patient>) -> String { "/admin/patients/\(id)/merge" }
  static func merges(_ id: ID<Patient>) -> String { "/admin/patients/\(id)/merges" }
}
