import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Pages
import Testing

@testable import Clinic
@testable import Web

@Suite("The pages of a chart")
struct ChartPageTests {
  private struct Stage {
    let site: TestSite
    let amira: Token
    let paul: Token
    var record: String { "/records/\(site.test.riverside.patient)" }

    /// The form as its page has it, with what somebody types.
    func send(_ part: String, _ fields: [(String, String)], key: String = UUID().uuidString) async throws
      -> TestAnswer
    {
      try await site.post("\(record)/\(part)", [("key", key), ("seen", "")] + fields, as: amira)
    }

    func chart() async throws -> String { try await site.get("\(record)/chart", as: amira).body }
  }

  private func using(_ body: @Sendable @escaping (Stage) async throws -> Void) async throws {
    try await TestSite.using { site in
      let (paul, amira) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira)
      )
      _ = try await site.booked(by: paul)
      try await body(Stage(site: site, amira: amira, paul: paul))
    }
  }

  private static let penicillin = [
    ("text", "Penicillin"), ("criticality", "high"), ("clinical", "active"), ("verification", "confirmed"),
  ]
  private static func medication(_ name: String) -> [(String, String)] {
    [("text", name), ("status", "active"), ("source", "practitioner")]
  }

  @Test("each is one round trip, and is noted as a look at the record")
  func budget() async throws {
    try await using { stage in
      #expect(try await stage.send("allergies", Self.penicillin).status == 303)
      #expect(
        try await stage.send(
          "conditions", [("text", "Asthma"), ("clinical", "active"), ("verification", "confirmed")]
        )
        .status == 303)
      let id = UUID().uuidString.lowercased()
      #expect(
        try await stage.send(
          "results",
          [
            ("title", "Electrolytes"), ("day", "2026-03-01"), ("time", "08:00"), ("status", "final"),
            ("values.count", "1"), ("values.0.test", "2823-3"), ("values.0.value", "5.9"),
          ], key: id
        ).status == 303)
      let record = stage.record
      for (path, token) in [
        ("\(record)/chart", stage.amira), ("\(record)/chart/history?part=allergies", stage.amira),
        ("\(record)/chart/history?part=vitals&vital=pressure", stage.amira),
        ("\(record)/chart/history?part=results", stage.amira), ("\(record)/allergies", stage.amira),
        ("\(record)/vitals", stage.amira), ("\(record)/results", stage.amira),
        ("\(record)/results/\(id)", stage.amira), ("\(record)/results?entry=\(id)", stage.amira),
        ("/health", stage.paul),
      ] {
        let looks = try await stage.site.looks(at: stage.site.test.riverside.patient)
        let start = stage.site.test.clinic.roundTrips
        #expect(try await stage.site.get(path, as: token).status == 200, "\(path)")
        #expect(stage.site.test.clinic.roundTrips - start == 1, "\(path)")
        let isStaff = token.text == stage.amira.text
        #expect(
          try await stage.site.looks(at: stage.site.test.riverside.patient) == looks + (isStaff ? 1 : 0),
          "\(path)")
      }
    }
  }

  @Test("a medication that an allergy speaks against asks for a reason, and keeps what was typed")
  func warning() async throws {
    try await using { stage in
      #expect(try await stage.chart().contains("Nobody has asked about allergies yet"))
      _ = try await stage.send("allergies", Self.penicillin)
      let form = try await stage.site.get("\(stage.record)/medications", as: stage.amira).body
      #expect(form.contains("Allergic to:") && !form.contains("name=\"despite\""))
      let refused = try await stage.send("medications", Self.medication("Amoxicillin 500 mg"))
      #expect(refused.status == 422 && refused.body.contains("value=\"Amoxicillin 500 mg\""))
      #expect(refused.body.contains("id=\"despite\"") && refused.body.contains("allergic to Penicillin"))
      let kept = try await stage.send(
        "medications", Self.medication("Amoxicillin 500 mg") + [("despite", "Tolerated since; tested.")])
      #expect(kept.status == 303)
      let chart = try await stage.chart()
      #expect(chart.contains("of the class of Penicillin") && chart.contains("Tolerated since; tested."))
      let day = (stage.site.test.clock.now + 86_400).ISO8601Format().prefix(10)
      let schedule = try await stage.site.get("/schedule?day=\(day)", as: stage.amira).body
      #expect(schedule.contains("Allergies: 1") && schedule.contains("\(stage.record)/chart"))
    }
  }

  @Test("unusual values are asked about once, and what can't be is refused with its range")
  func vitals() async throws {
    try await using { stage in
      let now = stage.site.test.clock.now.ISO8601Format().prefix(10)
      func typed(_ heart: String) -> [(String, String)] {
        [
          ("day", String(now)), ("time", "00:00"), ("heart", heart), ("temperature-in", "celsius"),
          ("weight-in", "kilograms"), ("height-in", "centimetres"),
        ]
      }
      let impossible = try await stage.send("vitals", typed("400"))
      #expect(impossible.status == 422 && impossible.body.contains("between 10 and 350 /min"))
      #expect(impossible.body.contains("value=\"400\"") && !impossible.body.contains("name=\"sure\""))
      let asked = try await stage.send("vitals", typed("190"))
      #expect(asked.status == 422 && asked.body.contains("name=\"sure\" value=\"heart=190\""))
      #expect(try await stage.send("vitals", typed("190") + [("sure", "heart=190")]).status == 303)
      #expect(try await stage.chart().contains("190 /min"))
    }
  }

  @Test("the patient sees in plain words what is released, and nothing before")
  func health() async throws {
    try await using { stage in
      let id = UUID().uuidString.lowercased()
      _ = try await stage.send(
        "results",
        [
          ("title", "Electrolytes"), ("day", "2026-03-01"), ("time", "08:00"), ("status", "final"),
          ("values.count", "1"), ("values.0.test", "2823-3"), ("values.0.value", "5.9"),
        ], key: id)
      #expect(try await !stage.site.get("/health", as: stage.paul).body.contains("Electrolytes"))
      let reviewed = try await stage.site.post(
        "\(stage.record)/results/\(id)/review", [("version", id)], as: stage.amira)
      #expect(reviewed.status == 303)
      let health = try await stage.site.get("/health", as: stage.paul).body
      #expect(health.contains("Electrolytes") && health.contains("higher than usual"))
      #expect(health.contains(DemoCast.amira.displayName) && !health.contains(">High<"))
      let mail = try await stage.site.get("/dev/mail", as: stage.paul).body
      #expect(mail.contains("there is something new for you") && !mail.contains("Electrolytes"))
    }
  }

  @Test(
    "the patient sees no note of staff, and of a result that was taken back only that it is being put right")
  func plain() async throws {
    try await using { stage in
      let note = [("note", "Staff only")]
      let time = [
        ("day", "2026-03-01"), ("time", "08:00"), ("temperature-in", "celsius"), ("weight-in", "kilograms"),
        ("height-in", "centimetres"),
      ]
      let id = UUID().uuidString.lowercased()
      for (part, fields) in [
        ("allergies", Self.penicillin + note),
        (
          "conditions",
          [("text", "Asthma"), ("clinical", "active"), ("verification", "confirmed")] + note
        ),
        ("medications", Self.medication("Amoxicillin") + note + [("despite", "Staff reason")]),
        ("vitals", time + [("heart", "73")] + note),
        (
          "results",
          [
            ("title", "Electrolytes"), ("day", "2026-03-01"), ("time", "08:00"), ("status", "final"),
            ("values.count", "1"), ("values.0.test", "2823-3"), ("values.0.value", "4.44"),
            ("conclusion", "Of somebody else"),
          ]
        ),
      ] {
        #expect(
          try await stage.send(part, fields, key: part == "results" ? id : UUID().uuidString).status == 303)
      }
      let chart = try await stage.chart()
      #expect(chart.contains("Staff only") && chart.contains("Staff reason"))
      let shown = try await stage.site.get("/health", as: stage.paul).body
      for part in ["Penicillin", "Asthma", "Amoxicillin", "73 /min", "4.44", "Of somebody else"] {
        #expect(shown.contains(part), "\(part)")
      }
      // Nor does the summary in an archive, which is drawn of the same.
      let test = stage.site.test
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      let tenant = try await test.clinic.ask(paul, .nothing).visit.tenant
      let account = try #require(test.riverside.accounts[DemoCast.paul])
      let found = try await test.clinic.patientData(of: test.riverside.patient, for: account, at: tenant)
      let data = try #require(found)
      let summary = SummaryPrint(
        data,
        Formats(
          words: try SnapshotTests.library().words(.english),
          zone: try TimeZoneRules(identifier: "Europe/London")))
      #expect("\(summary)".contains("Amoxicillin") && "\(summary)".contains("4.44"))
      for page in [shown, "\(summary)"] {
        #expect(!page.contains("Staff only") && !page.contains("Staff reason"))
      }
      let back = try await stage.site.post(
        "\(stage.record)/results/\(id)/withdrawal", [("version", id)], as: stage.amira)
      #expect(back.status == 303)
      let after = try await stage.site.get("/health", as: stage.paul).body
      #expect(
        after.contains("Electrolytes") && !after.contains("4.44") && !after.contains("Of somebody else"))
    }
  }

  @Test("whose work a record is not is led to where the reason is asked for; the front desk is turned away")
  func strangers() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      let ben = try await site.test.session(of: DemoCast.ben)
      let record = "/records/\(site.test.riverside.patient)"
      for path in ["chart", "chart/history?part=allergies", "allergies", "vitals", "results"] {
        let answer = try await site.get("\(record)/\(path)", as: amira)
        #expect(answer.status == 303 && answer.location == "\(record)/emergency", "\(path)")
        #expect(try await site.get("\(record)/\(path)", as: ben).status == 403, "\(path)")
      }
      #expect(try await site.get("/records/\(UUID())/chart", as: amira).status == 404)
      #expect(try await site.get("\(record)/chart/history?part=secrets", as: amira).status == 404)
      #expect(try await site.get("/health", as: amira).status == 403)
    }
  }
}
