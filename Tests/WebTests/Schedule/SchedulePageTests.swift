import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A doctor's own schedule")
struct SchedulePageTests {
  /// Paul's visit, and the clock an hour before it.
  private func visit(_ site: TestSite) async throws -> (path: String, amira: Token, day: String) {
    let paul = try await site.test.session(of: DemoCast.paul)
    let path = try await site.booked(by: paul)
    let amira = try await site.test.session(of: DemoCast.amira)
    // 08:30 on Tuesday 3 March 2026 is the first time.
    site.test.clock.set(TestClinic.monday + 86_400 + 1800)
    return (path, amira, "2026-03-03")
  }

  @Test("is today's list, with who comes next on top and one button for each thing that can be done")
  func today() async throws {
    try await TestSite.using { site in
      let (path, amira, day) = try await visit(site)
      #expect(try await site.get("/dashboard", as: amira).location == "/schedule")
      func list() async throws -> String { try await site.get("/schedule", as: amira).body }
      func acts(_ body: String) -> Set<String> {
        Set(body.matches(of: /action="\/appointments\/[0-9a-f-]{36}\/([a-z]+)"/).map { String($0.output.1) })
      }
      var body = try await list()
      #expect(body.contains("Next patient") && body.contains("Expected at 08:30"))
      #expect(acts(body) == ["arrival"])
      for (noun, expected, sees) in [
        ("arrival", ["start", "fulfilment", "departure"] as Set, "Waiting since 07:31"),
        ("start", ["fulfilment"], "With you now"),
        ("fulfilment", [], "Arrived 07:31 · Number 1 · Began 07:32 · Over 07:33"),
      ] {
        site.test.clock.advance(by: 60)
        let done = try await site.post("\(path)/\(noun)", [("sequence", "0"), ("day", day)], as: amira)
        #expect(done.status == 303 && done.location == "/schedule?day=\(day)", "\(noun)")
        body = try await list()
        #expect(acts(body) == expected, "\(noun)")
        #expect(body.contains(sees), "\(noun)")
      }
      #expect(!body.contains("Next patient") && !body.contains("With you now"))
    }
  }

