import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The waiting list in the browser")
struct WaitlistPageTests {
  @Test("takes a wish, shows the time that is kept for it, and books it by one press")
  func wish() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let waiting = try await site.test.newcomerSession(at: site.test.riverside)
      let key = UUID().uuidString.lowercased()
      let fields = [
        ("key", key), ("service", "\(site.test.riverside.services[0])"), ("practitioner", ""),
        ("weekday", "2"),
        ("weekday", "3"), ("from", "08:00"), ("until", "18:00"), ("last", "2026-03-31"),
      ]
      for _ in 0..<2 {
        let wished = try await site.post("/waitlist", fields, as: waiting)
        #expect(wished.status == 303 && wished.location == "/waitlist?saved=1")
      }
      let list = try await site.get("/waitlist?saved=1", as: waiting)
      #expect(
        list.body.contains("You are on the list") && list.body.contains("Tuesday, Wednesday, 08:00 to 18:00"))
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE appointment SET cancellation_minutes = 0"])
      _ = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      try await site.test.clinic.doWhatIsDue()
      let kept = try await site.get("/waitlist", as: waiting)
      let offer = String(try #require(kept.body.firstMatch(of: /\/waitlist\/offers\/[0-9a-f-]{36}/)?.output))
      let before = site.test.clinic.roundTrips
      let page = try await site.get(offer, as: waiting)
      #expect(page.status == 200 && page.body.contains("Book this time") && page.body.contains("£"))
      #expect(page.body.contains("15 minutes") && page.body.contains("Room 1"))
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(try await site.get(offer, as: paul).status == 404)
      // Where the doctor has to agree it is asked for.
      for needsApproval in [true, false] {
        _ = try await site.test.database.asOwner(
          of: site.test.riverside.id.uuid,
          ["UPDATE healthcare_service SET needs_approval = \(needsApproval)"])
        let asking = try await site.get(offer, as: waiting).body
        #expect(asking.contains("Ask for this time") == needsApproval)
        #expect(asking.contains("The doctor has to say yes first") == needsApproval)
      }
      let booked = try await site.post("\(offer)/acceptance", [], as: waiting)
      #expect(booked.status == 303 && booked.location?.hasPrefix("/appointments/") == true)
      #expect(try await site.post("\(offer)/acceptance", [], as: waiting).location == booked.location)
      let ben = try await site.test.session(of: DemoCast.ben)
      let tasks = try await site.get("/wishes", as: ben)
      #expect(
        tasks.body.contains(
          "Times that became free again in the last thirty days: 1. Filled: 1, which is 100 %."))
    }
  }

  @Test("takes a wish for a specialty alone; the front desk sees who waits, and patients see nobody")
  func specialty() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let page = try await site.get("/waitlist", as: paul)
      let select = try #require(page.body.split(separator: "name=\"specialty\"", maxSplits: 1).last)
      let specialty = try #require(select.firstMatch(of: /value="([0-9a-f-]{36})"/)?.output.1)
      let fields = [
        ("key", UUID().uuidString.lowercased()), ("specialty", String(specialty)), ("service", ""),
        ("practitioner", ""), ("from", ""), ("until", ""), ("last", "2026-03-31"),
      ]
      #expect(try await site.post("/waitlist", fields, as: paul).status == 303)
      #expect(try await site.get("/waitlist", as: paul).body.contains("Any doctor"))
      let ben = try await site.test.session(of: DemoCast.ben)
      let wishes = try await site.get("/wishes", as: ben)
      #expect(wishes.body.contains("Paul Fletcher"))
      #expect(try await site.get("/wishes", as: paul).status == 403)
      let nothing = [("key", UUID().uuidString.lowercased()), ("last", "2026-03-31")]
      let refused = try await site.post("/waitlist", nothing, as: paul)
      #expect(refused.status == 422 && refused.body.contains("choose a specialty, a service or a doctor"))
    }
  }

  @Test("says at each field what is wrong with a wish, and keeps the rest")
  func problems() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let fields = [
        ("key", UUID().uuidString.lowercased()), ("service", "x"), ("from", "12:00"), ("until", "11:00"),
        ("last", ""),
      ]
      let refused = try await site.post("/waitlist", fields, as: paul)
      #expect(refused.status == 422)
      #expect(refused.body.contains("Please choose") && refused.body.contains("Please enter a date"))
      #expect(refused.body.contains("value=\"12:00\""))
    }
  }
}
