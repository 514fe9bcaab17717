import CivilTime
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The front desk in the browser")
struct DeskTests {
  private func times(_ site: TestSite, _ path: String, as ben: Token) async throws -> [String] {
    let page = try await site.get(path, as: ben)
    #expect(page.status == 200, "\(path)")
    return page.body.matches(of: TestSite.offers).map { String($0.output.1) }
  }

  @Test("each page takes one round trip, the day by doctor and by room")
  func budget() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul)
      )
      let booked = try await site.booked(by: paul)
      let visit = try #require(booked.split(separator: "/").last)
      let (service, doctor) = (site.test.riverside.services[0], site.test.riverside.doctor)
      let offer = try await site.offer(2)
      for path in [
        "/desk", "/desk?by=room", "/desk/times?service=\(service)",
        "/desk/times?service=\(service)&doctor=\(doctor)",
        "/desk/patients", "/desk/patients?offer=\(offer)", "/desk/requests",
        "/desk/bookings/new?offer=\(offer)&patient=\(site.test.riverside.patient)", "/desk/visits/\(visit)",
        "/desk/visits/\(visit)/move?service=\(service)",
        "/desk/visits/\(visit)/move?service=\(service)&doctor=\(doctor)&at=2026-11-24T10:00",
      ] {
        let before = site.test.clinic.roundTrips
        let answer = try await site.get(path, as: ben)
        #expect(answer.status == 200, "\(path)")
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
    }
  }

  @Test("the day is shown as it was drawn, and drawn anew when anything on it changes")
  func kept() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul)
      )
      let booked = try await site.booked(by: paul)
      let visit = try #require(booked.split(separator: "/").last.map(String.init))
      let day = try #require(
        try await site.test.database.asOwner(
          of: site.test.riverside.id.uuid,
          [
            "SELECT (starts_at AT TIME ZONE 'Europe/London')::date::text FROM appointment WHERE id::text = \(visit)"
          ])[0]
          .decode { row in try row.next(String.self) }.first)
      func table(_ path: String) async throws -> Substring {
        let body = try await site.get(path, as: ben).body
        return try #require(body.firstMatch(of: /<table(?s).*<\/table>/)).output
      }
      for path in ["/desk?day=\(day)", "/desk?day=\(day)&by=room"] {
        let first = try await table(path)
        #expect(first.contains(visit) && first.contains("Fletcher"), "\(path)")
        #expect(try await table(path) == first)
      }
      for (change, words): (SQL, String) in [
        ("UPDATE patient SET family_name = 'Lind'", "Lind"),
        ("UPDATE healthcare_service SET name = 'Renamed ' || name", "Renamed "),
        ("UPDATE location SET name = 'Cellar ' || name", "Cellar "),
        ("UPDATE practitioner SET family_name = 'Okafor'", "Okafor"),
        ("UPDATE appointment SET status = 'arrived'", "Arrived"),
        ("UPDATE appointment SET status = 'noshow'", "Missed"),
        ("UPDATE appointment SET left_at = now()", "Has left"),
      ] {
        _ = try await site.test.database.asOwner(of: site.test.riverside.id.uuid, [change])
        let (doctors, rooms) = try await (table("/desk?day=\(day)"), table("/desk?day=\(day)&by=room"))
        #expect(doctors.contains(words) && rooms.contains(words), "\(words)")
      }
    }
  }

  @Test("a time stays while somebody is found or registered for it, and is booked with one more press")
  func booking() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      let offers = try await times(site, "/desk/times?service=\(site.test.riverside.services[0])", as: ben)
      let offer = try #require(offers.last)
      let held = try await site.post(
        "/desk/holds", [("offer", offer), ("service", "\(site.test.riverside.services[0])")], as: ben)
      #expect(held.status == 303 && held.location == "/desk/patients?offer=\(offer)")
      let cookie = ["Cookie": try #require(held.cookie(Site.holdCookie))]
      #expect(try await site.count("hold") == 1)

      let before = site.test.clinic.roundTrips
      let search = try await site.post(
        "/desk/patients/search", [("offer", offer), ("q", "fletcer paul")], as: ben, headers: cookie)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(
        search.status == 200 && search.body.contains("Paul Fletcher") && search.body.contains("is kept until")
      )
      #expect(
        search.body.contains("/desk/bookings/new?offer=\(offer)&amp;patient=\(site.test.riverside.patient)"))

      let refused = try await site.post(
        "/desk/patients", [("offer", offer), ("key", UUID().uuidString), ("given", "Greta")], as: ben,
        headers: cookie)
      #expect(
        refused.status == 422 && refused.body.contains("value=\"Greta\"") && refused.body.contains(offer))
      let key = UUID().uuidString.lowercased()
      let person = [
        ("given", "Greta"), ("family", "Lind"), ("birthDay", "29"), ("birthMonth", "2"),
        ("birthYear", "1980"),
        ("gender", "female"), ("phone", ""), ("email", ""),
      ]
      let registered = try await site.post(
        "/desk/patients", [("offer", offer), ("key", key)] + person, as: ben, headers: cookie)
      #expect(registered.location == "/desk/bookings/new?offer=\(offer)&patient=\(key)")
      let review = try await site.get(try #require(registered.location), as: ben, headers: cookie)
      #expect(review.status == 200 && review.body.contains("Greta Lind"))

      let fields = [("offer", offer), ("key", UUID().uuidString), ("patient", key), ("reason", "")]
      for _ in 0..<2 {
        let booked = try await site.post("/desk/bookings", fields, as: ben, headers: cookie)
        #expect(booked.status == 303 && booked.location?.hasSuffix("&done=booked") == true)
        let day = try await site.get(try #require(booked.location), as: ben)
        #expect(day.body.contains("Greta Lind") && day.body.contains("The visit is booked"))
      }
      // Back in the browser: what this desk has booked was taken by nobody.
      let back = try await site.get(try #require(registered.location), as: ben)
      #expect(back.body.contains("This visit is booked already") && back.body.contains("/desk/visits/"))
      #expect(try await site.count("appointment") == 1)
      #expect(try await site.count("hold") == 0)
    }
  }

  @Test("who may have a record is shown before another is made, and all that was typed stays")
  func alike() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      let offer = try await site.offer()
      func register(_ key: UUID, _ more: [(String, String)] = []) async throws -> TestAnswer {
        try await site.post(
          "/desk/patients",
          [
            ("offer", offer), ("key", key.uuidString.lowercased()), ("q", "lind"), ("given", "Greta"),
            ("family", "Lind"),
            ("birthDay", "29"), ("birthMonth", "2"), ("birthYear", "1980"), ("gender", "female"),
            ("phone", ""),
            ("email", ""),
          ] + more, as: ben)
      }
      let (first, second) = (UUID(), UUID())
      #expect(try await register(first).status == 303)
      let refused = try await register(second)
      #expect(refused.status == 409 && refused.body.contains("There may be a record of this person already"))
      let patient = first.uuidString.lowercased()
      #expect(refused.body.contains("/desk/bookings/new?offer=\(offer)&amp;patient=\(patient)"))
      #expect(refused.body.contains("Same date of birth and a similar name"))
      for kept in [
        "value=\"Greta\"", "value=\"Lind\"", "value=\"1980\"", "value=\"lind\"",
        second.uuidString.lowercased(),
      ] {
        #expect(refused.body.contains(kept), "\(kept)")
      }
      #expect(try await site.count("patient WHERE family_name = 'Lind'") == 1)
      let made = try await register(second, [("else", "1")])
      #expect(made.location == "/desk/bookings/new?offer=\(offer)&patient=\(second.uuidString.lowercased())")
      #expect(try await site.count("patient WHERE family_name = 'Lind'") == 2)
    }
  }

  @Test("a time that was taken meanwhile offers others to the same patient")
  func taken() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben),
        try await site.test.newcomerSession(at: site.test.riverside)
      )
      let offer = try await site.offer()
      _ = try await site.booked(by: paul)
      let patient = site.test.riverside.patient
      let fields = [
        ("offer", offer), ("key", UUID().uuidString), ("patient", "\(patient)"), ("reason", "Knee"),
      ]
      let refused = try await site.post("/desk/bookings", fields, as: ben)
      #expect(refused.status == 409 && refused.body.contains("Paul Fletcher"))
      #expect(refused.body.matches(of: /class="time figures" href="\/desk\/bookings\/new\?/).count == 3)
    }
  }

  @Test(
    "a visit of the patient's own in the way is named, and no other time that it would be in the way of is offered"
  )
  func ownVisit() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul)
      )
      let id = try #require(try await site.booked(by: paul).split(separator: "/").last)
      // The same hours in another room, so that only the patient is in the way.
      let day = Day(utc: site.test.clock.now).adding(days: 1)
      let room = try await site.test.room("Another", at: site.test.riverside)
      let hours = try WeeklyHours(
        location: room, weekday: day.weekday, opens: #require(TimeOfDay(hour: 8, minute: 0)),
        closes: #require(TimeOfDay(hour: 18, minute: 0)), validFrom: day, validUntil: nil)
      let other = try await site.test.practitioner(
        named: "Other Doctor", at: site.test.riverside, hours: [hours])
      let page = "/desk/times?service=\(site.test.riverside.services[0])&doctor=\(other)&from=\(day)"
      var refused = 0
      for offer in try await times(site, page, as: ben).prefix(12) {
        let review = try await site.get(
          "/desk/bookings/new?offer=\(offer)&patient=\(site.test.riverside.patient)", as: ben)
        guard review.body.contains("The patient has another visit at this time") else { continue }
        refused += 1
        #expect(review.body.contains("href=\"/desk/visits/\(id)\""))
        #expect(review.body.matches(of: /class="time figures" href="\/desk\/bookings\/new\?/).count == 3)
      }
      #expect(refused > 0)
    }
  }

  @Test("the second of two desks is told what the visit is now, and can still press the time it chose")
  func twoDesks() async throws {
    try await TestSite.using { site in
      let (ben, paul) = (
        try await site.test.session(of: DemoCast.ben), try await site.test.session(of: DemoCast.paul)
      )
      let booked = try await site.booked(by: paul)
      let visit = "/desk/visits/\(try #require(booked.split(separator: "/").last))"
      let service = site.test.riverside.services[0]
      let offers = try await times(site, "\(visit)/move?service=\(service)", as: ben)
      let (first, second) = (offers[offers.count - 1], offers[offers.count - 2])
      func move(to offer: String, seen sequence: Int) async throws -> TestAnswer {
        try await site.post(
          "\(visit)/move", [("offer", offer), ("sequence", "\(sequence)"), ("service", "\(service)")], as: ben
        )
      }
      let before = site.test.clinic.roundTrips
      let done = try await move(to: first, seen: 0)
      #expect(done.status == 303 && done.location?.hasSuffix("&done=moved") == true)
      #expect(site.test.clinic.roundTrips - before == 1)
      let refused = try await move(to: second, seen: 0)
      #expect(refused.status == 409 && refused.body.contains("has changed since you looked at it"))
      #expect(
        refused.body.contains("name=\"sequence\" value=\"1\"") && refused.body.contains("Move it here?"))
      #expect(try await move(to: second, seen: 1).status == 303)
      #expect(try await site.count("appointment WHERE sequence = 2") == 1)
      // What was dropped onto an hour has the nearest free time on top.
      let dropped = try await site.get(
        "\(visit)/move?service=\(service)&doctor=\(site.test.riverside.doctor)&at=\(Day(utc: site.test.clock.now).adding(days: 1))T11:00",
        as: ben)
      #expect(dropped.body.contains("Move it here?"))
    }
  }

  @Test("is the desk's alone: a doctor, a patient and the administrator are turned away")
  func roles() async throws {
    try await TestSite.using { site in
      for account in [DemoCast.amira, DemoCast.paul, DemoCast.dana] {
        let token = try await site.test.session(of: account)
        for path in ["/desk", "/desk/patients", "/desk/visits/\(UUID())"] {
          #expect(try await site.get(path, as: token).status == 403, "\(account.name) \(path)")
        }
      }
      let ben = try await site.test.session(of: DemoCast.ben)
      #expect(try await site.get("/dashboard", as: ben).location == "/today")
      #expect(try await site.get("/desk/visits/\(UUID())", as: ben).status == 404)
    }
  }
}
