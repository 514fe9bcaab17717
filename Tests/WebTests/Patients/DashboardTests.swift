import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The dashboard")
struct DashboardTests {
  @Test("of somebody new says what can be done here")
  func empty() async throws {
    try await TestSite.using { site in
      let token = try await site.test.newcomerSession(at: site.test.riverside)
      let page = try await site.get("/dashboard", as: token).body
      #expect(page.contains("You have no appointment ahead"))
      for way in ["/doctors", "/services", "/waitlist", "/account/person", "/account/security"] {
        #expect(page.contains("href=\"\(way)\""), "\(way)")
      }
      #expect(!page.contains("data-step"))
    }
  }

  @Test("leads to one thing at a time: agree, answer, come in; the rest is to complete")
  func steps() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let path = "/appointments/\(visit.id)"
      func steps() async throws -> [String] {
        let page = try await site.get("/dashboard", as: paul).body
        return page.matches(of: /href="([^"]*)" data-step/).map { String($0.output.1) }
      }
      #expect(try await steps() == ["\(path)/visit"])
      let page = try await site.get("/dashboard", as: paul).body
      #expect(
        page.contains("Agree to visits by video or phone") && page.contains("href=\"\(path)/questionnaire\""))
      _ = try await site.post("\(path)/consent", [("text", "\(visit.text)"), ("agree", "1")], as: paul)
      #expect(try await steps() == ["\(path)/questionnaire"])
      _ = try await site.post(
        "\(path)/questionnaire",
        [
          ("page", "0198c0de-0000-7000-8000-000000000001"), ("saving", "1"), ("q10", "A cough"),
          ("q20", "no"),
        ], as: paul)
      #expect(try await steps() == [path])
      #expect(try await site.get("/dashboard", as: paul).body.contains("Move or cancel"))
      // While it goes on it is the next one still.
      site.test.clock.set(visit.during.upperBound - 1)
      #expect(try await steps() == ["\(path)/visit"])
      site.test.clock.set(visit.during.upperBound)
      #expect(try await steps() == [])
    }
  }
}

extension DashboardTests {
  @Test(
    "of who acts for others can be of one person alone, in one round trip, and shows what the right allows")
  func people() async throws {
    try await TestSite.using { site in
      let stage = try await FamilyStage(site)
      let paul = site.test.riverside.patient
      func allow(_ scopes: String) async throws {
        try await site.own("DELETE FROM related_person WHERE account_id = \(stage.account)")
        try await site.own(
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, scopes, created_at)
          VALUES (gen_random_uuid(), \(paul.uuid), \(stage.account), 'delegate', \(scopes)::text::text[],
                  \(site.test.clock.now))
          """)
      }
      let own = try await site.test.database.asSuperuser(
        "SELECT id::text FROM patient WHERE account_id = \(stage.account)"
      ).decode { row in try row.next(String.self) }[0]
      #expect(!(try await site.get("/dashboard", as: stage.other).body.contains("For whom")))
      try await allow("{book}")
      let all = try await site.get("/dashboard", as: stage.other).body
      #expect(all.contains("href=\"/dashboard\" aria-current=\"page\"") && all.contains(stage.visit))
      let before = site.test.clinic.roundTrips
      let of = try await site.get("/dashboard?of=\(paul)", as: stage.other).body
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(of.contains("href=\"/dashboard?of=\(paul)\" aria-current=\"page\"") && of.contains(stage.visit))
      #expect(!of.contains(stage.invoice) && !of.contains(stage.document))
      // One's own: nothing of Paul's, and what the account lacks.
      let mine = try await site.get("/dashboard?of=\(own)", as: stage.other).body
      #expect(!mine.contains(stage.visit) && mine.contains("You have no appointment ahead"))
      try await allow("{pay}")
      let paying = try await site.get("/dashboard?of=\(paul)", as: stage.other).body
      #expect(
        paying.contains(stage.invoice) && !paying.contains(stage.visit)
          && !paying.contains("href=\"/doctors\">Find"))
      #expect(paying.contains("Appointments of Paul") && paying.contains("You may not book for them"))
      try await allow("{see}")
      #expect(try await site.get("/dashboard?of=\(paul)", as: stage.other).body.contains(stage.document))
      // Nobody's, and no longer anybody's.
      try await site.own("DELETE FROM related_person WHERE account_id = \(stage.account)")
      for id in ["\(paul)", UUID().uuidString.lowercased(), "everybody"] {
        #expect(try await site.get("/dashboard?of=\(id)", as: stage.other).status == 404, "\(id)")
      }
    }
  }
}

@Suite("Where the staff begins")
struct TodayTests {
  @Test("is a day in numbers: a doctor's own, everybody's at the desk, with what waits for each")
  func numbers() async throws {
    try await TestSite.using { site in
      let (paul, amira, ben, dana) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira),
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.dana)
      )
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 600)
      let path = "/appointments/\(visit.id)"
      func figures(_ token: Token) async throws -> [String: String] {
        let page = try await site.get("/today", as: token).body
        let found = page.matches(of: /">([^<]*)<\/a><span class="stat-figure">([^<]*)</)
        return Dictionary(found.map { (String($0.output.1), String($0.output.2)) }) { one, _ in one }
      }
      let before = try await figures(amira)
      #expect(
        before["Visits today"] == "1" && before["Waiting online"] == "0"
          && before["Patients to call about another time"] == nil)
      _ = try await site.post("\(path)/consent", [("text", "\(visit.text)"), ("agree", "1")], as: paul)
      _ = try await site.post("\(path)/joining", [], as: paul)
      for token in [amira, ben] {
        let now = try await figures(token)
        #expect(
          now["Visits today"] == "1" && now["Waiting online"] == "1" && now["Requests to answer"] == "0")
      }
      #expect(try await figures(ben)["Patients to call about another time"] == "0")
      #expect(try await site.get("/today", as: ben).body.contains("Next: 07:10, Telemedicine"))
      for token in [paul, dana] { #expect(try await site.get("/today", as: token).status == 403) }
    }
  }
}
