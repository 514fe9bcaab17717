import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("Moving in the browser")
struct MovePageTests {
  /// Where the buttons of the times' page lead, for an appointment that is to have another time.
  private func times(_ site: TestSite, _ appointment: String, as token: Token) async throws -> [String] {
    let page = try await site.get(appointment, as: token)
    let match = try #require(page.body.firstMatch(of: /href="(\/doctors\/[^"]+moving=[^"]+)"/))
    let link = String(match.output.1)
    let times = try await site.get(link.replacing("&amp;", with: "&"), as: token)
    #expect(times.body.contains("You are moving your appointment"))
    let action = try #require(
      times.body.firstMatch(of: /method="get" action="(\/appointments\/[^"]+\/move)"/))
    return times.body.matches(of: TestSite.offers).map { "\(action.output.1)?offer=\($0.output.1)" }
  }

  private func offer(_ link: String) -> String {
    link.split(separator: "offer=").last.map(String.init) ?? ""
  }

  @Test("is three clicks: to the times, to one of them, and yes")
  func threeClicks() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let links = try await times(site, appointment, as: paul)
      let last = try #require(links.last)
      let before = site.test.clinic.roundTrips
      let page = try await site.get(last, as: paul)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(page.status == 200 && page.body.contains("stays yours until the new time is certain"))
      let fields = [("offer", offer(last)), ("sequence", "0")]
      for _ in 0..<2 {
        let done = try await site.post("\(appointment)/move", fields, as: paul)
        #expect(done.status == 303 && done.location == appointment)
      }
      #expect(site.test.clinic.roundTrips - before >= 2)
      #expect(try await site.get(appointment, as: paul).body.contains("Moved to"))
      #expect(try await site.count("outbox_message WHERE kind = 'appointment-moved'") == 1)
      #expect(try await site.count("occupancy WHERE released_at IS NULL") == 3)
    }
  }

  @Test("takes one round trip, once the form is read")
  func budget() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let last = try #require(try await times(site, appointment, as: paul).last)
      let before = site.test.clinic.roundTrips
      let done = try await site.post(
        "\(appointment)/move", [("offer", offer(last)), ("sequence", "0")], as: paul)
      #expect(done.status == 303)
      #expect(site.test.clinic.roundTrips - before == 1)
    }
  }

  @Test("to a time that somebody took offers the nearest three, and the old one stands")
  func taken() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let last = try #require(try await times(site, appointment, as: paul).last)
      let other = try await site.test.newcomer(at: site.test.riverside, to: .booking)
      _ = try await site.test.clinic.book(
        Booking(
          offer: try site.test.clinic.offer(offer(last), at: "riverside.localhost"), key: UUID(), reason: ""),
        by: other)
      let refused = try await site.post(
        "\(appointment)/move", [("offer", offer(last)), ("sequence", "0")], as: paul)
      #expect(refused.status == 409 && refused.body.contains("Your appointment stays as it is"))
      #expect(refused.body.matches(of: /class="time figures" href="\/appointments\/[^"]+\/move\?/).count == 3)
      let looked = try await site.get(last, as: paul)
      #expect(looked.status == 200 && looked.body.contains("This time has just been taken"))
      #expect(try await site.count("appointment WHERE sequence = 0") == 2)
    }
  }

  @Test("past the deadline is refused with the clinic's number, and its times lead back to it")
  func tooLate() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let last = try #require(try await times(site, appointment, as: paul).last)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE appointment SET cancellation_minutes = 43200"])
      let refused = try await site.post(
        "\(appointment)/move", [("offer", offer(last)), ("sequence", "0")], as: paul)
      #expect(refused.status == 409 && refused.body.contains("It is too late to move this online"))
      #expect(refused.body.split(separator: "<footer")[0].contains("href=\"tel:"))
      let riverside = site.test.riverside
      let id = appointment.split(separator: "/")[1]
      let times = try await site.get(
        "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])&moving=\(id)", as: paul)
      #expect(times.status == 303 && times.location == appointment)
    }
  }

  @Test("is for who may book for the patient: others have no such times and no such page")
  func others() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let last = try #require(try await times(site, appointment, as: paul).last)
      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      let riverside = site.test.riverside
      let id = appointment.split(separator: "/")[1]
      let times = "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])&moving=\(id)"
      #expect(try await site.get(times, as: stranger).status == 404)
      #expect(try await site.get(last, as: stranger).status == 404)
      let posted = try await site.post(
        "\(appointment)/move", [("offer", offer(last)), ("sequence", "0")], as: stranger)
      #expect(posted.status == 404)
      // Whoever was signed out meanwhile signs in, and comes back to move it.
      let signedOut = try await site.get(times)
      #expect(signedOut.status == 303 && signedOut.location?.contains("moving") == true)
    }
  }

  @Test("sent after the session has ended leads through signing in back to the chosen time")
  func signedOut() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      let last = try #require(try await times(site, appointment, as: paul).last)
      let back = "\(appointment)/move?offer=\(offer(last))"
      let fields = [("offer", offer(last)), ("sequence", "0")]
      let late = try await site.post("\(appointment)/move", fields, as: Token(from: .system))
      // The proof of origin is gone with the cookie, too.
      let stale = try await site.send(
        "POST", "\(appointment)/move", as: nil, at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ], body: "offer=\(offer(last))&sequence=0&csrf=old")
      for answer in [late, stale] {
        #expect(answer.status == 303)
        #expect(answer.location == "/sign-in?next=\(back.percentEncoded)")
      }
      let page = try await site.get(back, as: paul)
      #expect(page.status == 200 && page.body.contains("stays yours until the new time is certain"))
    }
  }
}
