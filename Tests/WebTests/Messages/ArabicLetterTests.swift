import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("A letter that runs from right to left")
struct ArabicLetterTests {
  @Test("is so in plain text, in HTML and in the calendar, with the clinic's own words above its name")
  func letter() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        [
          "UPDATE account SET language = 'ar' WHERE role = 'patient'",
          "INSERT INTO letter_text (kind, language, text) VALUES ('appointment-booked', 'ar', 'أحضروا البطاقة.')",
        ])
      let appointment = try await site.booked(by: paul)
      let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
      let letters = try Letters(
        library: site.library, origins: Origins(isSecure: true, baseDomain: "clinics.example", port: nil))
      let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
      let message = try #require(messages.first { $0.letter == .appointmentBooked })
      let text = try letters.text(of: message, for: visit.tenant)
      #expect(text.body.contains("مارس 2026"))
      #expect(text.body.contains("أحضروا البطاقة.\n\n\u{2068}\(visit.tenant.name)\u{2069}\n"))
      // What is followed has nothing around it, and what is read has.
      #expect(text.body.contains("\nhttps://riverside.clinics.example\(appointment)\n"))
      #expect(text.body.contains("\u{2068}\(visit.tenant.phone)\u{2069}"))
      let html = letters.html(text, of: message, for: visit.tenant)
      #expect(html.contains("<html lang=\"ar\" dir=\"rtl\">"))
      #expect(html.contains("<a dir=\"ltr\" href=\"https://riverside.clinics.example\(appointment)\">"))
      let entry = try #require(try letters.calendar(of: message, for: visit.tenant))
      #expect(String(decoding: entry.content, as: UTF8.self).contains("SUMMARY;LANGUAGE=ar:"))
    }
  }
}
