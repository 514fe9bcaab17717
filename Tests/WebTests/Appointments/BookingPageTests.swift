import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Booking in the browser")
struct BookingPageTests {
  @Test("of a time that somebody took offers three others, and keeps what was typed")
  func taken() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let offer = try await site.offer()
      _ = try await site.test.clinic.book(
        Booking(offer: try site.test.clinic.offer(offer, at: "riverside.localhost"), key: UUID(), reason: ""),
        by: try await site.test.newcomer(at: site.test.riverside, to: .booking))
      let refused = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "My knee & foot")],
        as: paul)
      #expect(refused.status == 409)
      #expect(refused.body.contains("My knee &amp; foot"))
      #expect(refused.body.matches(of: /type="radio" name="offer"/).count == 3)
    }
  }

  @Test("sent again by the same form leads to the same appointment")
  func again() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let fields = [("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", "")]
      let first = try await site.post("/appointments", fields, as: paul)
      let second = try await site.post("/appointments", fields, as: paul)
      #expect(first.status == 303 && second.status == 303)
      #expect(first.location == second.location)
    }
  }

  @Test("a reason of 500 characters is taken, one more is told at the field")
  func reason() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let offer = try await site.offer()
      let long = try await site.post(
        "/appointments",
        [("offer", offer), ("key", UUID().uuidString), ("reason", String(repeating: "x", count: 501))],
        as: paul)
      #expect(long.status == 422)
      #expect(long.body.contains("500 characters"))
      let full = try await site.post(
        "/appointments",
        [("offer", offer), ("key", UUID().uuidString), ("reason", String(repeating: "x", count: 500))],
        as: paul)
      #expect(full.status == 303)
    }
  }

  @Test("counts a line break of the reason as one character, as its author does")
  func lineBreaks() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let lines =
        Array(repeating: String(repeating: "x", count: 49), count: 10).joined(separator: "\r\n") + "y"
      #expect(lines.unicodeScalars.count == 509)
      let answer = try await site.post(
        "/appointments", [("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", lines)],
        as: paul)
      #expect(answer.status == 303)
      let page = try await site.get(try #require(answer.location), as: paul)
      #expect(page.body.contains("x\nx"))
    }
  }

  @Test("after the session has ended keeps time and reason, and books once the person is signed in again")
  func signedOut() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let fields = [
        ("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", "My knee & foot"),
      ]
      let late = try await site.post("/appointments", fields, as: Token(from: .system))
      #expect(late.status == 401)
      #expect(late.body.contains("My knee &amp; foot") && late.body.contains("signed out meanwhile"))
      let again = try await site.post("/appointments", fields, as: paul)
      #expect(again.status == 303)
    }
  }

  @Test("going back after booking says that the time is one's own, and offers no second one")
  func back() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let offer = try await site.offer()
      let fields = [("offer", offer), ("key", UUID().uuidString), ("reason", "")]
      let appointment = try #require(try await site.post("/appointments", fields, as: paul).location)
      let back = try await site.get("/appointments/new?offer=\(offer)", as: paul)
      #expect(back.body.contains("You have booked this time already"))
      #expect(back.body.contains("href=\"\(appointment)\"") && !back.body.contains("name=\"offer\""))
      let second = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "")], as: paul)
      #expect(second.status == 409 && second.body.contains("You have booked this time already"))
    }
  }

  @Test("after signing out in another tab keeps time and reason too")
  func signedOutElsewhere() async throws {
    try await TestSite.using { site in
      let answer = try await site.send(
        "POST", "/appointments", as: Token(from: .system), at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ],
        body: "offer=\(try await site.offer())&key=\(UUID().uuidString)&reason=My+knee&csrf=old")
      #expect(answer.status == 403)
      #expect(answer.body.contains("My knee") && answer.body.contains("signed out meanwhile"))
    }
  }

  @Test("for another price or with other rules than the page said is not booked, but shown as it is now")
  func changedTerms() async throws {
    let changes: [SQL] = [
      "UPDATE healthcare_service SET price_minor = price_minor + 100",
      "UPDATE healthcare_service SET cancellation_minutes = 90",
      "UPDATE healthcare_service SET needs_approval = true",
    ]
    for (number, change) in changes.enumerated() {
      try await TestSite.using { site in
        let paul = try await site.test.session(of: DemoCast.paul)
        let offer = try await site.offer()
        _ = try await site.test.database.asOwner(of: site.test.riverside.id.uuid, [change])
        let answer = try await site.post(
          "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "My knee")], as: paul)
        #expect(answer.status == 409, "\(number)")
        #expect(answer.body.contains("The conditions of this appointment have changed"))
        #expect(answer.body.contains("My knee"))
        // The same time is the first of those to choose, and is booked as it is now.
        let again = try #require(answer.body.firstMatch(of: /name="offer" value="([^"]+)" checked/)?.output.1)
        let booked = try await site.post(
          "/appointments", [("offer", String(again)), ("key", UUID().uuidString), ("reason", "My knee")],
          as: paul)
        #expect(booked.status == 303)
        let (first, second) = try (
          site.test.clinic.offer(offer, at: "riverside.localhost"),
          site.test.clinic.offer(String(again), at: "riverside.localhost")
        )
        #expect(first.slot.during == second.slot.during)
      }
    }
  }

  @Test("with a doctor who has left meanwhile is told to be gone, and what was booked can't be moved")
  func doctorGone() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let offer = try await site.offer()
      #expect(try await site.get(appointment, as: paul).body.contains("moving="))
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE practitioner SET active = false"])
      let answer = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "")], as: paul)
      #expect(answer.status == 409 && answer.body.contains("Somebody was quicker"))
      #expect(try await !site.get(appointment, as: paul).body.contains("moving="))
    }
  }

  @Test("offers nothing beyond eight weeks, and nothing that is taken, however old the address")
  func horizon() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let riverside = site.test.riverside
      let times = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])"
      let last = Day(utc: site.test.clock.now).adding(days: 56)
      for from in ["2090-01-02", "\(last)", "\(last.adding(days: 7))"] {
        let far = try await site.get("\(times)&from=\(from)")
        let days = try far.body.matches(of: TestSite.offers).map {
          Day(
            utc: try site.test.clinic.offer(String($0.output.1), at: "riverside.localhost").slot.during
              .lowerBound)
        }
        #expect(far.status == 200 && days.contains(last) && days.allSatisfy { $0 <= last }, "\(from)")
      }
      let free = try await site.get(times).body.matches(of: TestSite.offers).count
      _ = try await site.booked(by: paul)
      let old = try await site.get("\(times)&from=2025-01-01").body.matches(of: TestSite.offers).count
      #expect(old < free)
    }
  }

  @Test("asks a visitor to sign in")
  func visitor() async throws {
    try await TestSite.using { site in
      let offer = try await site.offer()
      let page = try await site.get("/appointments/new?offer=\(offer)")
      #expect(page.status == 200)
      #expect(page.body.contains("action=\"/holds\""))
      #expect(!page.body.contains("action=\"/appointments\""))
    }
  }
}
