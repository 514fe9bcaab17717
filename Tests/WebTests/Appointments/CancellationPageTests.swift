import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Cancelling in the browser")
struct CancellationPageTests {
  @Test("is a link and a button, leaves the appointment in the list, marked, and tells its history")
  func twoClicks() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let page = try await site.get(appointment, as: paul)
      #expect(page.body.contains("href=\"\(appointment)/cancellation\""))
      let confirm = try await site.get("\(appointment)/cancellation", as: paul)
      #expect(confirm.body.contains("action=\"\(appointment)/cancellation\""))
      let done = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      #expect(done.status == 303 && done.location == appointment)
      let after = try await site.get(appointment, as: paul)
      #expect(after.body.contains("This appointment is cancelled"))
      #expect(after.body.contains("Cancelled, by you") && after.body.contains("Booked for"))
      #expect(!after.body.contains("/cancellation\""))
      let list = try await site.get("/dashboard", as: paul)
      #expect(list.body.contains(appointment) && list.body.contains("Cancelled"))
      #expect(list.body.contains("You have no appointment ahead"))
    }
  }

  @Test("again by the same form, by going back, or by the letter's link says cancelled, and writes nothing")
  func again() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      for _ in 0..<3 {
        let done = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
        #expect(done.status == 303 && done.location == appointment)
      }
      let back = try await site.get("\(appointment)/cancellation", as: paul)
      #expect(back.status == 303 && back.location == appointment)
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-cancelled'") == 1)
      #expect(try await site.count("appointment_history WHERE act = 'cancel'") == 1)
    }
  }

  @Test("past the deadline is refused with the clinic's number, on every page and by the form")
  func tooLate() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE appointment SET cancellation_minutes = 43200"])
      let page = try await site.get(appointment, as: paul)
      #expect(page.body.contains("could be moved or cancelled online until"))
      #expect(!page.body.contains("href=\"\(appointment)/cancellation\""))
      let confirm = try await site.get("\(appointment)/cancellation", as: paul)
      #expect(confirm.body.contains("It is too late") && !confirm.body.contains("name=\"sequence\""))
      let refused = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      #expect(refused.status == 409 && refused.body.contains("It is too late"))
      for answer in [page, confirm, refused] {
        #expect(answer.body.split(separator: "<footer")[0].contains("href=\"tel:"))
      }
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-cancelled'") == 0)
    }
  }

  @Test("of what was changed since shows it as it is now, and asks once more")
  func changed() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE appointment SET sequence = 4"])
      let refused = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      #expect(refused.status == 409 && refused.body.contains("has changed since you looked"))
      #expect(refused.body.contains("name=\"sequence\" value=\"4\""))
    }
  }

  @Test("of another account's appointment answers as of one that there is not")
  func others() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      let nowhere = "/appointments/\(UUID().uuidString.lowercased())"
      for path in [appointment, nowhere] {
        #expect(try await site.get(path, as: stranger).status == 404)
        #expect(try await site.get("\(path)/cancellation", as: stranger).status == 404)
        let posted = try await site.post("\(path)/cancellation", [("sequence", "0")], as: stranger)
        #expect(posted.status == 404)
      }
      #expect(try await site.count("appointment WHERE status = 'booked'") == 1)
    }
  }

  @Test("sent after the session has ended leads through signing in back to its page")
  func signedOut() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let late = try await site.post(
        "\(appointment)/cancellation", [("sequence", "0")], as: Token(from: .system))
      #expect(late.status == 303)
      #expect(late.location == "/sign-in?next=\("\(appointment)/cancellation".percentEncoded)")
      #expect(try await site.count("appointment WHERE status = 'booked'") == 1)
    }
  }
}

extension TestSite {
  /// Rows of Riverside's.
  func count(_ table: String) async throws -> Int {
    try await test.database.asOwner(
      of: test.riverside.id.uuid, ["SELECT count(*) FROM \(unsafe: table)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }
}
