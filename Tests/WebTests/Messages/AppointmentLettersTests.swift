import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic
@testable import Web

@Suite("Letters about an appointment")
struct AppointmentLettersTests {
  private static let id = "01890a5d-ac96-774b-bcce-b302099a8057"

  /// Tuesday 3 March 2026, 09:20 to 10:00 in London; before, an hour earlier.
  private func message(_ letter: LetterKind, _ changes: [String: String?] = [:]) -> OutboxMessage {
    var values: [String: String] = [
      "patient": "Paul", "appointment": Self.id, "start": "1772529600", "end": "1772532000", "sequence": "2",
      "was": "1772526000",
    ]
    for (name, value) in changes { values[name] = value }
    return OutboxMessage(
      id: ID(UUID()), letter: letter, language: "en", recipient: "paul@example.org", values: values,
      secret: nil,
      state: "queued", failure: nil, attempts: 0, createdAt: TestClinic.monday)
  }

  private func using(
    mail: String? = "post@clinics.example", _ body: @Sendable @escaping (Letters, Tenant) throws -> Void
  ) async throws {
    try await TestSite.using { site in
      let visitor = site.test.visitor(nil, at: site.test.riverside, to: .publicInformation, access: .anyone)
      let tenant = try await site.test.clinic.ask(visitor, .nothing).visit.tenant
      let origins = Origins(isSecure: true, baseDomain: "clinics.example", port: nil, mail: mail)
      try body(try Letters(library: site.library, origins: origins), tenant)
    }
  }

  private func lines(_ calendar: (method: String, content: [UInt8])?) throws -> [String] {
    String(decoding: try #require(calendar).content, as: UTF8.self).replacing("\r\n ", with: "")
      .split(separator: "\r\n").map(String.init)
  }

  @Test("say when and where, lead to its page, and have it as an entry for the calendar")
  func kinds() async throws {
    try await using { letters, tenant in
      let link = "https://riverside.clinics.example/appointments/\(Self.id)"
      for (kind, words, method, status) in [
        (LetterKind.appointmentBooked, "is booked", "REQUEST", "CONFIRMED"),
        (.appointmentMoved, "at another time now", "REQUEST", "CONFIRMED"),
        (.appointmentCancelled, "will not take place", "CANCEL", "CANCELLED"),
        (.appointmentRequested, "has to agree", "REQUEST", "TENTATIVE"),
      ] {
        let text = try letters.text(of: message(kind), for: tenant)
        #expect(text.subject.contains("Riverside Clinic"))
        #expect(text.body.contains(words), "\(kind)")
        #expect(text.body.contains("Hello Paul,") && text.body.contains("\n\(link)\n"))
        #expect(text.body.contains("    Tuesday 3 March 2026, 09:20, London time (GMT)\n"))
        #expect(
          text.body.contains("Monday 2 March 2026, 08:20") == false
            && text.body.contains("It was to be on Tuesday 3 March 2026, 08:20")
              == (kind == .appointmentMoved)
        )
        #expect(!text.body.contains("\n\n\n"), "\(kind)")
        let forGuest = try letters.text(of: message(kind, ["no-account": "yes"]), for: tenant).body
        #expect(!forGuest.contains("https://") && !forGuest.contains("sign in"), "\(kind)")
        #expect(!forGuest.contains("\n\n\n"), "\(kind)")
        #expect(forGuest.contains("please call us") == (kind != .appointmentCancelled), "\(kind)")
        let calendar = try letters.calendar(of: message(kind), for: tenant)
        #expect(calendar?.method == method)
        let lines = try lines(calendar)
        for line in [
          "METHOD:\(method)", "STATUS:\(status)", "UID:\(Self.id)@riverside.clinics.example", "SEQUENCE:2",
          "DTSTAMP:20260302T070000Z", "DTSTART;TZID=Europe/London:20260303T092000",
          "DTEND;TZID=Europe/London:20260303T100000", "SUMMARY;LANGUAGE=en:Appointment at Riverside Clinic",
          "ORGANIZER;CN=Riverside Clinic:mailto:post@clinics.example",
          "ATTENDEE;CN=Paul;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:paul@example.org",
          "URL:\(link)",
        ] {
          #expect(lines.contains(line), "\(kind): \(line)")
        }
      }
    }
  }

  @Test(
    "say in the calendar that a visit is not agreed while its patient is asked, and that it is when it takes place after all"
  )
  func inDoubt() async throws {
    try await using { letters, tenant in
      for (kind, changes, status) in [
        (LetterKind.appointmentRebooking, [:], "TENTATIVE"),
        (.appointmentRebooking, ["asked": "yes"], "TENTATIVE"),
        (.appointmentStands, [:], "CONFIRMED"), (.appointmentStands, ["requested": "yes"], "TENTATIVE"),
      ] as [(LetterKind, [String: String?], String)] {
        let lines = try lines(letters.calendar(of: message(kind, changes), for: tenant))
        #expect(lines.contains("METHOD:REQUEST") && lines.contains("STATUS:\(status)"), "\(kind)")
        #expect(lines.contains("SEQUENCE:2") && lines.contains("DTSTAMP:20260302T070000Z"))
      }
    }
  }