  @Test("shows a week and a month around any day, with ways to what is before and after")
  func views() async throws {
    try await TestSite.using { site in
      let (_, amira, day) = try await visit(site)
      let week = try await site.get("/schedule?day=\(day)&view=week", as: amira)
      #expect(week.status == 200 && week.body.contains("2 March 2026 to 8 March 2026"))
      #expect(
        week.body.contains("08:30") && week.body.contains("href=\"/schedule?day=2026-03-10&amp;view=week\""))
      #expect(week.body.contains("href=\"/schedule?day=2026-02-24&amp;view=week\""))
      // Whose visits they are was looked at, and is noted; the month names nobody.
      let reads = try await site.count("audit_event WHERE act = 'read' AND entity IS NOT NULL")
      let month = try await site.get("/schedule?day=\(day)&view=month", as: amira)
      #expect(month.status == 200 && month.body.contains("March 2026") && !month.body.contains("Fletcher"))
      #expect(month.body.contains("<strong>1</strong>"))
      #expect(month.body.contains("href=\"/schedule?day=2026-04-01&amp;view=month\""))
      #expect(month.body.contains("href=\"/schedule?day=2026-02-01&amp;view=month\""))
      #expect(try await site.count("audit_event WHERE act = 'read' AND entity IS NOT NULL") == reads)
      let empty = try await site.get("/schedule?day=2026-05-01&view=week", as: amira)
      #expect(empty.body.contains("Nobody is booked in this week"))
      #expect(empty.body.contains("href=\"/schedule?view=week\""))
      for odd in ["0001-01-01", "9999-12-31", "x", "2026-02-31"] {
        for view in ["day", "week", "month", "year"] {
          let answer = try await site.get("/schedule?day=\(odd)&view=\(view)", as: amira)
          #expect(answer.status == 200, "\(odd) \(view)")
        }
      }
    }
  }

  @Test("goes by the clinic's clocks, also where they change")
  func clocks() async throws {
    try await TestSite.using { site in
      let (_, amira, _) = try await visit(site)
      let id = "(SELECT id FROM appointment)"
      // 00:30 and 01:30 UTC are both half past one in London on 25 October 2026; 23:30 UTC on the 24th is the day after.
      for (start, day, shown) in [
        ("2026-10-25 00:30Z", "2026-10-25", "01:30 BST"), ("2026-10-25 01:30Z", "2026-10-25", "01:30 GMT"),
        ("2026-10-24 23:30Z", "2026-10-25", "00:30"), ("2026-10-25 23:30Z", "2026-10-25", "23:30"),
      ] {
        _ = try await site.test.database.asOwner(
          of: site.test.riverside.id.uuid,
          [
            "UPDATE appointment SET during = tstzrange(\(start)::timestamptz, \(start)::timestamptz + interval '15 min')"
          ])
        let page = try await site.get("/schedule?day=\(day)", as: amira)
        #expect(page.body.contains("1 appointment") && page.body.contains(shown), "\(start) \(id)")
        let week = try await site.get("/schedule?day=\(day)&view=week", as: amira)
        #expect(week.body.contains(shown) && week.body.contains("(BST, GMT)"), "\(start)")
        let next = try await site.get("/schedule?day=2026-10-26&view=week", as: amira)
        #expect(next.body.contains("Nobody is booked in this week"), "\(start)")
      }
    }
  }

  @Test("blocks time with a form that says what is wrong where, names the visits within, and gives time back")
  func block() async throws {
    try await TestSite.using { site in
      let (_, amira, day) = try await visit(site)
      let wrong: [(String, String, String)] = [
        ("from", "25:00", "Enter a time"), ("minutes", "7", "Choose one"), ("day", "2026-03-02", "past"),
        ("day", "2027-03-05", "future"), ("from", "00:00", "whole day"),
        ("note", String(repeating: "x", count: 201), "200 characters"),
      ]
      let right = ["day": day, "from": "08:40", "minutes": "30", "note": ""]
      for (field, value, _) in wrong {
        var fields = right
        fields[field] = value
        if value == "00:00" { fields["minutes"] = "rest" }
        let refused = try await site.post("/schedule/blocks", fields.map { ($0, $1) }, as: amira)
        #expect(refused.status == 422, "\(field)")
        #expect(refused.body.contains("There is a problem"), "\(field)")
      }
      let refused = try await site.post("/schedule/blocks", right.map { ($0, $1) }, as: amira)
      #expect(refused.status == 409)
      #expect(refused.body.contains("08:30 Paul Fletcher") && refused.body.contains("value=\"08:40\""))
      #expect(try await site.count("absence") == 0)
      let anyway = try await site.post(
        "/schedule/blocks", right.map { ($0, $1) } + [("anyway", "1")], as: amira)
      #expect(anyway.status == 303 && anyway.location == "/schedule?day=\(day)")
      for fields in [
        ["note": String(repeating: "x", count: 200), "minutes": "rest", "from": "23:59"],
        ["day": "2027-03-04"],
      ] {
        let most = right.merging(fields) { $1 }
        #expect(try await site.post("/schedule/blocks", most.map { ($0, $1) }, as: amira).status == 303)
      }
      let page = try await site.get("/schedule?day=\(day)", as: amira)
      #expect(page.body.contains("08:40 – 09:10") && page.body.contains("23:59 – 24:00"))
      let undo = try #require(page.body.firstMatch(of: /\/schedule\/blocks\/[0-9a-f-]{36}\/removal/))
      let gone = try await site.post(String(undo.output), [("day", day)], as: amira)
      #expect(gone.status == 303)
      #expect(try await site.count("absence") == 2)
      #expect(
        try await site.get("/schedule?day=\(day)&view=week", as: amira).body.contains("Away 23:59 – 24:00"))
    }
  }

  @Test("is asked for as calendars said it before there were weeks")
  func oldAddress() async throws {
    try await TestSite.using { site in
      let (_, amira, day) = try await visit(site)
      #expect(try await site.get("/schedule?date=\(day)", as: amira).body.contains("1 appointment"))
    }
  }
}
