import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What the clinic keeps of somebody: their archive, consents, who looked, and what is connected.
struct MyDataRoutes: Sendable {
  let site: Site
  let page: Template<MyDataPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(MyDataPage.self)
  }

  var routes: [Route<Admission>] {
    let own = Access.may(.seeOwnRecord)
    return [
      site.route(.get, Path.myData, own, .ownRecord, "account.data") { call in try await show(call) },
      site.route(.post, "\(Path.myData)/archives", own, .ownRecord, "account.archives.make", make),
      site.route(
        .get, "\(Path.myData)/archives/:id/archive.zip", own, .ownRecord, "account.archive.take", take),
    ]
  }

  @Sendable func make(_ call: Call) async throws -> Response {
    try await call.submit { form in
      guard let patient = ID<Patient>(form["patient"]), let key = ID<DataArchive>(form["key"]) else {
        // Whoever may not come in hears that first.
        _ = try await site.clinic.ask(call.visitor, .nothing)
        throw Refusal.unknown
      }
      let language = PageLanguage(rawValue: call.language(at: nil).code) ?? .en
      try await site.clinic.askForArchive(of: patient, key, in: language, by: call.visitor)
      return site.redirect(call, to: Path.myData)
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func take(_ call: Call) async throws -> Response {
    let id: ID<DataArchive> = try call.id()
    return try await site.confirmed(call, back: Path.myData) {
      let archive = try await site.clinic.openArchive(id, by: call.visitor)
      let day = archive.made.ISO8601Format().prefix(10)
      return try await .saved(
        "my-data-\(day).zip", "application/zip", size: archive.size, tag: "\(id)", to: call.request
      ) { range in try await archive.bytes(range, of: site.clinic) }
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .ownArchives(at: now), .keptPeople(at: now), .myConsentHistory(at: now),
      .ownRecordLooks(after: nil, at: now), .ownAccount, .ownSessions(of: call.visitor, at: now),
      .ownPasskeys, .ownCalendarFeeds)
    let formats = try site.formats(visit, call, in: found.4?.timeZone)
    let notice = refusal.flatMap { ShownForm(Form(), $0.problems, formats.words).problem("") }
    let shown = MyDataPage(
      found.0, found.1, found.2, found.3, found.5, passkeys: found.6.count, feeds: found.7.count,
      newKey: { site.clinic.newKey() }, notice: notice, formats)
    return site.show(
      shown, page, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.myData)
  }

  /// What this file asks of the catalogues.
  static let keys =
    DataArchive.State.allCases.map { "archive-state.\($0.rawValue)" } + [
      "my-data.making", "my-data.waiting", "my-data.files", "my-data.version", "my-data.given",
      "my-data.withdrawn", "my-data.passkeys", "my-data.feeds", "problem.archives-enough",
    ] + ArchivePapers.keys
}

extension MyDataPage {
  init(
    _ archives: [DataArchive], _ people: [OwnPerson], _ consents: [ConsentGiven], _ looks: RecordLooks,
    _ sessions: [OpenSession], passkeys: Int, feeds: Int, newKey: () -> UUID, notice: String?,
    _ formats: Formats
  ) {
    let words = formats.words
    let underWay = archives.filter(\.isUnderWay)
    let busy = Set(underWay.map(\.patient))
    self.init(
      progress: underWay.map { ArchiveProgress($0, words) },
      people: people.filter { !busy.contains($0.id) }.map {
        ArchivePerson(id: "\($0.id)", name: $0.name, key: newKey().uuidString.lowercased())
      },
      archives: archives.filter { !$0.isUnderWay }.map { ArchiveRow($0, formats) },
      consents: consents.map { AgreedRow($0, formats) },
      looks: looks.collapsed(in: formats.zone).prefix(Self.mostLooks).map { LookRow($0, formats) },
      sessions: sessions.map { SessionRow($0, formats) },
      devices: [
        Line(words["my-data.passkeys", ["n": String(passkeys)]]),
        Line(words["my-data.feeds", ["n": String(feeds)]]),
      ], notice: notice)
  }

  private static let mostLooks = 5
}

extension ArchiveProgress {
  init(_ archive: DataArchive, _ words: Words) {
    let key = archive.state == .waiting ? "my-data.waiting" : "my-data.making"
    let values = ["name": archive.patientName, "percent": String(archive.percent)]
    self.init(id: "making-\(archive.id)", text: words[key, values], percent: archive.percent)
  }
}

extension ArchiveRow {
  init(_ archive: DataArchive, _ formats: Formats) {
    let words = formats.words
    let isReady = archive.state == .ready
    let tone: Badge.Tone = isReady ? .good : archive.state == .removed ? .quiet : .warn
    var what = ""
    if isReady, let files = archive.files, let size = archive.size {
      what = words.list([words["my-data.files", ["n": String(files)]], formats.bytes(size)])
    }
    self.init(
      name: archive.patientName, asked: formats.longInstant(archive.asked),
      state: Badge(words["archive-state.\(archive.state.rawValue)"], tone), what: what,
      until: isReady ? archive.expires.map(formats.longInstant) : nil,
      href: isReady ? Path.archive(archive.id) : nil)
  }
}

extension AgreedRow {
  init(_ consent: ConsentGiven, _ formats: Formats) {
    let words = formats.words
    let language = LanguageLink.ownName(of: Language(code: consent.language))
    self.init(
      name: consent.name, href: Path.consent(consent.text), child: consent.isOwn ? nil : consent.patientName,
      version: words["my-data.version", ["version": String(consent.version), "language": language]],
      given: words["my-data.given", ["at": formats.longInstant(consent.given)]],
      withdrawn: consent.withdrawn.map { words["my-data.withdrawn", ["at": formats.longInstant($0)]] })
  }
}

extension Path {
  static let myData = "/account/data"
  static func archive(_ id: ID<DataArchive>) -> String { "\(myData)/archives/\(id)/archive.zip" }
}
