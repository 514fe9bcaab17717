import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A follow-up")
struct FollowUpTests {
  /// Paul is with Amira.
  private func visit(_ site: TestSite) async throws -> (path: String, amira: Token, paul: Token) {
    let paul = try await site.test.session(of: DemoCast.paul)
    let path = try await site.booked(by: paul)
    _ = try await site.test.database.asOwner(
      of: site.test.riverside.id.uuid,
      ["UPDATE appointment SET status = 'arrived', arrived_at = now(), started_at = now()"])
    return (path, try await site.test.session(of: DemoCast.amira), paul)
  }

  private func offer(_ site: TestSite, _ path: String, _ amira: Token, _ index: Int = 4) async throws
    -> String
  {
    let page = try await site.get("\(path)/follow-up", as: amira)
    #expect(page.status == 200)
    return String(try #require(page.body.matches(of: TestSite.offers).dropFirst(index).first).output.1)
  }

  @Test("is booked from the visit for its patient, once however often it is sent, and the patient is told")
  func books() async throws {
    try await TestSite.using { site in
      let (path, amira, paul) = try await visit(site)
      let times = try await site.get("\(path)/follow-up", as: amira)
      #expect(times.body.contains("A follow-up for Paul Fletcher"))
      #expect(times.body.contains("action=\"\(path)/follow-up/new\""))
      let text = try await offer(site, path, amira)
      let page = try await site.get("\(path)/follow-up/new?offer=\(text)", as: amira)
      #expect(page.status == 200 && page.body.contains("Book for Paul Fletcher"))
      let key = try #require(page.body.firstMatch(of: /name="key" value="([^"]+)"/)).output.1
      let letters = try await site.count(
        "outbox_message WHERE kind = 'appointment-booked' AND recipient LIKE 'paul@%'")
      let fields = [("offer", text), ("key", String(key)), ("reason", "Stitches")]
      let before = site.test.clinic.roundTrips
      let booked = try await site.post("\(path)/follow-up", fields, as: amira)
      #expect(booked.status == 303 && booked.location?.hasPrefix("/schedule?day=2026-03-0") == true)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(try await site.post("\(path)/follow-up", fields, as: amira).status == 303)
      #expect(
        try await site.count(
          "appointment WHERE reason = 'Stitches' AND status = 'booked' AND patient_id = '\(site.test.riverside.patient)'"
        )
          == 1)
      #expect(
        try await site.count("outbox_message WHERE kind = 'appointment-booked' AND recipient LIKE 'paul@%'")
          == letters + 1)
      #expect(try await site.count("outbox_message WHERE recipient LIKE 'amira@%'") == 0)
      #expect(
        try await site.get("/dashboard", as: paul).body.components(separatedBy: "class=\"appointment\"").count
          > 1)
    }
  }

  @Test("of a service that needs approval has it: the doctor asks nobody but themselves")
  func approved() async throws {
    try await TestSite.using { site in
      let (path, amira, _) = try await visit(site)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE healthcare_service SET needs_approval = true"])
      let fields = [
        ("offer", try await offer(site, path, amira)), ("key", UUID().uuidString), ("reason", ""),
      ]
      #expect(try await site.post("\(path)/follow-up", fields, as: amira).status == 303)
      #expect(try await site.count("appointment WHERE status = 'booked'") == 1)
    }
  }

  @Test("that somebody else has taken says so, with other times, and what is wrong with the form is said")
  func refused() async throws {
    try await TestSite.using { site in
      let (path, amira, _) = try await visit(site)
      let text = try await offer(site, path, amira)
      let long = [
        ("offer", text), ("key", UUID().uuidString), ("reason", String(repeating: "x", count: 501)),
      ]
      #expect(try await site.post("\(path)/follow-up", long, as: amira).status == 422)
      let quick = try await site.test.newcomerSession(at: site.test.riverside)
      let fields = [("offer", text), ("key", UUID().uuidString), ("reason", "")]
      #expect(try await site.post("/appointments", fields, as: quick).status == 303)
      let refused = try await site.post(
        "\(path)/follow-up", [("offer", text), ("key", UUID().uuidString), ("reason", "")], as: amira)
      #expect(refused.status == 409)
      #expect(
        refused.body.contains("Nothing was booked") && refused.body.contains("\(path)/follow-up/new?offer="))
    }
  }

  @Test("is of one's own visits alone: nobody else's patient is booked for")
  func others() async throws {
    try await TestSite.using { site in
      let (path, amira, paul) = try await visit(site)
      let text = try await offer(site, path, amira)
      let other = try await site.test.practitioner(named: "Other Doctor", at: site.test.riverside)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE appointment SET practitioner_id = \(other.uuid)"])
      let fields = [("offer", text), ("key", UUID().uuidString), ("reason", "")]
      #expect(try await site.get("\(path)/follow-up", as: amira).status == 404)
      #expect(try await site.get("\(path)/follow-up/new?offer=\(text)", as: amira).status == 404)
      #expect(try await site.post("\(path)/follow-up", fields, as: amira).status == 404)
      #expect(try await site.post("\(path)/follow-up", fields, as: paul).status == 403)
      let chloe = try await site.test.session(of: DemoCast.chloe)
      #expect(try await site.get("\(path)/follow-up", as: chloe, at: "hilltop.localhost").status == 404)
      #expect(try await site.count("appointment") == 1)
    }
  }
}
