import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("Appointments for calendar programs")
struct CalendarTests {
  /// Unfolded (RFC 5545 section 3.1).
  private func lines(_ answer: TestAnswer) -> [String] {
    answer.body.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
  }

  /// Paths of a new link and of the form's answer.
  private func link(_ site: TestSite, as token: Token) async throws -> String {
    let page = try await site.post("/account/calendar", [], as: token)
    #expect(page.status == 200)
    let found = try #require(
      page.body.firstMatch(of: /value="http:\/\/riverside\.localhost:8080(\/calendar\/[^"]+)"/))
    return String(found.output.1)
  }

  @Test("are downloaded by their patient, and by nobody else")
  func download() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      #expect(try await site.get(appointment, as: paul).body.contains("href=\"\(appointment)/calendar.ics\""))
      let answer = try await site.get("\(appointment)/calendar.ics", as: paul)
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "text/calendar; charset=utf-8; method=PUBLISH")
      #expect(answer.headers["content-disposition"] == "attachment; filename=\"appointment.ics\"")
      #expect(answer.headers["cache-control"] == "no-store")
      let lines = lines(answer)
      let id = appointment.dropFirst("/appointments/".count)
      for line in [
        "METHOD:PUBLISH", "UID:\(id)@riverside.localhost", "SEQUENCE:0", "STATUS:CONFIRMED",
        "SUMMARY;LANGUAGE=en:Appointment at Riverside Clinic",
        "URL:http://riverside.localhost:8080\(appointment)",
        "TZID:Europe/London",
      ] {
        #expect(lines.contains(line), "\(line)")
      }
      #expect(lines.contains { $0.hasPrefix("DTSTART;TZID=Europe/London:20260303T") })
      #expect(lines.allSatisfy { !$0.hasPrefix("ATTENDEE") })

      let nowhere = "/appointments/\(UUID().uuidString.lowercased())"
      let none = try await site.get("\(nowhere)/calendar.ics", as: paul)
      #expect(none.status == 404)
      let amira = try await site.test.session(of: DemoCast.amira)
      #expect(try await site.get("\(appointment)/calendar.ics", as: amira).status == 403)
      #expect(try await site.get("\(appointment)/calendar.ics").status == 303)
    }
  }

  @Test("are tentative while another time is asked for, and confirmed when it takes place as booked")
  func inDoubt() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let link = try await link(site, as: paul)
      func status() async throws -> [String] {
        try await [site.get("\(appointment)/calendar.ics", as: paul), site.get(link)]
          .flatMap { lines($0).filter { $0.hasPrefix("STATUS:") } }
      }
      #expect(try await status() == ["STATUS:CONFIRMED", "STATUS:CONFIRMED"])
      let ben = try await site.test.session(of: DemoCast.ben)
      let absence = try #require(
        try await site.enterTuesday(try await site.get(site.tuesday, as: ben), as: ben).location)
      #expect(try await status() == ["STATUS:TENTATIVE", "STATUS:TENTATIVE"])
      #expect(try await site.post("\(absence)/withdrawal", [], as: ben).status == 303)
      #expect(try await status() == ["STATUS:CONFIRMED", "STATUS:CONFIRMED"])
    }
  }

  @Test("say when and where, and never what for, with whom or whose")
  func discreet() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let amira = try await site.test.session(of: DemoCast.amira)
      let booked = try await site.post(
        "/appointments",
        [("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", "a very private reason")],
        as: paul)
      let appointment = try #require(booked.location)
      let answers = [
        try await site.get("\(appointment)/calendar.ics", as: paul),
        try await site.get(try await link(site, as: paul)),
        try await site.get(try await link(site, as: amira)),
      ]
      let services = try await site.test.clinic.ask(
        site.test.visitor(nil, at: site.test.riverside, to: .publicInformation, access: .anyone), .services
      ).answer
      let secrets =
        services.map(\.name) + services.map(\.specialty) + [
          "private reason", "Paul", "Fletcher", DemoCast.paul.email, "Amira", "Haddad", "Room",
        ]
      for answer in answers {
        let text = lines(answer).joined(separator: "\n")
        #expect(text.contains("BEGIN:VEVENT") && text.contains("CLASS:PRIVATE"))
        for secret in secrets { #expect(!text.contains(secret), "\(secret)") }
      }
      // The practitioner is led to their day.
      #expect(answers[2].body.contains("/schedule?day=2026-03-03"))
      #expect(!answers[2].body.contains("/appointments/"))
    }
  }

  @Test("are read by a private link without signing in, and not sent again to who has them")
  func feed() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let link = try await link(site, as: paul)
      let first = try await site.get(link)
      #expect(first.status == 200)
      #expect(first.headers["content-type"] == "text/calendar; charset=utf-8; method=PUBLISH")
      #expect(first.headers["cache-control"] == "private, no-cache")
      #expect(first.headers["set-cookie"] == nil)
      let lines = lines(first)
      for line in [
        "UID:\(appointment.dropFirst("/appointments/".count))@riverside.localhost",
        "X-WR-CALNAME:Appointments at Riverside Clinic", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
      ] {
        #expect(lines.contains(line), "\(line)")
      }
      let tag = try #require(first.headers["etag"])
      // An hour later nothing has changed.
      site.test.clock.advance(by: 3600)
      let second = try await site.get(link, headers: ["If-None-Match": tag])
      #expect(second.status == 304 && second.body.isEmpty)
      #expect(second.headers["etag"] == tag && second.headers["cache-control"] == "private, no-cache")
      #expect(try await site.get(link, headers: ["If-None-Match": "\"other\""]).body == first.body)
      let head = try await site.send(
        "HEAD", link, as: nil, at: "riverside.localhost", headers: [:], body: nil)
      #expect(head.status == 200 && head.headers["etag"] == tag && head.body.isEmpty)
      _ = try await site.booked(by: paul, 3)
      let third = try await site.get(link, headers: ["If-None-Match": tag])
      #expect(third.status == 200 && third.headers["etag"] != tag)
      #expect(self.lines(third).count { $0 == "BEGIN:VEVENT" } == 2)
    }
  }

  @Test("look the same to every link that opens nothing, whyever it does not")
  func nothing() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let link = try await link(site, as: paul)
      #expect(try await site.get(link).status == 200)
      let unknown = "/calendar/\(Token(from: .system).text).ics"
      var answers: [(String, TestAnswer)] = []
      for (path, host) in [
        (unknown, "riverside.localhost"), (link, "hilltop.localhost"), ("/calendar/x", "riverside.localhost"),
        (String(link.dropLast(4)), "riverside.localhost"), ("/calendar/x.ics", "riverside.localhost"),
        (link + ".ics", "riverside.localhost"),
      ] {
        answers.append((path, try await site.get(path, at: host)))
      }
      let action = try #require(
        try await site.get("/account/calendar", as: paul).body
          .firstMatch(of: /action="(\/account\/calendar\/[^"]+\/revocation)"/))
      let revoked = try await site.post(String(action.output.1), [], as: paul)
      #expect(revoked.status == 303 && revoked.location == "/account/calendar?done=revoked")
      answers.append(("revoked", try await site.get(link)))
      let dana = try await site.test.session(of: DemoCast.dana)
      let another = try await self.link(site, as: paul)
      let account = try #require(site.test.riverside.accounts[DemoCast.paul])
      let disabled = try await site.post("/admin/accounts/\(account)/disablement", [], as: dana)
      #expect(disabled.status == 303)
      answers.append(("disabled", try await site.get(another)))
      for (name, answer) in answers {
        #expect(answer.status == 404, "\(name)")
        #expect(answer.body == "There is no such calendar.\n", "\(name)")
        var headers = answer.headers
        headers["date"] = nil
        var expected = answers[0].1.headers
        expected["date"] = nil
        #expect(headers == expected, "\(name)")
      }
    }
  }

  @Test(
    "have a link that is shown in answer to its form, once, and to nobody who has to prove themselves first")
  func shownOnce() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      #expect(try await site.get("/account", as: paul).body.contains("No calendar program has a link"))
      let link = try await link(site, as: paul)
      let token = try #require(link.firstMatch(of: /\/calendar\/(.{43})\.ics/)).output.1
      let page = try await site.get("/account/calendar", as: paul)
      #expect(page.status == 200 && !page.body.contains(token))
      #expect(page.body.contains("Made Monday 2 March 2026"))
      #expect(try await site.get("/account", as: paul).body.contains("One calendar program has a link"))
      let action = try #require(
        page.body.firstMatch(of: /action="(\/account\/calendar\/[^"]+\/replacement)"/))
      let replaced = try await site.post(String(action.output.1), [], as: paul)
      #expect(replaced.status == 200 && replaced.body.contains("webcal://riverside.localhost:8080/calendar/"))
      #expect(try await site.get(link).status == 404)
      for _ in 0..<2 { _ = try await self.link(site, as: paul) }
      let full = try await site.post("/account/calendar", [], as: paul)
      #expect(full.status == 422 && full.body.contains("You have as many links as there can be"))
      site.test.clock.advance(by: 3600)
      let late = try await site.post("/account/calendar", [], as: paul)
      #expect(late.status == 303)
      #expect(late.location == "/account/confirm?next=%2Faccount%2Fcalendar")
    }
  }

  @Test("are not offered to who has none")
  func nobodys() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      #expect(!(try await site.get("/account", as: dana)).body.contains("/account/calendar"))
      #expect(try await site.get("/account/calendar", as: dana).status == 403)
      #expect(try await site.post("/account/calendar", [], as: dana).status == 403)
    }
  }

  @Test("speak their reader's language")
  func language() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.booked(by: paul)
      let link = try await link(site, as: paul)
      _ = try await site.post("/account/language", [("ownLanguage", "fr"), ("zone", "")], as: paul)
      #expect(lines(try await site.get(link)).contains("SUMMARY;LANGUAGE=fr:Rendez-vous à Riverside Clinic"))
    }
  }
}
