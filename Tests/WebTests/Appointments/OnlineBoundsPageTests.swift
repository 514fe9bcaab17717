import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The bounds of booking online, in the browser")
struct OnlineBoundsPageTests {
  private func change(_ site: TestSite, _ statements: [SQL]) async throws {
    _ = try await site.test.database.asOwner(of: site.test.riverside.id.uuid, statements)
  }

  private func book(
    _ offer: String, _ site: TestSite, as token: Token, patient: String = "", reason: String = "My knee"
  ) async throws -> TestAnswer {
    try await site.post(
      "/appointments",
      [("offer", offer), ("key", UUID().uuidString), ("reason", reason), ("patient", patient)], as: token)
  }

  /// Offers on a page of times, or beside the buttons of a review.
  private func offers(_ page: TestAnswer) -> [String] {
    page.body.matches(of: /name="offer" value="([A-Za-z0-9._-]+)"/).map { String($0.output.1) }
  }

  @Test("an eleventh appointment is refused in words, with what to do, and what was typed stays")
  func full() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      for _ in 0..<Appointment.mostAhead { _ = try await site.booked(by: paul) }
      let refused = try await book(try await site.offer(), site, as: paul)
      #expect(refused.status == 409)
      for text in [
        "As many appointments are booked as can be online", "10 appointments of one patient", "My knee",
        "href=\"tel:", "href=\"/dashboard\"", "Book this appointment",
      ] {
        #expect(refused.body.contains(text), "\(text)")
      }
      #expect(!refused.body.contains("has just been taken"))
      #expect(try await site.count("appointment") == Appointment.mostAhead)
    }
  }

  @Test(
    "whose record is out of use is told to call, and not that the time is gone; so is a parent for a child")
  func retired() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let child = UUID()
      let whose: SQL = "account_id = (SELECT id FROM account WHERE email = \(DemoCast.paul.email))"
      try await change(
        site,
        [
          """
          INSERT INTO patient (id, family_name, given_name, birth_date, gender, created_at, retired_at)
          SELECT \(child), family_name, 'Zoe', '2020-05-05', gender, created_at, now() FROM patient WHERE \(whose)
          """,
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          SELECT gen_random_uuid(), \(child), account_id, 'parent', created_at FROM patient WHERE \(whose)
          """,
        ])
      let forChild = try await book(
        try await site.offer(), site, as: paul, patient: child.uuidString.lowercased())
      try await change(site, ["UPDATE patient SET retired_at = now() WHERE \(whose)"])
      for refused in [forChild, try await book(try await site.offer(), site, as: paul)] {
        #expect(refused.status == 409)
        #expect(refused.body.contains("please speak with us first") && refused.body.contains("href=\"tel:"))
        #expect(!refused.body.contains("Book this appointment") && !refused.body.contains("other times"))
      }
      #expect(try await site.count("appointment") == 0)
    }
  }

  @Test("as many can be booked as the clinic has set, and the page names its number")
  func ownNumber() async throws {
    try await TestSite.using { site in
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["UPDATE tenant SET visits_ahead = 2 WHERE slug = 'riverside'"])
      let paul = try await site.test.session(of: DemoCast.paul)
      for _ in 0..<2 { _ = try await site.booked(by: paul) }
      let refused = try await book(try await site.offer(), site, as: paul)
      #expect(refused.status == 409 && refused.body.contains("2 appointments of one patient"))
      #expect(try await site.count("appointment") == 2)
    }
  }

  @Test("whoever is new is told how long a first visit takes, before anything is typed and after")
  func firstVisit() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let service = riverside.services[0]
      try await change(
        site, ["UPDATE healthcare_service SET first_visit_minutes = 60 WHERE id = \(service.uuid)"])
      let times = "/doctors/\(riverside.doctor)/times?service=\(service)"
      let later = try #require(offers(try await site.get("\(times)&visit=return")).first)
      let before = site.test.clinic.roundTrips
      let looked = try await site.get("/appointments/new?offer=\(later)", as: paul)
      #expect(site.test.clinic.roundTrips - before == 1)
      let refused = try await book(later, site, as: paul)
      #expect(looked.status == 200 && refused.status == 409)
      for page in [looked, refused] {
        #expect(page.body.contains("This would be your first visit"))
        #expect(page.body.contains("a first visit takes 60 minutes") && page.body.contains("href=\"tel:"))
        #expect(
          try offers(page).map { try site.test.clinic.offer($0, at: "riverside.localhost").minutes }
            == [60, 60, 60])
      }
      #expect(refused.body.contains("My knee"))
      // Nobody knows yet who a stranger is.
      #expect(try await !site.get("/appointments/new?offer=\(later)").body.contains("first visit takes"))

      let booked = try await book(try #require(offers(refused).first), site, as: paul)
      #expect(booked.status == 303)
      try await change(
        site, ["UPDATE appointment SET status = 'arrived'", "UPDATE appointment SET status = 'fulfilled'"])
      let first = try #require(offers(try await site.get("\(times)&visit=first")).last)
      let known = try await book(first, site, as: paul)
      #expect(known.status == 409 && known.body.contains("This would not be a first visit"))
      #expect(known.body.contains("a visit then takes 15 minutes"))
      #expect(try await book(try #require(offers(known).first), site, as: paul).status == 303)
    }
  }

  @Test("of a child's first visit the child's own history counts, and is told once it is chosen")
  func child() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let service = riverside.services[0]
      _ = try await site.booked(by: paul)
      try await change(
        site,
        [
          "UPDATE appointment SET status = 'arrived'", "UPDATE appointment SET status = 'fulfilled'",
          "UPDATE healthcare_service SET first_visit_minutes = 60 WHERE id = \(service.uuid)",
        ])
      let leo = UUID()
      _ = try await site.post("/account/children", TestSite.leo(leo), as: paul)
      let times = "/doctors/\(riverside.doctor)/times?service=\(service)"
      let later = try #require(offers(try await site.get(times, as: paul)).last)
      #expect(
        try await site.get("/appointments/new?offer=\(later)", as: paul).body.contains("Check and book"))
      let refused = try await book(later, site, as: paul, patient: leo.uuidString.lowercased())
      #expect(refused.status == 409 && refused.body.contains("a first visit takes 60 minutes"))
      #expect(refused.body.contains("value=\"\(leo.uuidString.lowercased())\" checked"))
      let other = try #require(offers(refused).first)
      #expect(try await book(other, site, as: paul, patient: leo.uuidString.lowercased()).status == 303)
      #expect(try await book(later, site, as: paul).status == 303)
    }
  }

  @Test("whoever moves a visit has no choice of its length, whatever the address says")
  func moving() async throws {
    try await TestSite.using { site in
      let (riverside, paul) = (site.test.riverside, try await site.test.session(of: DemoCast.paul))
      let service = riverside.services[0]
      let appointment = try await site.booked(by: paul)
      try await change(
        site, ["UPDATE healthcare_service SET first_visit_minutes = 60 WHERE id = \(service.uuid)"])
      let id = try #require(appointment.split(separator: "/").last)
      let times = "/doctors/\(riverside.doctor)/times?service=\(service)"
      for visit in ["", "&visit=return", "&visit=first"] {
        let page = try await site.get("\(times)&moving=\(id)\(visit)", as: paul)
        #expect(!page.body.contains("Have you been with this doctor before?"))
        let minutes = try offers(page).map {
          try site.test.clinic.offer($0, at: "riverside.localhost").minutes
        }
        #expect(!minutes.isEmpty && minutes.allSatisfy { $0 == 60 })
      }
      let short = try #require(offers(try await site.get("\(times)&visit=return")).last)
      let look = try await site.get("\(appointment)/move?offer=\(short)", as: paul)
      let refused = try await site.post(
        "\(appointment)/move", [("offer", short), ("sequence", "0")], as: paul)
      #expect(refused.status == 409)
      for page in [look, refused] { #expect(page.body.contains("This time is no longer on offer")) }
    }
  }
}
