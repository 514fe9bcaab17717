import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Everything that the clinic knows of somebody as a person: seen and kept by the patient, for a child by a parent, and by staff.
struct PersonRoutes: Sendable {
  let site: Site
  let personPage: Template<PersonPage>
  let historyPage: Template<PersonHistoryPage>

  init(site: Site) throws {
    self.site = site
    personPage = try site.library.template(PersonPage.self)
    historyPage = try site.library.template(PersonHistoryPage.self)
  }

  /// Through which door: one's own and one's children's, or anybody's.
  enum Door: Sendable {
    case own, staff

    var access: Access { self == .own ? .may(.seeOwnRecord) : .may(.keepPatients) }
    var purpose: Purpose { self == .own ? .ownRecord : .frontDesk }
    var pattern: String { self == .own ? "/account/person/:id" : "/patients/:id" }
    var name: String { self == .own ? "own-person" : "person" }
    func path(_ id: ID<Patient>) -> String { self == .own ? "\(Path.person)/\(id)" : Path.person(id) }
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.person, Door.own.access, .ownRecord, "own-person.mine") { call in
        try await show(nil, .own, call)
      }
    ]
      + [Door.own, .staff].flatMap { door in
        [
          site.route(.get, door.pattern, door.access, door.purpose, door.name) { call in
            try await show(try call.id(), door, call)
          },
          site.route(.get, "\(door.pattern)/history", door.access, door.purpose, "\(door.name).history") {
            call in
            try await history(door, call)
          },
        ]
      }
  }

  private func show(_ id: ID<Patient>?, _ door: Door, _ call: Call) async throws -> Response {
    let isSaved = try call.query()["saved"] == "1"
    let (now, clinic, visitor) = (site.clinic.clock(), site.clinic, call.visitor)
    func section<S: PersonSection>(_: S.Type = S.self, isNoted: Bool = false) -> Query<S?> {
      clinic.section(of: id, by: visitor, at: now, isNoted: isNoted)
    }
    let (
      visit, (
        name, birth, reach, languages, needs, contacts, coverage, gaps, correction, number, own, children
      )
    ) =
      try await clinic.ask(
        visitor, section(NameSection.self, isNoted: true), section(BirthSection.self),
        section(ReachSection.self),
        section(LanguagesSection.self), section(NeedsSection.self), section(ContactsSection.self),
        section(CoverageSection.self), .profileGaps(of: id, by: visitor, at: now),
        .latestCorrection(of: id, by: visitor, at: now), .number(of: id, by: visitor, at: now), .ownPatient,
        .children(at: now))
    guard let name, let birth, let reach, let languages, let needs, let contacts, let coverage else {
      throw Refusal.unknown
    }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let isOwn = door == .own && own?.id == name.id
    let path = door.path(name.id)
    func href(_ part: PersonPart) -> String? {
      switch part {
      case .birth where door == .own: nil
      case .name where isOwn: Path.profile
      case .reach where isOwn: Path.contact
      default: "\(path)/\(part.rawValue)"
      }
    }
    func part<S: PersonSection>(_ section: S) -> PersonPartView {
      PersonPartView(section, change: href(S.part), formats)
    }
    let content = PersonPage(
      name: name.fullName, number: door == .staff ? number : nil,
      gaps: gaps.map { Link(text: words["person.gap.\($0.rawValue)"], href: href($0.part) ?? path) },
      parts: [
        part(name), part(birth), part(reach), part(languages), part(needs), part(contacts), part(coverage),
      ],
      history: "\(path)/history",
      back: door == .staff
        ? Link(text: words["desk.name"], href: Path.desk)
        : isOwn
          ? Link(text: words["own.title"], href: Path.account)
          : Link(text: words["children.title"], href: Path.children),
      isStaff: door == .staff, isChild: door == .own && !isOwn,
      children: isOwn ? children.map { Link(text: $0.name, href: door.path($0.id)) } : [],
      correction: correction.flatMap { formats.told($0) },
      correctionHref: door == .staff ? Path.corrections : "\(path)/correction", doubtHref: "\(path)/doubt",
      isSaved: isSaved,
      messages: door == .staff ? Path.conversations(.all, about: name.id) : nil,
      letters: door == .staff ? "\(path)/letters" : nil,
      family: door == .staff ? Path.family(of: name.id) : Path.family)
    return site.show(content, personPage, call, visit, at: door == .own ? .account : .desk)
  }

  private func history(_ door: Door, _ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let after = ID<PatientChange>(try call.query()["after"])
    let now = site.clinic.clock()
    let (visit, (found, name, own)) = try await site.clinic.ask(
      call.visitor, .history(of: id, after: after, by: call.visitor, at: now),
      site.clinic.section(NameSection.self, of: id, by: call.visitor, at: now, isNoted: false), .ownAccount)
    guard let found, let name else { throw Refusal.unknown }
    let formats = try site.formats(visit, call, in: own?.timeZone)
    let path = door.path(id)
    let content = PersonHistoryPage(
      name: name.fullName, back: Link(text: name.fullName, href: path),
      changes: found.changes.map { PersonChangeRow($0, formats) }, zone: formats.zone.identifier,
      older: found.last.map { "\(path)/history?after=\($0)" })
    return site.show(content, historyPage, call, visit, at: door == .own ? .account : .desk)
  }
}

