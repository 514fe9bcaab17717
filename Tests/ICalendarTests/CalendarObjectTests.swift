import CivilTime
import Foundation
import ICalendar
import Testing

@Suite("A calendar")
struct CalendarObjectTests {
  @Test("of an appointment says when by the clinic's clocks, and all that a program asks for")
  func published() throws {
    let reading = Reading(
      try object([
        event(
          description: "See it.", location: "Riverside, 12 Quayside",
          url: "https://riverside.example/appointments/1")
      ]))
    let event = reading.lines.drop { $0 != "BEGIN:VEVENT" }
    #expect(
      Array(event) == [
        "BEGIN:VEVENT", "UID:1@riverside.example", "SEQUENCE:3", "DTSTAMP:20261120T080000Z",
        "DTSTART;TZID=Europe/London:20261124T092000", "DTEND;TZID=Europe/London:20261124T100000",
        "STATUS:CONFIRMED", "SUMMARY:Appointment", "CLASS:PRIVATE", "TRANSP:OPAQUE",
        "ORGANIZER;CN=Riverside:mailto:post@riverside.example", "LOCATION:Riverside\\, 12 Quayside",
        "DESCRIPTION:See it.", "URL:https://riverside.example/appointments/1", "END:VEVENT", "END:VCALENDAR",
      ])
    #expect(
      reading.lines.prefix(5) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Polyclinic//Appointments//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
      ])
    #expect(reading.lines.allSatisfy { !$0.hasPrefix("ATTENDEE") })
  }

  @Test("that is mailed names whom it is for, and asks nothing of them")
  func requested() throws {
    let paul = CalendarUser(name: "Paul", mail: "paul@example.org")
    let request = Reading(try object([event(status: .tentative)], as: .request(paul)))
    #expect(request.line("METHOD", in: "VCALENDAR") == ":REQUEST")
    #expect(request.line("STATUS") == ":TENTATIVE")
    #expect(
      request.line("ATTENDEE")
        == ";CN=Paul;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:paul@example.org")
    let cancel = Reading(try object([event(status: .cancelled)], as: .cancel(paul)))
    #expect(cancel.line("METHOD", in: "VCALENDAR") == ":CANCEL")
    #expect(cancel.line("STATUS") == ":CANCELLED" && cancel.line("TRANSP") == ":TRANSPARENT")
  }

  @Test("that is subscribed to has a name and says when to look again")
  func subscribed() throws {
    let reading = Reading(try object([event()], subscription: .init(name: "Riverside, too", hours: 2)))
    for line in [
      "NAME:Riverside\\, too", "X-WR-CALNAME:Riverside\\, too", "REFRESH-INTERVAL;VALUE=DURATION:PT2H",
      "X-PUBLISHED-TTL:PT2H",
    ] {
      #expect(reading.lines.contains(line))
    }
    // RFC 5545 section 3.6: there is at least one component.
    #expect(Reading(try object([])).components.contains("VTIMEZONE"))
  }

  @Test("writes the second of two equal readings, and what ends in it, in UTC")
  func repeatedHour() throws {
    func times(_ start: String, _ end: String) throws -> [String?] {
      let reading = Reading(try object([event(start, end)]))
      return [reading.line("DTSTART"), reading.line("DTEND")]
    }
    #expect(
      try times("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z") == [
        ";TZID=Europe/London:20261025T010000", ";TZID=Europe/London:20261025T013000",
      ])
    #expect(
      try times("2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z") == [":20261025T010000Z", ":20261025T013000Z"])
    #expect(
      try times("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z") == [":20261025T003000Z", ":20261025T010000Z"])
    #expect(
      try times("2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z") == [":20261025T013000Z", ":20261025T020000Z"])
    #expect(
      try times("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z") == [
        ";TZID=Europe/London:20260329T003000", ";TZID=Europe/London:20260329T023000",
      ])
  }

  @Test("takes no entry without a name or a length, and not too many")
  func faults() throws {
    #expect(throws: CalendarFault.invalidUID) { try event(uid: "") }
    #expect(throws: CalendarFault.invalidUID) { try event(uid: String(repeating: "x", count: 256)) }
    _ = try event(uid: String(repeating: "x", count: 255))
    #expect(throws: CalendarFault.emptyTime) { try event("2026-11-24T09:20:00Z", "2026-11-24T09:20:00Z") }
    _ = try event("2026-11-24T09:20:00Z", "2026-11-24T09:20:01Z")
    let one = try event()
    #expect(throws: CalendarFault.tooManyEvents) {
      try object(Array(repeating: one, count: CalendarObject.mostEvents + 1))
    }
    _ = try object(Array(repeating: one, count: CalendarObject.mostEvents))
  }
}
