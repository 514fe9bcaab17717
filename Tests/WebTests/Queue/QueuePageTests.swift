import CivilTime
import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The queue in the browser")
struct QueuePageTests {
  @Test("a visit is checked in on the phone, called at the desk, and shown by its number alone")
  func journey() async throws {
    try await TestSite.using { site in
      let (ben, paul, dana) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul),
        try await site.test.session(of: DemoCast.dana)
      )
      let appointment = try await site.booked(by: paul)
      let nowhere = "/waiting-rooms/00000000-0000-0000-0000-000000000000"
      #expect(try await site.post("\(nowhere)/code", [], as: dana).status == 303)
      let made = try await site.post("\(nowhere)/display", [], as: dana)
      let link = String(try #require(made.body.firstMatch(of: /\/display\/[^<]{43}/)).output)
      let code = String(
        try #require(
          try await site.get("/waiting-rooms", as: dana).body.firstMatch(of: /check-in\?code=([A-Z0-9]{6})/)
        ).output.1)

      // An hour before it begins: until then there is no button.
      let early = try await site.get("/check-in?code=\(code)", as: paul)
      #expect(try await !site.get("/dashboard", as: paul).body.contains("href=\"/check-in\""))
      #expect(early.status == 200 && !early.body.contains("\(appointment)/check-in"))
      let zone = try await site.test.clinic.zone(of: site.test.visitor(DemoCast.ben, to: .frontDesk))
      site.test.clock.set(zone.startOfDay(zone.local(site.test.clock.now).day.adding(days: 1)) + 8 * 3600)
      let page = try await site.get("/check-in?code=\(code)", as: paul)
      #expect(try await site.get("/dashboard", as: paul).body.contains("href=\"/check-in\""))
      #expect(page.body.contains("action=\"\(appointment)/check-in\""))
      let wrong = try await site.post("\(appointment)/check-in", [("code", "AAAAAA")], as: paul)
      #expect(wrong.status == 422 && wrong.body.contains("not the code at the door"))
      let done = try await site.post("\(appointment)/check-in", [("code", code.lowercased())], as: paul)
      #expect(done.status == 303 && done.location == "/check-in?code=\(code)")
      #expect(try await site.get("/check-in?code=\(code)", as: paul).body.contains("The wait is about"))

      let queue = try await site.get("/desk/queue", as: ben)
      #expect(queue.body.contains("Paul Fletcher"))
      let call = String(
        try #require(queue.body.firstMatch(of: /action="(\/desk\/tickets\/[^"]+\/call)"/)).output.1)
      let called = try await site.post(
        call, [("version", "0"), ("room", "\(site.test.riverside.room)")], as: ben)
      #expect(called.status == 303)
      let display = try await site.get(link)
      #expect(display.status == 200 && display.body.contains("display-number figures\">1<"))
      #expect(!display.body.contains("Paul") && !display.body.contains("Fletcher"))
      #expect(
        display.body.contains("http-equiv=\"refresh\"") && display.body.contains("aria-live=\"polite\""))
      #expect(try await site.get("/check-in", as: paul).body.contains("You are called"))
      #expect(try await site.post("\(nowhere)/revocation", [], as: ben).status == 303)
      #expect(try await site.get(link).status == 404)
      for path in ["/desk/queue", "/check-in", "/waiting-rooms"] {
        let before = site.test.clinic.roundTrips
        #expect(try await site.get(path, as: path == "/check-in" ? paul : ben).status == 200)
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
    }
  }

  @Test("a walk-in gets a number, and what was typed stays where it was refused")
  func walkIn() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      let place = "00000000-0000-0000-0000-000000000000"
      let key = UUID().uuidString.lowercased()
      let fields = [("key", key), ("service", "\(site.test.riverside.services[0])"), ("place", place)]
      let refused = try await site.post("/desk/queue", fields + [("number", "9999")], as: ben)
      #expect(refused.status == 422 && refused.body.contains("value=\"9999\""))
      // What is no longer there is told at its field, and the rest stays.
      for (name, stale, words) in [
        ("service", UUID().uuidString, "This service is no longer given"), ("service", "", "Please choose"),
        ("place", UUID().uuidString, "Nobody waits there any more"), ("place", "", "Please choose"),
      ] {
        let others = fields.map { $0.0 == name ? (name, stale) : $0 }
        let again = try await site.post("/desk/queue", others + [("number", "1")], as: ben)
        #expect(again.status == 422 && again.body.contains(words), "\(name) \(stale)")
        #expect(
          again.body.contains("aria-describedby=\"\(name)-problem\"") && again.body.contains("value=\"1\""))
        let kept = name == "service" ? place : "\(site.test.riverside.services[0])"
        #expect(again.body.contains("value=\"\(kept)\""), "\(name)")
        #expect(again.body.contains("name=\"key\" value=\"\(key)\""))
      }
      let made = try await site.post("/desk/queue", fields, as: ben)
      #expect(made.status == 303)
      #expect(try await site.get(try #require(made.location), as: ben).body.contains("The wait is about"))
      #expect(try await site.count("queue_ticket") == 1)
    }
  }
}
