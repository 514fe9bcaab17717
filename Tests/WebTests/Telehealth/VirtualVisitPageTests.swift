import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Online visits in the browser")
struct VirtualVisitPageTests {
  @Test("the way in says when it opens, asks for the consent, and leads to a room that says who is there")
  func journey() async throws {
    try await TestSite.using { site in
      let (paul, amira) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira)
      )
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let path = "/appointments/\(visit.id)"
      let early = try await site.get("\(path)/visit", as: paul)
      #expect(
        early.body.contains("You can come in from 06:45")
          && early.body.contains("I agree to be seen by video."))
      #expect(!early.body.contains("\(path)/joining"))
      let unticked = try await site.post("\(path)/consent", [("text", "\(visit.text)")], as: paul)
      #expect(unticked.status == 422 && unticked.body.contains("Please tick the box to agree"))
      #expect(unticked.body.contains("href=\"#agree\""))
      let agreed = try await site.post(
        "\(path)/consent", [("text", "\(visit.text)"), ("agree", "1")], as: paul)
      #expect(agreed.location == "\(path)/visit")
      let tooEarly = try await site.post("\(path)/joining", [], as: paul)
      #expect(tooEarly.status == 409 && tooEarly.body.contains("You can come in from 06:45"))

      site.test.clock.set(visit.during.lowerBound - 600)
      #expect(try await site.get("/dashboard", as: paul).body.contains("href=\"\(path)/visit\" data-step"))
      #expect(try await site.get("\(path)/visit", as: paul).body.contains("action=\"\(path)/joining\""))
      // Nobody is in the room who has not come in.
      #expect(try await site.get("\(path)/room", as: paul).location == "\(path)/visit")
      #expect(try await site.post("\(path)/joining", [], as: paul).location == "\(path)/room")
      let room = try await site.get("\(path)/room", as: paul).body
      #expect(room.contains("You are here since 06:50") && room.contains("has not come in yet"))
      #expect(room.contains("no picture and no sound yet"))

      let own = try await site.get("/schedule/visits/\(visit.id)", as: amira).body
      #expect(own.contains("waits since 06:50"))
      let day = try await site.get("/schedule", as: amira).body
      #expect(day.contains("Waits online since 06:50") && day.contains("/schedule/visits/\(visit.id)"))
      let joined = try await site.post("/schedule/visits/\(visit.id)/joining", [], as: amira)
      #expect(joined.location == "/schedule/visits/\(visit.id)")
      #expect(try await site.get("\(path)/room", as: paul).body.contains("is here since 06:50"))

      let consents = try await site.get("/account/consents", as: paul).body
      let withdrawal = String(
        try #require(consents.firstMatch(of: /\/account\/consents\/[0-9a-f-]{36}\/withdrawal/)).output)
      #expect(try await site.post(withdrawal, [], as: paul).location == "/account/consents?done=1")
      #expect(try await site.get("\(path)/room", as: paul).location == "\(path)/visit")
      let refused = try await site.post("\(path)/joining", [], as: paul)
      #expect(refused.status == 422 && refused.body.contains("Please read and agree first"))
    }
  }

  @Test("shows the times by the visitor's own clock, too")
  func ownClock() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      _ = try await site.test.database.asSuperuser("UPDATE account SET time_zone = 'Europe/Paris'")
      let page = try await site.get("/appointments/\(visit.id)/visit", as: paul).body
      #expect(page.contains("from 06:45") && page.contains("07:45 your time"))
    }
  }

  @Test("the questions are kept, refused where an answer is none, sent, and read by the doctor and the desk")
  func questions() async throws {
    try await TestSite.using { site in
      let (paul, amira, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira),
        try await site.test.session(of: DemoCast.ben)
      )
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let path = "/appointments/\(visit.id)/questionnaire"
      let empty = try await site.get(path, as: paul).body
      #expect(empty.contains("Only if you answered “Yes” to “Do you smoke?”"))
      func form(_ answers: [(String, String)], _ saving: Int = 1) -> [(String, String)] {
        [("page", "0198c0de-0000-7000-8000-000000000001"), ("saving", String(saving))] + answers
      }
      let draft = try await site.post("\(path)/draft", form([("q10", "A co"), ("q40", "72,")]), as: paul)
      #expect(draft.status == 204)
      #expect(try await site.get(path, as: paul).body.contains("A co"))
      let long = String(repeating: "x", count: 2001)
      #expect(try await site.post("\(path)/draft", form([("q10", long)], 2), as: paul).status == 422)
      let saved = try await site.post(path, form([("act", "save"), ("q10", "A cough")], 2), as: paul)
      #expect(saved.location == "\(path)?saved=1")
      let wrong = try await site.post(
        path, form([("act", "send"), ("q10", "A cough"), ("q20", "yes"), ("q30", "many")], 3), as: paul)
      #expect(wrong.status == 422 && wrong.body.contains("Please enter a whole number such as 12"))
      #expect(wrong.body.contains("value=\"many\""))
      let sent = try await site.post(
        path,
        form([("act", "send"), ("q10", "A cough"), ("q20", "yes"), ("q30", "12"), ("q40", "72,50")], 4),
        as: paul)
      #expect(sent.location == "/appointments/\(visit.id)?answered=1")
      #expect(try await site.get(sent.location ?? "", as: paul).body.contains("The clinic has your answers"))
      for (page, reader) in [
        ("/schedule/visits/\(visit.id)", amira), ("/desk/visits/\(visit.id)/questionnaire", ben),
      ] {
        let read = try await site.get(page, as: reader).body
        #expect(read.contains("A cough") && read.contains("72.50\u{a0}kg"), "\(page)")
      }
      site.test.clock.set(visit.during.upperBound)
      #expect(try await site.get(path, as: paul).body.contains("nothing can be changed here any more"))
      let late = try await site.post(path, form([("act", "send"), ("q10", "x"), ("q20", "no")], 9), as: paul)
      #expect(late.status == 409)
    }
  }

  @Test("services have pages, and those online say who gives them")
  func services() async throws {
    try await TestSite.using { site in
      let visit = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let list = try await site.get("/services").body
      #expect(list.contains("href=\"/services/\(visit.service)\"") && list.contains("Next free:"))
      let page = try await site.get("/services/\(visit.service)").body
      #expect(page.contains("By video") && page.contains("/doctors/\(site.test.riverside.doctor)/times"))
      #expect(try await site.get("/services/\(UUID())").status == 404)
    }
  }
}
