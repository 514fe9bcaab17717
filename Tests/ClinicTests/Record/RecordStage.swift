import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres

@testable import Clinic

/// A doctor who treats Paul, and what they enter.
struct RecordStage {
  let test: TestClinic
  let amira: Visitor
  var patient: ID<Patient> { test.riverside.patient }

  static func using(_ body: (RecordStage) async throws -> Void) async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedByPaul()
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
      try await body(RecordStage(test: test, amira: amira))
    }
  }

  func draft<E: RecordEntry>(
    _: E.Type, _ texts: [String: String], over stored: E? = nil, thread: ID<E>? = nil, key: UUID = UUID(),
    of patient: ID<Patient>? = nil
  ) -> RecordDraft<E> {
    let surroundings = Surroundings(currency: "", today: .first)
    let before = (stored ?? E.blank).texts(in: surroundings)
    var all = before
    for (key, text) in texts { all[key] = .one(text) }
    let seen = stored == nil ? [:] : before.mapValues(\.fingerprint)
    return RecordDraft(
      patient ?? self.patient, thread, ID(key),
      EntryDraft(thread ?? ID(key), texts: all, seen: seen))
  }

  func keep<E: RecordEntry>(_ draft: RecordDraft<E>, by visitor: Visitor? = nil) async throws {
    try await test.clinic.keep(draft, by: visitor ?? amira)
  }

  func history<E: RecordEntry>(_: E.Type) async throws -> [Version<E>] {
    let query = test.clinic.history(E.self, of: patient, after: nil, by: amira, at: test.clock.now)
    return try await test.ask(amira, query)?.entries ?? []
  }

  func chart(by visitor: Visitor? = nil) async throws -> PatientChart? {
    let who = visitor ?? amira
    return try await test.ask(who, test.clinic.chart(of: patient, by: who, at: test.clock.now))
  }

  func health() async throws -> OwnHealth? {
    let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
    return try await test.ask(paul, test.clinic.ownHealth(of: nil, by: paul, at: test.clock.now))
  }

  /// - Parameter values: each a test's code and a value.
  func result(
    _ values: [[String]], _ more: [String: String] = [:], over stored: ResultEntry? = nil,
    thread: ID<DiagnosticReport>? = nil, key: UUID = UUID()
  ) throws -> ResultDraft {
    let zone = try test.clinic.zones.rules(for: "Europe/London")
    let local = zone.local(test.clock.now)
    let surroundings = Surroundings(currency: "", today: local.day)
    let before = stored?.texts(in: surroundings) ?? ResultEntry.blankTexts(at: local)
    var all = before
    if stored == nil { all["title"] = .one("Electrolytes") }
    all["values"] = .rows(values.map { [$0[0], "", $0[1], "", "", "", $0.count > 2 ? $0[2] : ""] })
    for (key, text) in more { all[key] = .one(text) }
    let seen = stored == nil ? [:] : before.mapValues(\.fingerprint)
    return ResultDraft(
      patient, thread, ID(key), EntryDraft(ID((thread?.uuid ?? key)), texts: all, seen: seen))
  }

  func letters() async throws -> Int {
    try await test.count("outbox_message WHERE kind = 'record-news'")
  }
}
