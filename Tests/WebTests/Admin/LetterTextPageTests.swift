import Clinic
import ClinicTesting
import Credentials
import Testing

@testable import Web

@Suite("What a clinic adds to its letters")
struct LetterTextPageTests {
  private let path = "/admin/letter-texts/appointment-booked/en"

  @Test("stands above its name in letters of that kind and language, and in no others")
  func inLetters() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let note = "Bring your card.\nThe bell is on the left."
      let look = try await site.post(path, [("note", note), ("seen", ""), ("look", "yes")], as: dana)
      #expect(
        look.status == 200 && look.body.contains("Bring your card.\nThe bell is on the left.\n\nRiverside"))
      #expect(try await !site.get(path, as: dana).body.contains("Bring your card"), "a look keeps nothing")
      let saved = try await site.post(path, [("note", note), ("seen", "")], as: dana)
      #expect(saved.status == 303 && saved.location == "/admin/letter-texts?saved=1")
      #expect(try await site.get("/admin/letter-texts", as: dana).body.contains("Bring your card."))
      let paul = try await site.test.session(of: DemoCast.paul)
      let appointment = try await site.booked(by: paul)
      _ = try await site.post("\(appointment)/cancellation", [("sequence", "0")], as: paul)
      let (visit, messages) = try await site.test.clinic.mailbox(
        by: site.test.visitor(DemoCast.paul, to: .operation, access: .anyone))
      let letters = try Letters(
        library: site.library, origins: Origins(isSecure: false, baseDomain: "localhost", port: 8080))
      let texts = try messages.map { ($0.letter, try letters.text(of: $0, for: visit.tenant).body) }
      for (kind, text) in texts where [.appointmentBooked, .appointmentCancelled].contains(kind) {
        #expect(text.contains("The bell is on the left.") == (kind == .appointmentBooked), "\(kind)")
      }
      #expect(texts.contains { $0.0 == .appointmentBooked })
    }
  }

  @Test("can be seen in every kind of letter and every language")
  func every() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      for kind in LetterKind.withNote {
        for language in ["en", "fr"] {
          let path = "/admin/letter-texts/\(kind.rawValue)/\(language)"
          let answer = try await site.post(path, [("note", "Merci · Thanks"), ("look", "yes")], as: dana)
          let letter = answer.body.split(separator: "<pre").last ?? ""
          #expect(answer.status == 200 && letter.contains("Merci · Thanks\n\nRiverside"), "\(path)")
        }
      }
      for wrong in ["appointment-booked/de", "invitation/en", "nothing/en"] {
        #expect(try await site.get("/admin/letter-texts/\(wrong)", as: dana).status == 404, "\(wrong)")
      }
    }
  }

  @Test("is kept to 1,000 characters, and not written over unseen")
  func limits() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let long = String(repeating: "é", count: 1000)
      #expect(try await site.post(path, [("note", long + "é"), ("seen", "")], as: dana).status == 422)
      #expect(try await site.post(path, [("note", long), ("seen", "")], as: dana).status == 303)
      let second = try await site.post(path, [("note", "Mine"), ("seen", "")], as: dana)
      #expect(second.status == 409 && second.body.contains(long) && second.body.contains("Mine"))
      #expect(try await site.post(path, [("note", "Mine"), ("seen", long)], as: dana).status == 303)
    }
  }
}
