import Clinic
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Web

@Suite("Booking in the browser")
struct BookingPageTests {
  @Test("of a time that somebody took offers three others, and keeps what was typed")
  func taken() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let offer = try await site.offer()
      let booked = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "first")], as: paul)
      #expect(booked.status == 303)
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

  @Test("asks a visitor to sign in, and brings them back to the chosen time")
  func visitor() async throws {
    try await TestSite.using { site in
      let offer = try await site.offer()
      let page = try await site.get("/appointments/new?offer=\(offer)")
      #expect(page.status == 200)
      #expect(page.body.contains("/sign-in?next=%2Fappointments%2Fnew%3Foffer%3D"))
      #expect(!page.body.contains("action=\"/appointments\""))
    }
  }
}
