import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A request in the browser")
struct RequestPageTests {
  /// Of Paul's, waiting for Amira.
  private func requested(_ site: TestSite) async throws -> (appointment: String, paul: Token, amira: Token) {
    let paul = try await site.test.session(of: DemoCast.paul)
    let appointment = try await site.booked(by: paul)
    _ = try await site.test.database.asOwner(
      of: site.test.riverside.id.uuid, ["UPDATE appointment SET status = 'pending'"])
    return (appointment, paul, try await site.test.session(of: DemoCast.amira))
  }

  @Test("stands on every day of the doctor's, with two buttons, and is booked by one of them")
  func accepted() async throws {
    try await TestSite.using { site in
      let (appointment, paul, amira) = try await requested(site)
      #expect(try await site.get(appointment, as: paul).body.contains("Your request is with the doctor"))
      let day = try await site.get("/schedule?day=2026-04-01", as: amira)
      #expect(day.body.contains("Waiting for your answer"))
      #expect(day.body.contains("action=\"\(appointment)/approval\""))
      #expect(day.body.contains("action=\"\(appointment)/refusal\""))
      let done = try await site.post(
        "\(appointment)/approval", [("sequence", "0"), ("day", "2026-04-01")], as: amira)
      #expect(done.status == 303 && done.location == "/schedule?day=2026-04-01")
      let after = try await site.get("/schedule?day=2026-04-01", as: amira)
      #expect(!after.body.contains("Waiting for your answer"))
      let page = try await site.get(appointment, as: paul)
      #expect(page.body.contains("You’re booked") && page.body.contains("Confirmed, by the clinic"))
    }
  }

  @Test("declined is cancelled; what is pressed after that is refused with words on the doctor's day")
  func declined() async throws {
    try await TestSite.using { site in
      let (appointment, paul, amira) = try await requested(site)
      let done = try await site.post("\(appointment)/refusal", [("sequence", "0")], as: amira)
      #expect(done.status == 303)
      #expect(try await site.get(appointment, as: paul).body.contains("Declined, by the clinic"))
      for noun in ["approval", "arrival", "fulfilment", "absence"] {
        let refused = try await site.post("\(appointment)/\(noun)", [("sequence", "1")], as: amira)
        #expect(refused.status == 409, "\(noun)")
        #expect(refused.body.contains("That can no longer be done to this appointment"), "\(noun)")
      }
    }
  }

  @Test("is answered by its doctor alone: another's schedule is unknown, and patients have none")
  func others() async throws {
    try await TestSite.using { site in
      let (appointment, paul, _) = try await requested(site)
      let chloe = try await site.test.session(of: DemoCast.chloe)
      for noun in ["approval", "refusal", "arrival", "fulfilment", "absence"] {
        let path = "\(appointment)/\(noun)"
        #expect(try await site.post(path, [("sequence", "0")], as: paul).status == 403)
        let foreign = try await site.post(path, [("sequence", "0")], as: chloe, at: "hilltop.localhost")
        #expect(foreign.status == 404)
      }
      #expect(try await site.count("appointment WHERE status = 'pending'") == 1)
    }
  }
}
