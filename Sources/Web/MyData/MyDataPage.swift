internal import Pages

/// `GET /account/data`: what the clinic keeps of somebody, as far as they can take it away, look it up or have it changed.
struct MyDataPage: Page {
  /// Archives that are being made.
  let progress: [ArchiveProgress]
  /// For whom one can be asked for now.
  let people: [ArchivePerson]
  let archives: [ArchiveRow]
  let consents: [AgreedRow]
  let looks: [LookRow]
  let sessions: [SessionRow]
  let devices: [Line]
  /// What concerns no single field.
  var notice: String?

  static let template = "my-data/my-data"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [])), "progress": .list(progress),
      "isMaking": .flag(!progress.isEmpty), "people": .list(people), "archives": .list(archives),
      "hasArchives": .flag(!archives.isEmpty), "consents": .list(consents),
      "hasConsents": .flag(!consents.isEmpty), "looks": .list(looks), "hasLooks": .flag(!looks.isEmpty),
      "sessions": .list(sessions), "devices": .list(devices),
    ]
  }

  static let samples = [
    MyDataPage(
      progress: [], people: ArchivePerson.samples, archives: ArchiveRow.samples, consents: AgreedRow.samples,
      looks: Array(LookRow.samples.prefix(2)), sessions: SessionRow.samples,
      devices: [Line("Passkeys: 1"), Line("Calendar links: 2")]),
    MyDataPage(
      progress: ArchiveProgress.samples, people: [], archives: [], consents: [], looks: [],
      sessions: [SessionRow.samples[0]], devices: [], notice: "An archive can be made 3 times a day."),
  ]
}

/// How far one is.
struct ArchiveProgress: View {
  let id: String
  let text: String
  /// Of 100.
  let percent: Int

  var fields: Fields { ["id": .text(id), "text": .text(text), "percent": .number(percent)] }

  static let samples = [
    ArchiveProgress(id: "making-1", text: "The archive of Paul Fletcher is being made: 40 %", percent: 40),
    ArchiveProgress(id: "making-2", text: "The archive of Léo Fletcher will be made in a moment", percent: 0),
  ]
}

/// Somebody of whom an archive can be made.
struct ArchivePerson: View {
  let id: String
  let name: String
  /// Sent twice it is one.
  let key: String

  var fields: Fields { ["id": .text(id), "personIs": .text(name), "key": .text(key)] }

  static let samples = [
    ArchivePerson(id: "1", name: "Paul Fletcher", key: "1"),
    ArchivePerson(id: "2", name: "محمد العربي", key: "2"),
  ]
}

/// An archive that was made, or could not be.
struct ArchiveRow: View {
  let name: String
  let asked: String
  let state: Badge
  /// `12 files, 3.2 MB`; empty where there is none.
  let what: String
  /// Until when it is there; nil where it is not.
  let until: String?
  let href: String?

  var fields: Fields {
    [
      "personIs": .text(name), "asked": .text(asked), "state": .view(state), "what": .text(what),
      "until": .text(until), "href": .text(href),
    ]
  }

  static let samples = [
    ArchiveRow(
      name: "Paul Fletcher", asked: "Tuesday 24 November 2026, 09:20", state: Badge("Ready", .good),
      what: "12 files, 3.2 MB", until: "1 December 2026", href: "/account/data/archives/1/archive.zip"),
    ArchiveRow(
      name: "محمد العربي", asked: "Monday 2 November 2026, 10:00", state: Badge("Removed", .quiet), what: "",
      until: nil, href: nil),
    ArchiveRow(
      name: "Paul Fletcher", asked: "Sunday 1 November 2026, 10:00", state: Badge("Could not be made", .warn),
      what: "", until: nil, href: nil),
  ]
}

/// What somebody agreed to, and whether they took it back.
struct AgreedRow: View {
  let name: String
  let href: String
  /// The child that it is for; nil for one's own.
  let child: String?
  /// `Version 2 in English`
  let version: String
  let given: String
  let withdrawn: String?

  var fields: Fields {
    [
      "consentName": .text(name), "href": .text(href), "child": .text(child), "version": .text(version),
      "given": .text(given), "withdrawn": .text(withdrawn),
    ]
  }

  static let samples = [
    AgreedRow(
      name: "Telehealth", href: "/consents/1", child: nil, version: "Version 2 in English",
      given: "Agreed on Tuesday 24 November 2026, 09:20", withdrawn: nil),
    AgreedRow(
      name: "Télésanté", href: "/consents/2", child: "Léo Fletcher", version: "Version 1 in Français",
      given: "Agreed on Monday 2 March 2026, 10:00", withdrawn: "Taken back on Tuesday 3 March 2026, 11:00"),
  ]
}
