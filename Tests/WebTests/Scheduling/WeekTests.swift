import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A week of times")
struct WeekTests {
  @Test("says of each day without a time why, and jumps over weeks without any")
  func emptiness() async throws {
    // Wednesday 18 March 2026.
    try await TestSite.using { site in
      site.test.clock.set(TestClinic.monday + 16 * 86_400)
      let riverside = site.test.riverside
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid,
        [
          "UPDATE healthcare_service SET notice_minutes = 2880 WHERE id = \(riverside.services[0].uuid)",
          "INSERT INTO holiday (day, name) VALUES ('2026-03-21', 'Equinox')",
          "UPDATE availability SET valid_until = NULL",
          """
          INSERT INTO absence (id, practitioner_id, first_day, last_day)
          SELECT gen_random_uuid(), id, '2026-03-23', '2026-04-05' FROM practitioner
          """,
        ])
      let week = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"
      let page = try await site.get(week)
      #expect(
        page.days == [
          "2026-03-16": "Past", "2026-03-17": "Past", "2026-03-18": "No time left",
          "2026-03-19": "No time left",
          "2026-03-20": "", "2026-03-21": "Closed: Equinox", "2026-03-22": "Closed",
        ])
      #expect(!page.body.contains("Previous week") && page.body.contains("Next week"))
      let away = try await site.get(week + "&from=2026-03-25")
      #expect(Set(away.days.values) == ["Closed"])
      #expect(away.body.contains("Next available: Monday 6 April 2026, 08:30"))
      #expect(away.body.contains("\(week)&from=2026-04-06".replacing("&", with: "&amp;")))
      #expect(away.body.contains("Previous week") && away.body.contains("href=\"tel:"))
      // A week that is over is this one; one beyond the horizon is the last.
      #expect(try await site.get(week + "&from=2025-01-01").days == page.days)
      let last = try await site.get(week + "&from=2999-01-01")
      #expect(!last.body.contains("Next week"))
      #expect(last.days["2026-05-13"] == "" && last.days["2026-05-14"] == "Not open for booking yet")
    }
  }

  @Test("without a day, begins with the first week that has a time; without any at all, says where to go")
  func first() async throws {
    try await TestSite.using { site in
      let riverside = site.test.riverside
      let week = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid, ["UPDATE availability SET valid_from = '2026-03-18'"])
      #expect(try await site.get(week).days["2026-03-16"] == "Closed")
      #expect(try await site.get(week).days["2026-03-18"] == "")
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid, ["UPDATE availability SET valid_from = '2030-01-01', valid_until = NULL"])
      let none = try await site.get(week)
      #expect(none.status == 200 && none.body.contains("There is no free time in the coming weeks"))
      #expect(none.body.contains("/times?service=\(riverside.services[0])\""))
      #expect(none.body.contains("/doctors?service=\(riverside.services[0])\""))
    }
  }

  @Test("what is over today counts for the most visits of the day")
  func mostPerDay() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let paths = ["/doctors", "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"]
      func firstDay(_ path: String) async throws -> Day {
        let offer = try #require(try await site.get(path).body.firstMatch(of: TestSite.offers)).output.1
        return Day(
          utc: try site.test.clinic.offer(String(offer), at: "riverside.localhost").slot.during.lowerBound)
      }
      _ = try await site.booked(by: paul)
      // Tomorrow at ten, an hour and a half after the visit began.
      site.test.clock.advance(by: 86_400 + 3 * 3600)
      let today = Day(utc: site.test.clock.now)
      for path in paths { #expect(try await firstDay(path) == today) }
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid, ["UPDATE healthcare_service SET most_per_day = 1"])
      for path in paths { #expect(try await firstDay(path) == today.adding(days: 1)) }
    }
  }

  @Test("an hour that the clocks show twice is told apart")
  func clocks() async throws {
    try await TestSite.using { site in
      // Saturday 24 October 2026, noon.
      site.test.clock.set(Date(timeIntervalSince1970: 1_792_843_200))
      let riverside = site.test.riverside
      let day = try #require(Day(iso: "2026-10-25"))
      let doctor = try await site.test.practitioner(
        named: "Nell Night", at: riverside,
        hours: [
          WeeklyHours(
            location: riverside.room, weekday: .sunday, opens: try #require(TimeOfDay(hour: 1, minute: 0)),
            closes: try #require(TimeOfDay(hour: 2, minute: 0)), validFrom: day, validUntil: day)
        ])
      let page = try await site.get("/doctors/\(doctor)/times?service=\(riverside.services[0])")
      let times = page.body.matches(of: /class="time-at">([^<]+)</).map { String($0.output.1) }
      #expect(
        times == [
          "01:00 BST", "01:15 BST", "01:30 BST", "01:45 BST", "01:00 GMT", "01:15 GMT", "01:30 GMT",
          "01:45 GMT",
        ])
      #expect(page.body.contains("London time (BST, GMT)"))
    }
  }

  @Test("each time stands beside the visitor's own, where their clock is another")
  func ownZone() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let week = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"
      #expect(try await !site.get(week, as: paul).body.contains("your time"))
      for (zone, time, name) in [
        ("Europe/Paris", "09:30 your time", "Paris time (CET)"),
        ("Asia/Tokyo", "17:30 your time", "Tokyo time (JST)"),
        ("Pacific/Auckland", "21:30 your time", "Auckland time (NZDT)"),
        ("America/Los_Angeles", "00:30 your time", "Los Angeles time (PST"),
      ] {
        _ = try await site.test.database.asOwner(
          of: riverside.id.uuid, ["UPDATE account SET time_zone = \(zone) WHERE role = 'patient'"])
        let page = try await site.get(week, as: paul)
        #expect(page.body.contains(time) && page.body.contains(name), "\(zone)")
        #expect(try await site.get("/doctors", as: paul).body.contains(time), "\(zone)")
      }
      // Of nobody who is not signed in, and of no zone with the same time.
      #expect(try await !site.get(week).body.contains("your time"))
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid, ["UPDATE account SET time_zone = 'Europe/Lisbon'"])
      #expect(try await !site.get(week, as: paul).body.contains("your time"))
    }
  }

  @Test("a first visit has its own times where it is longer; whoever has been there is not asked")
  func firstVisit() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let week = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"
      #expect(try await !site.get(week).body.contains("My first visit"))
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid,
        ["UPDATE healthcare_service SET first_visit_minutes = 60 WHERE id = \(riverside.services[0].uuid)"])
      func minutes(_ path: String, as token: Token? = nil) async throws -> Int {
        let offer = try #require(try await site.get(path, as: token).body.firstMatch(of: TestSite.offers))
          .output.1
        return try site.test.clinic.offer(String(offer), at: "riverside.localhost").minutes
      }
      #expect(try await site.get(week).body.contains("visit=return"))
      #expect(try await minutes(week) == 60)
      #expect(try await minutes(week, as: paul) == 60)
      #expect(try await minutes(week + "&visit=first") == 60)
      #expect(try await minutes(week + "&visit=return") == 15)
      #expect(try await minutes(week + "&visit=x") == 60)
      #expect(try await minutes("/doctors") == 60)
      _ = try await site.booked(by: paul)
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid,
        ["UPDATE appointment SET status = 'arrived'", "UPDATE appointment SET status = 'fulfilled'"])
      #expect(try await minutes(week, as: paul) == 15)
      #expect(try await minutes("/doctors", as: paul) == 15)
      #expect(try await minutes(week) == 60)
    }
  }

  @Test("with any doctor, each time stands once, with who has it")
  func anyDoctor() async throws {
    try await TestSite.using { site in
      let riverside = site.test.riverside
      let monday = Day(utc: TestClinic.monday)
      let room = try await site.test.room("Another room", at: riverside)
      _ = try await site.test.practitioner(
        named: "Otto Early", at: riverside,
        hours: [
          WeeklyHours(
            location: room, weekday: .monday, opens: try #require(TimeOfDay(hour: 8, minute: 15)),
            closes: try #require(TimeOfDay(hour: 9, minute: 0)), validFrom: monday, validUntil: nil)
        ])
      let page = try await site.get("/times?service=\(riverside.services[0])")
      let offers = try page.body.matches(of: TestSite.offers).map {
        try site.test.clinic.offer(String($0.output.1), at: "riverside.localhost")
      }
      let starts = offers.map(\.slot.during.lowerBound)
      #expect(starts == starts.sorted() && Set(starts).count == starts.count)
      // 8:15 is Otto's alone; at 8:30 it is she who has more times left.
      #expect(offers[0].practitioner != riverside.doctor && offers[1].practitioner == riverside.doctor)
      #expect(page.body.contains("<span dir=\"auto\">Dr Otto Early</span>"))
      #expect(try await site.get("/times").status == 404)
      #expect(try await site.get("/times?service=\(UUID())").status == 404)
    }
  }

  @Test("the name of each button has the time, the day and the doctor")
  func names() async throws {
    try await TestSite.using { site in
      let riverside = site.test.riverside
      for path in ["/doctors/\(riverside.doctor)/times", "/times"] {
        let page = try await site.get("\(path)?service=\(riverside.services[0])")
        let button = try #require(page.body.firstMatch(of: /(?s)<button class="time.*?<\/button>/)).output
        let name = button.replacing(/<[^>]+>/, with: "").replacing(/\s+/, with: " ")
        #expect(name.hasPrefix("08:30"))
        #expect(name.contains("Monday 2 March") && name.contains("Dr Amira Haddad"), "\(name)")
      }
    }
  }
}

extension TestAnswer {
  /// Why each day of a week has no time, by its date; empty where it has.
  var days: [String: String] {
    let days = body.matches(
      of: /(?s)<li class="day[^"]*">.*?<time datetime="([0-9-]+)">(.*?)<\/li>\s*(?=<li class="day|<\/ol>)/)
    return Dictionary(
      days.map { day in
        let why = day.output.2.matches(of: /<p class="soft small">([^<]+)<\/p>/).map { String($0.output.1) }
        return (String(day.output.1), why.count > 1 ? why[1] : "")
      }
    ) { first, _ in first }
  }
}
