import CivilTime
import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Requests in the browser of staff")
struct RequestTests {
  /// A request of Paul's: its id.
  private func request(_ site: TestSite) async throws -> String {
    let booked = try await site.booked(by: try await site.test.session(of: DemoCast.paul))
    let id = try #require(booked.split(separator: "/").last)
    _ = try await site.test.database.asOwner(
      of: site.test.riverside.id.uuid, ["UPDATE appointment SET status = 'pending'"])
    return String(id)
  }

  @Test("the doctor proposes another time with one press, and the patient sees the request, never a booking")
  func doctor() async throws {
    try await TestSite.using { site in
      let (amira, paul) = (
        try await site.test.session(of: DemoCast.amira), try await site.test.session(of: DemoCast.paul)
      )
      let id = try await request(site)
      let page = "/requests/\(id)/proposal?service=\(site.test.riverside.services[0])"
      let schedule = try await site.get("/schedule", as: amira)
      #expect(schedule.body.contains("href=\"\(page)\"") && schedule.body.contains("Requested"))
      let before = site.test.clinic.roundTrips
      let times = try await site.get(page, as: amira)
      #expect(times.status == 200 && site.test.clinic.roundTrips - before == 1)
      let offer = String(try #require(times.body.matches(of: TestSite.offers).last).output.1)
      let fields = [("offer", offer), ("sequence", "0"), ("service", "\(site.test.riverside.services[0])")]
      let done = try await site.post("/requests/\(id)/proposal", fields, as: amira)
      #expect(done.status == 303 && done.location == "/schedule")
      let after = try await site.get("/schedule", as: amira)
      #expect(after.body.contains("Proposed instead:") && !after.body.contains("href=\"\(page)\""))
      #expect(try await site.get(page, as: amira).location == "/schedule")
      for path in ["/dashboard", "/appointments/\(id)"] {
        let seen = try await site.get(path, as: paul)
        #expect(seen.body.contains("Requested") || seen.body.contains("Your request is with the doctor"))
        #expect(!seen.body.saysConfirmed)
      }
    }
  }

  @Test("the front desk answers for any doctor, and is told when another was quicker")
  func desk() async throws {
    try await TestSite.using { site in
      let (ben, amira) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.amira)
      )
      let id = try await request(site)
      #expect(try await site.get("/desk", as: ben).body.contains("Requests: 1"))
      let list = try await site.get("/desk/requests", as: ben)
      #expect(list.body.contains("Paul Fletcher") && list.body.contains("/desk/visits/\(id)/approval"))
      #expect(
        try await site.post("/appointments/\(id)/refusal", [("sequence", "0")], as: amira).status == 303)
      let late = try await site.post("/desk/visits/\(id)/approval", [("sequence", "0")], as: ben)
      #expect(late.status == 409 && late.body.contains("Cancelled"))
      #expect(try await site.get("/desk/requests", as: ben).body.contains("No request waits"))
    }
  }

  @Test("what a visit needs on paper is missing at the desk and on the doctor's day until it is there")
  func papers() async throws {
    try await TestSite.using { site in
      let (ben, amira) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.amira)
      )
      let booked = try await site.booked(by: try await site.test.session(of: DemoCast.paul))
      let id = try #require(booked.split(separator: "/").last)
      let paper = UUID()
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        [
          """
          INSERT INTO service_paper (id, service_id, kind, name)
          VALUES (\(paper), \(site.test.riverside.services[0].uuid), 'consent', 'Consent to it')
          """
        ])
      let day = try await site.test.clinic.zone(of: site.test.visitor(DemoCast.ben, to: .frontDesk))
        .local(site.test.clock.now).day.adding(days: 1)
      #expect(try await site.get("/schedule?day=\(day)", as: amira).body.contains("Consent to it"))
      let action = "/desk/visits/\(id)/papers/\(paper.uuidString.lowercased())"
      #expect(try await site.get("/desk/visits/\(id)", as: ben).body.contains("action=\"\(action)\""))
      #expect(try await site.post(action, [], as: ben).location == "/desk/visits/\(id)")
      #expect(try await !site.get("/desk/visits/\(id)", as: ben).body.contains("Consent to it"))
      #expect(try await !site.get("/schedule?day=\(day)", as: amira).body.contains("Consent to it"))
    }
  }
}

extension String {
  fileprivate var saysConfirmed: Bool { lowercased().contains("confirmed") }
}
