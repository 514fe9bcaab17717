import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Pages
import Postgres
import Testing

@testable import Web

@Suite("Notes in a browser")
struct NotePageTests {
  /// Amira at a note that she has begun of Paul.
  private func begun(_ site: TestSite, _ what: String = "note") async throws -> (amira: Token, note: String) {
    let paul = try await site.test.session(of: DemoCast.paul)
    _ = try await site.booked(by: paul)
    let amira = try await site.test.session(of: DemoCast.amira)
    let answer = try await site.post(
      "/records/\(site.test.riverside.patient)/notes",
      [("key", UUID().uuidString.lowercased()), ("what", what), ("visit", "phone")], as: amira)
    return (amira, try #require(answer.location))
  }

  private func fields(_ page: String) -> [(String, String)] {
    page.matches(of: /name="([rw][0-9]+)" value="([^"]*)"/).map { (String($0.output.1), String($0.output.2)) }
  }

  @Test(
    "are written, read once more and signed; then nothing but an addendum, a release or an error is offered")
  func journey() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site)
      let empty = try await site.get(note, as: amira)
      #expect(
        empty.status == 200 && empty.body.contains("Complaint and history")
          && empty.body.contains("In plain words") == false)
      let saved = try await site.post(
        note, fields(empty.body) + [("s1", "A cough <b>"), ("s4", "Rest"), ("act", "review")], as: amira)
      #expect(saved.location == "\(note)/signing")
      #expect(try await site.get("\(note)/note.pdf", as: amira).status == 404)
      let review = try await site.get("\(note)/signing", as: amira)
      #expect(
        review.body.contains("A cough &lt;b&gt;") && review.body.contains("nobody can change it afterwards"))
      let seen = String(
        try #require(review.body.firstMatch(of: /name="seen" value="([0-9a-f]{64})"/)?.output.1))
      let tooFew = try await site.post(
        "\(note)/signature", [("seen", seen), ("release", "after-days"), ("days", "0")], as: amira)
      #expect(tooFew.status == 422 && tooFew.body.contains("from 1 to 90"))
      let stale = try await site.post(
        "\(note)/signature", [("seen", String(seen.reversed())), ("release", "at-once"), ("days", "")],
        as: amira)
      #expect(stale.status == 409 && stale.body.contains("A cough"))
      let signed = try await site.post(
        "\(note)/signature", [("seen", seen), ("release", "at-once"), ("days", "")], as: amira)
      #expect(signed.location == note)
      let page = try await site.get(note, as: amira).body
      #expect(page.contains("Signed by Dr Amira Haddad") && page.contains("the same digest"))
      #expect(!page.contains("<textarea class=\"input\" id=\"s1\""))
      let again = try await site.post(
        note, [("s1", "Another"), ("r1", "1"), ("w1", "x"), ("act", "save")], as: amira)
      #expect(again.status == 409 && again.body.contains("A cough"))
      #expect(try await site.get("\(note)/signing", as: amira).location == note)
      // What is not signed is on no paper.
      _ = try await site.post(
        "\(note)/addenda", [("key", UUID().uuidString.lowercased())], as: amira)
      let visitor = try await site.test.visitor(DemoCast.amira, to: .schedule, access: .may(.writeNotes))
      let id = try #require(ID<Composition>(note.suffix(36)))
      let (visit, found) = try await site.test.clinic.ask(
        visitor, .note(id, by: visitor, at: site.test.clock.now))
      let written = try site.test.clinic.opened(try #require(found), at: visit)
      let formats = Formats(
        words: try SnapshotTests.library().words(.english),
        zone: try TimeZoneRules(identifier: "Europe/London"))
      #expect(written.addenda.count == 1 && NotePrint(written, formats).addenda.isEmpty)
      // The patient reads it.
      let paul = try await site.test.session(of: DemoCast.paul)
      let list = try await site.get("/health/notes", as: paul).body
      let own = String(try #require(list.firstMatch(of: /href="(\/health\/notes\/[0-9a-f-]{36})"/)?.output.1))
      #expect(try await site.get(own, as: paul).body.contains("A cough &lt;b&gt;"))
      #expect(try await site.get("\(own)/note.pdf", as: paul).body.hasPrefix("%PDF"))
    }
  }

  @Test("of which two doctors change one section show both, with what was typed kept; sent again it is saved")
  func conflict() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site)
      let shown = fields(try await site.get(note, as: amira).body)
      let first = try await site.post(note, shown + [("s1", "First"), ("act", "save")], as: amira)
      #expect(first.location == "\(note)?saved=1")
      let second = try await site.post(
        note, shown + [("s1", "Second"), ("s2", "Findings"), ("act", "save")], as: amira)
      #expect(second.status == 409)
      #expect(second.body.contains(">First</p>") && second.body.contains("Second</textarea>"))
      #expect(second.body.contains("Findings</textarea>"))
      let third = try await site.post(
        note, fields(second.body) + [("s1", "First. Second"), ("s2", "Findings"), ("act", "save")], as: amira)
      #expect(third.location == "\(note)?saved=1")
      #expect(try await site.get(note, as: amira).body.contains("First. Second</textarea>"))
    }
  }

  @Test("are kept by the script of the page, which is told what somebody else wrote")
  func script() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site)
      let shown = fields(try await site.get(note, as: amira).body)
      let kept = try await site.post("\(note)/draft", shown + [("s1", "Typed")], as: amira)
      #expect(
        kept.status == 200 && kept.body.contains("\"revision\":1") && kept.body.contains("\"text\":\"Typed\"")
      )
      let late = try await site.post("\(note)/draft", shown + [("s1", "Elsewhere")], as: amira)
      #expect(late.body.contains("\"isDiffering\":true"))
      let long = String(repeating: "x", count: NoteSection.longest + 1)
      #expect(try await site.post("\(note)/draft", shown + [("s2", long)], as: amira).status == 422)
      #expect(
        try await site.post("\(note)/draft", shown + [("s2", String(long.dropLast()))], as: amira).status
          == 200)
    }
  }

  @Test(
    "say at its field what is wrong with a prescription, and keep what was typed; signed it is a document")
  func prescription() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site, "prescription")
      let shown = fields(try await site.get(note, as: amira).body)
      let wrong = try await site.post(
        note,
        shown + [
          ("m1medication", "Ramipril 5 mg"), ("m1repeats", "13"), ("m2medication", ""), ("m3dosage", "One"),
          ("until", "soon"), ("act", "review"),
        ], as: amira)
      #expect(wrong.status == 422 && wrong.body.contains("value=\"Ramipril 5 mg\""))
      for field in ["m1dosage", "m1repeats", "m3medication", "until"] {
        #expect(wrong.body.contains("id=\"\(field)-problem\""), "\(field)")
      }
      let right = try await site.post(
        note,
        shown + [
          ("m1medication", "Ramipril 5 mg"), ("m1dosage", "One in the morning"), ("m1repeats", "12"),
          ("until", "2026-12-31"),
          ("act", "review"),
        ], as: amira)
      #expect(right.location == "\(note)/signing")
      let review = try await site.get("\(note)/signing", as: amira).body
      #expect(review.contains("Ramipril 5 mg") && review.contains("Good until 31 December 2026"))
      let seen = String(try #require(review.firstMatch(of: /name="seen" value="([0-9a-f]{64})"/)?.output.1))
      _ = try await site.post(
        "\(note)/signature", [("seen", seen), ("release", "at-once"), ("days", "")], as: amira)
      #expect(
        try await site.count("document_reference WHERE category = 'prescription' AND visibility = 'shared'")
          == 1)
      #expect(try await site.count("medication_request WHERE status = 'active'") == 1)
      let page = try await site.get(note, as: amira).body
      #expect(!page.contains("Make the file"))
      let why = try await site.post("\(note)/error", [("why", "")], as: amira)
      #expect(why.status == 422 && why.body.contains("id=\"why-problem\""))
      _ = try await site.post("\(note)/error", [("why", "wrong patient")], as: amira)
      #expect(try await site.get(note, as: amira).body.contains("wrong patient"))
      #expect(try await site.count("document_reference WHERE status = 'current'") == 0)
    }
  }

  @Test("note each look at them, and what a patient's list names")
  func looks() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site)
      let id = note.suffix(36)
      let before = try await site.looks(at: site.test.riverside.patient)
      let list = try await site.get("/records/\(site.test.riverside.patient)/notes", as: amira)
      #expect(list.status == 200 && list.body.contains("Fletcher"))
      #expect(try await site.looks(at: site.test.riverside.patient) == before + 1)
      let reads = "audit_event WHERE act = 'read' AND entity = '\(id)'"
      let count = try await site.count(reads)
      for path in [note, "\(note)/signing"] { _ = try await site.get(path, as: amira) }
      #expect(try await site.count(reads) == count + 2)
      // Somebody is told of both on the page of who has looked.
      let paul = try await site.test.session(of: DemoCast.paul)
      #expect(try await site.get("/account/looks", as: paul).body.contains("Amira Haddad"))
    }
  }

  @Test("take one round trip to the database each")
  func roundTrips() async throws {
    try await TestSite.using { site in
      let (amira, note) = try await begun(site)
      let paul = try await site.test.session(of: DemoCast.paul)
      for (path, token) in [
        (note, amira), ("\(note)/signing", amira), ("/records/\(site.test.riverside.patient)/notes", amira),
        ("/note-templates", amira), ("/note-templates/new", amira), ("/health/notes", paul),
      ] {
        _ = try await site.get(path, as: token)
        let before = site.test.clinic.roundTrips
        #expect(try await site.get(path, as: token).status == 200)
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
    }
  }

  @Test("begin with the clinic's templates, which tell at each field what is wrong, and whoever is second")
  func templates() async throws {
    try await TestSite.using { site in
      let (amira, dana) = (
        try await site.test.session(of: DemoCast.amira), try await site.test.session(of: DemoCast.dana)
      )
      func form(_ changed: [(String, String)]) -> [(String, String)] {
        let names = Set(changed.map(\.0))
        return [
          ("title", "Consultation"), ("kind", "note"), ("service", ""), ("release", "after-days"),
          ("days", "7"), ("t1", "Findings"), ("p1", "Measured"),
        ]
        .filter { !names.contains($0.0) } + changed
      }
      let key = UUID().uuidString.lowercased()
      for (field, value, place) in [
        ("title", "", "title"), ("kind", "prescription", "kind"), ("days", "91", "days"), ("t1", "", "t1"),
        ("title", String(repeating: "x", count: 101), "title"),
        ("p1", String(repeating: "x", count: 501), "p1"),
      ] {
        let answer = try await site.post("/note-templates", form([(field, value), ("key", key)]), as: dana)
        #expect(answer.status == 422 && answer.body.contains("id=\"\(place)-problem\""), "\(field)")
      }
      let made = try await site.post(
        "/note-templates",
        form([
          ("key", key), ("title", String(repeating: "x", count: 100)),
          ("p1", String(repeating: "x", count: 500)), ("days", "90"),
        ]),
        as: dana)
      #expect(made.location == "/note-templates/\(key)?saved=1")
      let changed = try await site.post("/note-templates/\(key)", form([("revision", "1")]), as: amira)
      #expect(changed.status == 303)
      let late = try await site.post(
        "/note-templates/\(key)", form([("revision", "1"), ("title", "Mine")]), as: dana)
      #expect(
        late.status == 409 && late.body.contains("value=\"Mine\"")
          && late.body.contains("name=\"revision\" value=\"2\""))
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      let begun = try await site.post(
        "/records/\(site.test.riverside.patient)/notes",
        [("key", UUID().uuidString.lowercased()), ("what", key), ("visit", "person")], as: amira)
      let page = try await site.get(try #require(begun.location), as: amira).body
      #expect(page.contains(">Consultation</span></h1>") && page.contains("Measured"))
      for what in ["", "nothing"] {
        let none = try await site.post(
          "/records/\(site.test.riverside.patient)/notes",
          [("key", UUID().uuidString.lowercased()), ("what", what), ("visit", "x")], as: amira)
        #expect(
          none.status == 422 && none.body.contains("id=\"what-problem\"")
            && none.body.contains("id=\"visit-problem\""))
      }
    }
  }
}
