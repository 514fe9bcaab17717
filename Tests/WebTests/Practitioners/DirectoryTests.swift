import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The directory")
struct DirectoryTests {
  @Test("shows twenty doctors a page; filters stay from page to page, and an address alone brings them back")
  func paging() async throws {
    try await TestSite.using { site in
      for number in 1...20 {
        _ = try await site.test.practitioner(named: "Ada Quill\(number)", at: site.test.riverside)
      }
      // With Amira they are 21.
      let first = try await site.get("/doctors?language=en")
      #expect(first.cards == 20)
      #expect(first.body.contains("/doctors?page=2&amp;language=en\""))
      let second = try await site.get("/doctors?page=2&language=en")
      #expect(second.cards == 1)
      #expect(second.body.contains("/doctors?page=1&amp;language=en\""))
      let quills = try await site.get("/doctors?q=quill&language=en&gender=female")
      #expect(quills.cards == 0, "their gender is not known")
      let exact = try await site.get("/doctors?q=quill&language=en")
      #expect(exact.cards == 20 && !exact.body.contains("page=2"))
      #expect(exact.body.contains("<option value=\"en\" selected>"))
      let past = try await site.get("/doctors?page=3&language=en")
      #expect(past.status == 303 && past.location == "/doctors?page=1&language=en")
    }
  }

  @Test("offers each doctor's next three times, and one press keeps the time")
  func cards() async throws {
    try await TestSite.using { site in
      let page = try await site.get("/doctors")
      let offers = page.body.matches(of: TestSite.offers).map { String($0.output.1) }
      #expect(offers.count == 3)
      let starts = try offers.map {
        try site.test.clinic.offer($0, at: "riverside.localhost").slot.during.lowerBound
      }
      // Monday, 8:30 in London; fifteen minutes each.
      #expect(starts == [5400, 6300, 7200].map { TestClinic.monday + $0 })
      #expect(page.body.contains("GP consultation") && page.body.contains("London time (GMT)"))
      #expect(page.body.contains("Mon 2 Mar"))
      let longer = try await site.get("/doctors?service=\(site.test.riverside.services[2])")
      let offer = try #require(longer.body.firstMatch(of: TestSite.offers)).output.1
      #expect(try site.test.clinic.offer(String(offer), at: "riverside.localhost").minutes == 45)
    }
  }

  @Test("takes one round trip while the hours stay as they are, and shows new ones at once")
  func changes() async throws {
    try await TestSite.using { site in
      func starts() async throws -> [Date] {
        try await site.get("/doctors").body.matches(of: TestSite.offers).map {
          try site.test.clinic.offer(String($0.output.1), at: "riverside.localhost").slot.during.lowerBound
        }
      }
      let first = try await starts()
      let before = site.test.clinic.roundTrips
      #expect(try await starts() == first)
      #expect(site.test.clinic.roundTrips - before == 1)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE availability SET opens = '09:00' WHERE opens < '09:00'"])
      #expect(try await starts().first == TestClinic.monday + 7200, "nine o'clock, not half past eight")
      #expect(try await starts().allSatisfy { !first.prefix(2).contains($0) })
    }
  }

  @Test("a look at it writes nothing")
  func looking() async throws {
    try await TestSite.using { site in
      for path in ["/doctors", "/doctors?q=hadad", "/times?service=\(site.test.riverside.services[0])"] {
        _ = try await site.get(path)
      }
      let written = try await site.test.database.asSuperuser(
        """
        SELECT FROM hold UNION ALL SELECT FROM occupancy UNION ALL SELECT FROM audit_event
        UNION ALL SELECT FROM session
        """)
      #expect(written.isEmpty)
    }
  }

  @Test("by the earliest time, those who have one on the last day stay and those a day later go")
  func earliest() async throws {
    try await TestSite.using { site in
      let test = site.test
      // From Monday: Thursday is three days away, Friday four, and so on.
      for (name, days) in [("Thora", 3), ("Freya", 4), ("Sven", 7), ("Tyr", 8), ("Max", 14), ("Mia", 15)] {
        let day = Day(utc: TestClinic.monday).adding(days: days)
        let room = try await test.room("Room of \(name)", at: test.riverside)
        _ = try await test.practitioner(
          named: "\(name) Quill", at: test.riverside,
          hours: [
            WeeklyHours(
              location: room, weekday: day.weekday, opens: try #require(TimeOfDay(hour: 9, minute: 0)),
              closes: try #require(TimeOfDay(hour: 10, minute: 0)), validFrom: day, validUntil: nil)
          ])
      }
      for (days, names) in [
        (3, ["Thora"]), (7, ["Freya", "Sven", "Thora"]), (14, ["Freya", "Max", "Sven", "Thora", "Tyr"]),
      ] {
        let page = try await site.get("/doctors?q=quill&earliest=\(days)")
        #expect(
          page.body.matches(of: /Dr ([A-Z][a-z]+) Quill<\/span><\/a>/).map { String($0.output.1) } == names)
        #expect(page.body.contains("\(names.count) doctor"))
      }
      // What is not among the choices is no choice.
      for value in ["", "0", "4", "15", "-3", "x"] {
        #expect(try await site.get("/doctors?q=quill&earliest=\(value)").cards == 6, "\(value)")
      }
    }
  }

  @Test("says of who has no time that there is none, and where else to go")
  func noTime() async throws {
    try await TestSite.using { site in
      _ = try await site.test.practitioner(named: "Nora Never", at: site.test.riverside)
      let page = try await site.get("/doctors?q=never")
      #expect(page.body.contains("No time in the next 8 weeks"))
      #expect(page.body.contains("href=\"tel:+442079460100\""))
      #expect(page.body.contains("Other doctors"))
    }
  }

  @Test("offers the next step where nobody is found")
  func nobody() async throws {
    try await TestSite.using { site in
      let page = try await site.get("/doctors?q=xyzzy")
      #expect(page.status == 200 && page.cards == 0)
      #expect(page.body.contains("No doctor matches your search"))
      #expect(page.body.contains("href=\"/doctors\"") && page.body.contains("href=\"tel:+442079460100\""))
    }
  }

  @Test("a time that is kept for another browser is not offered")
  func kept() async throws {
    try await TestSite.using { site in
      let before = try await site.get("/doctors").body.matches(of: TestSite.offers).map {
        String($0.output.1)
      }
      _ = try await site.post("/holds", [("offer", before[0])], as: Token(from: .system))
      let after = try await site.get("/doctors").body.matches(of: TestSite.offers)
      let starts = try after.map {
        try site.test.clinic.offer(String($0.output.1), at: "riverside.localhost").slot.during.lowerBound
      }
      #expect(starts == [6300, 7200, 8100].map { TestClinic.monday + $0 })
    }
  }
}

extension TestAnswer {
  /// How many doctors it shows.
  var cards: Int { body.matches(of: /<li class="card doctor-card">/).count }
}