  @Test("about several visits list them, and have them all as entries of one calendar")
  func several() async throws {
    try await using { letters, tenant in
      let visits = (0..<3).map { number in
        """
        {"appointment": "01890a5d-ac96-774b-bcce-b302099a805\(number)", "start": "\(1_772_529_600 + number * 604_800)",
         "end": "\(1_772_532_000 + number * 604_800)", "sequence": "\(number)",
         "status": "\(number == 2 ? "pending" : "booked")", "was": "1772526000"}
        """
      }.joined(separator: ",")
      for (kind, words) in [
        (LetterKind.appointmentSeries, "are booked"), (.appointmentSeriesMoved, "at other times now"),
        (.appointmentSeriesCancelled, "will not take place"),
      ] {
        let message = message(kind, ["visits": "[\(visits)]"])
        let body = try letters.text(of: message, for: tenant).body
        #expect(body.contains(words) && body.contains("when the clinic has agreed"), "\(kind)")
        #expect(body.contains("\n    Tuesday 10 March 2026, 09:20 (before: Tuesday 3 March 2026, 08:20)\n"))
        #expect(!body.contains("\n\n\n"), "\(kind)")
        let calendar = try letters.calendar(of: message, for: tenant)
        let lines = try lines(calendar)
        #expect(calendar?.method == "PUBLISH" && !lines.contains { $0.hasPrefix("ATTENDEE") })
        for number in 0..<3 {
          #expect(
            lines.contains("UID:01890a5d-ac96-774b-bcce-b302099a805\(number)@riverside.clinics.example"))
          #expect(lines.contains("SEQUENCE:\(number)"))
        }
        #expect(lines.count { $0 == "STATUS:CONFIRMED" } == 2 && lines.contains("STATUS:TENTATIVE"))
      }
      // As letters about a series were written once.
      let old = message(.appointmentSeries, ["starts": "1772529600 1773134400", "requested": "1773739200"])
      let body = try letters.text(of: old, for: tenant).body
      #expect(body.contains("\n    Tuesday 10 March 2026, 09:20\n") && body.contains("17 March"))
      #expect(try letters.calendar(of: old, for: tenant) == nil)
    }
  }

  @Test("have no entry while the outbox does not say when it ends, and count from 0")
  func lenient() async throws {
    try await using(mail: nil) { letters, tenant in
      for changes in [
        ["end": nil], ["start": nil], ["end": ""], ["end": "soon"], ["end": "1772529600"], ["end": "1"],
        ["appointment": nil], ["appointment": "1\r\nBEGIN:VALARM"],
      ] as [[String: String?]] {
        let message = message(.appointmentBooked, changes)
        let calendar = try letters.calendar(of: message, for: tenant)
        #expect(calendar == nil, "\(changes)")
        #expect(try letters.text(of: message, for: tenant).body.contains("is booked"))
      }
      for sequence in [nil, "", "x", "-1"] {
        let calendar = try letters.calendar(
          of: message(.appointmentBooked, ["sequence": sequence]), for: tenant)
        #expect(try lines(calendar).contains("SEQUENCE:0"))
      }
      // Without mail of its own, the clinic is known by its page.
      let calendar = try letters.calendar(of: message(.appointmentBooked), for: tenant)
      #expect(
        try lines(calendar).contains("ORGANIZER;CN=Riverside Clinic:https://riverside.clinics.example/"))
      let moved = try letters.text(of: message(.appointmentMoved, ["was": nil]), for: tenant)
      #expect(!moved.body.contains("It was to be"))
    }
  }

  @Test("are the only ones with an entry")
  func others() async throws {
    try await using { letters, tenant in
      for kind in LetterKind.allCases where !kind.rawValue.hasPrefix("appointment-") {
        let calendar = try letters.calendar(of: message(kind), for: tenant)
        #expect(calendar == nil, "\(kind)")
      }
    }
  }

  @Test("can't be broken out of by what somebody is called")
  func injection() async throws {
    try await using { letters, tenant in
      let name = "Paul\r\nBEGIN:VALARM\r\nX:\";RSVP=TRUE:mailto:x"
      let lines = try lines(letters.calendar(of: message(.appointmentBooked, ["patient": name]), for: tenant))
      #expect(!lines.contains { $0.hasPrefix("BEGIN:VALARM") || $0.hasPrefix("X:") })
      #expect(
        lines.contains {
          $0.hasPrefix("ATTENDEE;CN=\"Paul^nBEGIN:VALARM^nX:^';RSVP=TRUE:mailto:x\";ROLE=REQ-PARTICIPANT;")
        })
    }
  }
}