extension PersonPartView {
  init<S: PersonSection>(_ section: S, change: String?, _ formats: Formats) {
    let (told, words) = (section.told(in: PersonWords.surroundings), formats.words)
    let facts = S.fields.flatMap { field -> [FactView] in
      let label = EntryWords.label(S.self, field.key)
      switch (field.control, told[field.key] ?? .one("")) {
      case (.rows(let parts), .rows(let rows)):
        return rows.map { row in
          let others = zip(parts, row).dropFirst().map { part, text in
            (words["\(label).\(part.key)"], formats.said(.one(text), part.control))
          }
          return FactView(
            label: row.first ?? "",
            text: others.filter { !$0.1.isEmpty }.map { words.pair($0.0, $0.1) }.joined(separator: " · "))
        }
      case (.yesNo, .one("no")), (_, .one("")), (_, .several([])): return []
      case (let control, let texts):
        return [FactView(label: words[label], text: formats.said(texts, control))]
      }
    }
    self.init(
      id: S.part.rawValue, heading: words["person.\(S.part.rawValue)"], facts: facts, change: change,
      empty: words["person.\(S.part.rawValue).empty"])
  }
}

extension PersonChangeRow {
  init(_ change: PatientChange, _ formats: Formats) {
    let words = formats.words
    let who = change.name.map { name in
      change.role.map { $0.isStaff ? "\(name) (\(words["role.\($0.rawValue)"]))" : name } ?? name
    }
    self.init(
      who: who, origin: words["person.origin.\(change.origin.rawValue)"],
      part: words["person.\(change.part.rawValue)"], when: formats.longInstant(change.at),
      edits: change.fields.map { edit in
        PersonEdit(
          label: words[PersonWords.label(change.part, edit.field)],
          before: PersonWords.said(edit.before, change.part, edit.field, formats),
          after: PersonWords.said(edit.after, change.part, edit.field, formats))
      })
  }
}

extension ProfileGap {
  /// Where it is said.
  fileprivate var part: PersonPart {
    switch self {
    case .phone, .address: .reach
    case .contacts: .contacts
    case .languages: .languages
    case .needs: .needs
    case .coverage: .coverage
    }
  }
}

extension Formats {
  /// What became of a request; nil where its answer has been seen long since: it was accepted, and the record says it.
  func told(_ correction: PatientCorrection) -> String? {
    let values = ["date": correction.wanted.map { date($0) } ?? "", "answer": correction.answer]
    return switch correction.state {
    case .open: words["person.correction-open", values]
    case .declined: words["person.correction-declined", values]
    case .accepted: nil
    }
  }

  func said(_ texts: Texts, _ control: EntryControl) -> String {
    if case .day = control, case .one(let text) = texts { return Day(iso: text).map { date($0) } ?? text }
    return words.said(texts, control)
  }
}

extension Path {
  static let person = "/account/person"
  static let corrections = "/corrections"
  static func person(_ id: ID<Patient>) -> String { "/patients/\(id)" }
}
