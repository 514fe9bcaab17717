import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Booking for a child in the browser")
struct ChildBookingTests {
  @Test("asks whom it is for, the patient first, and only who has children")
  func asks() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let review = "/appointments/new?offer=\(try await site.offer())"
      #expect(try await !site.get(review, as: paul).body.contains("Who is it for?"))
      let leo = UUID()
      _ = try await site.post("/account/children", TestSite.leo(leo), as: paul)
      let before = site.test.clinic.roundTrips
      let page = try await site.get(review, as: paul)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(page.body.contains("Who is it for?"))
      let choices = page.body.matches(of: /type="radio" name="patient" value="([^"]*)"( checked)?/)
      #expect(choices.map { String($0.output.1) } == ["", leo.uuidString.lowercased()])
      #expect(choices.map { $0.output.2 != nil } == [true, false])
      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      #expect(try await !site.get(review, as: stranger).body.contains("Léo"))
    }
  }

  @Test("names the child in the list and on its page, for the parent alone")
  func named() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let leo = UUID()
      _ = try await site.post("/account/children", TestSite.leo(leo), as: paul)
      let before = site.test.clinic.roundTrips
      let fields = [
        ("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", ""),
        ("patient", leo.uuidString.lowercased()),
      ]
      let booked = try await site.post("/appointments", fields, as: paul)
      #expect(booked.status == 303)
      #expect(site.test.clinic.roundTrips - before == 2)
      let appointment = try #require(booked.location)
      #expect(try await site.get("/dashboard", as: paul).body.contains("For Léo Fletcher"))
      let page = try await site.get(appointment, as: paul)
      #expect(page.body.contains("Léo Fletcher") && page.body.contains("Booked for"))

      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      let nowhere = "/appointments/\(UUID().uuidString.lowercased())"
      for (path, unknown) in [
        (appointment, nowhere), ("\(appointment)/cancellation", "\(nowhere)/cancellation"),
      ] {
        let (first, second) = (
          try await site.get(path, as: stranger), try await site.get(unknown, as: stranger)
        )
        #expect(first.status == 404)
        #expect(
          first.body.replacing(path, with: "").replacing(path.percentEncoded, with: "")
            == second.body.replacing(unknown, with: "").replacing(unknown.percentEncoded, with: ""))
      }
      #expect(try await !site.get("/dashboard", as: stranger).body.contains("Léo"))
    }
  }

  @Test("keeps the choice on a page that is shown again, and refuses a choice that is nobody's")
  func kept() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let leo = UUID().uuidString.lowercased()
      _ = try await site.post(
        "/account/children", TestSite.leo(try #require(UUID(uuidString: leo))), as: paul)
      let offer = try await site.offer()
      let long = String(repeating: "x", count: 501)
      let refused = try await site.post(
        "/appointments",
        [("offer", offer), ("key", UUID().uuidString), ("reason", long), ("patient", leo)], as: paul)
      #expect(refused.status == 422)
      #expect(refused.body.contains("name=\"patient\" value=\"\(leo)\" checked"))
      let nobody = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", ""), ("patient", "x")],
        as: paul)
      #expect(nobody.status == 422 && nobody.body.contains("id=\"patient-problem\""))
      let unknown = try await site.post(
        "/appointments",
        [
          ("offer", offer), ("key", UUID().uuidString), ("reason", ""),
          ("patient", UUID().uuidString.lowercased()),
        ], as: paul)
      #expect(unknown.status == 404)
      #expect(try await site.count("appointment") == 0)
    }
  }
}
