import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

/// Round trips to the database are what a page costs. This keeps them counted.
@Suite("The budget of round trips")
struct BudgetTests {
  @Test("every page that can be looked at takes one")
  func pages() async throws {
    try await TestSite.using { site in
      let (paul, amira, dana) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.amira),
        try await site.test.session(of: DemoCast.dana)
      )
      let riverside = site.test.riverside
      let offer = try await site.offer()
      let appointment = try await site.booked(by: paul, 1)
      let made = try await site.post("/account/calendar", [], as: paul)
      let link = String(try #require(made.body.firstMatch(of: /\/calendar\/[^"]{43}\.ics/)).output)
      let ben = try await site.test.session(of: DemoCast.ben)
      let entered = try await site.enterTuesday(try await site.get(site.tuesday, as: ben), as: ben)
      let rebooking = try await site.rebookingLink()
      _ = try await site.post("\(rebooking)/call", [], as: Token(from: .system))
      let tasks = try await site.get("/tasks", as: ben)
      let task = String(try #require(tasks.body.firstMatch(of: /\/tasks\/[0-9a-f-]{36}/)?.output))
      let file = try await site.broughtPatients()
      let online = try await site.test.onlineVisit(at: site.test.clock.now + 3 * 86_400)
      let pages = [
        ("/today", ben), ("/today", amira), ("/appointments/\(online.id)/visit", paul),
        ("/appointments/\(online.id)/questionnaire", paul),
        ("/appointments/\(online.id)", paul), ("/schedule/visits/\(online.id)", amira),
        ("/account/consents", paul),
        ("/desk/visits/\(online.id)/questionnaire", ben), ("/services/\(online.service)", nil),
        ("/services/\(riverside.services[0])", paul),
        ("/admin/patients/import", dana), ("/admin/patients/import/\(file)", dana), ("/absences", ben),
        (site.tuesday, ben), (try #require(entered.location), ben), ("/tasks", ben),
        (task, ben), (rebooking, nil), ("/waitlist", paul), ("/wishes", ben),
        ("/", nil), ("/doctors", nil), ("/doctors?q=a&page=1", paul), ("/doctors/\(riverside.doctor)", nil),
        ("/doctors?q=hadad+xyzzy&earliest=7&online=0&place=\(UUID())", nil),
        ("/times?service=\(riverside.services[0])", nil), ("/times?service=\(riverside.services[0])", paul),
        ("/services", nil), ("/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])", nil),
        ("/appointments/new?offer=\(offer)", nil), ("/appointments/new?offer=\(offer)", paul),
        ("/sign-up?next=/appointments/new&kept=0", nil),
        (appointment, paul), ("\(appointment)/cancellation", paul),
        ("\(appointment)/calendar.ics", paul), (link, nil),
        ("/dashboard", paul), ("/schedule", amira), ("/schedule?view=week", amira),
        ("\(appointment)/follow-up", amira), ("\(appointment)/follow-up/new?offer=\(offer)", amira),
        ("/schedule?view=month", amira), ("/admin", dana), ("/admin/practitioners", dana),
        ("/admin/practitioners/new", dana), ("/admin/practitioners/\(riverside.doctor)", dana),
        ("/admin/services?use=active&sort=-minutes", dana), ("/admin/services/new", dana),
        ("/admin/specialties", dana), ("/admin/places", dana), ("/admin/devices", dana),
        ("/admin/holidays", dana),
        ("/admin/services/\(riverside.services[0])", dana),
        ("/admin/services/\(riverside.services[0])/retirement", dana),
        ("/admin/places/\(riverside.room)", dana),
        ("/admin/accounts", dana), ("/admin/invitations/new", dana),
        ("/admin/appointments", ben), ("/admin/messages?delivery=failed", ben),
        ("/admin/sign-ins", dana), ("/admin/invitations", dana), ("/admin/patients?q=fletcher", ben),
        ("/admin/patients/\(riverside.patient)", ben),
        ("/admin/appointments/cancellation?id=\(appointment.suffix(36))", dana),
        ("/admin/appointments/move?days=7&id=\(appointment.suffix(36))", dana),
        ("/admin/accounts/\(try #require(riverside.accounts[DemoCast.paul]))", dana), ("/admin/audit", dana),
        ("/admin/rules", dana), ("/account/security", paul), ("/account/passkeys", paul),
        ("/account/passkeys/new", paul), ("/account/authenticator", paul), ("/account/confirm", paul),
        ("/sign-up", nil), ("/sign-in", nil), ("/dev/mail", nil),
        ("/account", paul), ("/account", amira), ("/account/profile", paul), ("/account/profile", amira),
        ("/account/contact", paul), ("/account/language", paul), ("/account/letters", paul),
        ("/account/email", paul), ("/account/closure", paul), ("/account/closure", dana),
        ("/account/children", paul), ("/account/looks", paul), ("/account/data", paul), ("/records", amira),
        ("/records/\(riverside.patient)", amira), ("/records/\(riverside.patient)/chart", amira),
        ("/records/\(riverside.patient)/vitals", amira), ("/health", paul),
        ("/records/\(site.test.riverside.patient)/emergency", amira), ("/admin/emergencies", dana),
        ("/account/person", paul), ("/account/person/\(riverside.patient)", paul),
        ("/account/person/\(riverside.patient)/coverage", paul),
        ("/account/person/\(riverside.patient)/history", paul),
        ("/account/person/\(riverside.patient)/correction", paul), ("/patients/\(riverside.patient)", ben),
        ("/patients/\(riverside.patient)/contacts", dana), ("/patients/\(riverside.patient)/history", ben),
        ("/corrections", ben), ("/help", paul), ("/help/front-desk", nil), ("/feedback", nil),
        ("/admin/feedback", dana), ("/account/data/erasure", paul), ("/admin/erasures", dana),
        ("/account/data/erasure/\(riverside.patient)", paul),
        ("/account/person/\(riverside.patient)/doubt", paul),
        ("/account/closed", nil), ("/account/calendar", paul), ("/account/calendar", amira),
      ]
      for (path, token) in pages {
        let before = site.test.clinic.roundTrips
        let answer = try await site.get(path, as: token)
        #expect(answer.status == 200, "\(path)")
        #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
      }
    }
  }

  @Test("keeping a time for a stranger takes one, and so does its booking afterwards")
  func hold() async throws {
    try await TestSite.using { site in
      let (offer, stranger) = (try await site.offer(), Token(from: .system))
      let paul = try await site.test.session(of: DemoCast.paul)
      let before = site.test.clinic.roundTrips
      let held = try await site.post("/holds", [("offer", offer), ("way", "sign-up")], as: stranger)
      #expect(held.status == 303)
      #expect(site.test.clinic.roundTrips - before == 1)
      let booked = try await site.post(
        "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "")], as: paul,
        headers: ["Cookie": try #require(held.cookie(Site.holdCookie))])
      #expect(booked.status == 303)
      #expect(site.test.clinic.roundTrips - before == 2)
    }
  }

  @Test("a booking takes one after its form is read")
  func booking() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let fields = [("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", "Knee")]
      let before = site.test.clinic.roundTrips
      let answer = try await site.post("/appointments", fields, as: paul)
      #expect(answer.status == 303)
      #expect(site.test.clinic.roundTrips - before == 1)
    }
  }

  @Test("a cancellation takes one, and so does each act of a doctor")
  func changes() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let amira = try await site.test.session(of: DemoCast.amira)
      let appointments = [try await site.booked(by: paul), try await site.booked(by: paul, 1)]
      let before = site.test.clinic.roundTrips
      let cancelled = try await site.post(
        "\(appointments[0])/cancellation", [("sequence", "0")], as: paul)
      #expect(cancelled.status == 303)
      #expect(site.test.clinic.roundTrips - before == 1)
      site.test.clock.advance(by: 3 * 86_400)
      let late = site.test.clinic.roundTrips
      let missed = try await site.post("\(appointments[1])/absence", [("sequence", "0")], as: amira)
      #expect(missed.status == 303)
      #expect(site.test.clinic.roundTrips - late == 1)
      let blocked = try await site.post(
        "/schedule/blocks", [("day", "2026-03-06"), ("from", "12:00"), ("minutes", "30")], as: amira)
      #expect(blocked.status == 303)
      #expect(site.test.clinic.roundTrips - late == 2)
    }
  }

  @Test("an absence takes three beside its opening, however many visits it moves; an answer by a link two")
  func absence() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let ben = try await site.test.session(of: DemoCast.ben)
      for index in 0..<4 { _ = try await site.booked(by: paul, index) }
      let preview = try await site.get(site.tuesday, as: ben)
      let before = site.test.clinic.roundTrips
      #expect(try await site.enterTuesday(preview, as: ben).status == 303)
      #expect(site.test.clinic.roundTrips - before == 4)
      let link = try await site.rebookingLink()
      let offer = String(try #require(try await site.get(link).firstOffer))
      let asked = site.test.clinic.roundTrips
      let answer = try await site.post("\(link)/acceptance", [("offer", offer)], as: Token(from: .system))
      #expect(answer.status == 303)
      #expect(site.test.clinic.roundTrips - asked == 2)
    }
  }

  @Test("a child is added in one")
  func child() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let before = site.test.clinic.roundTrips
      let added = try await site.post("/account/children", TestSite.leo(UUID()), as: paul)
      #expect(added.status == 303)
      #expect(site.test.clinic.roundTrips - before == 1)
    }
  }
}
