import Clinic
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Web

@Suite("Letters")
struct LettersTests {
  /// What Paul finds in his mail after booking the first time on offer.
  private func mailed(_ site: TestSite) async throws -> (subject: String, body: String) {
    let paul = try await site.test.session(of: DemoCast.paul)
    _ = try await site.post(
      "/appointments",
      [("offer", try await site.offer()), ("key", UUID().uuidString), ("reason", "a very private reason")],
      as: paul)
    let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
    let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
    let letters = try Letters(
      library: site.library, origins: Origins(isSecure: true, baseDomain: "clinics.example", port: nil))
    return try letters.text(of: try #require(messages.first), for: visit.tenant)
  }

  @Test("of a booking says when in the clinic's time, and links to the configured host")
  func booked() async throws {
    try await TestSite.using { site in
      let letter = try await mailed(site)
      // The first time on offer of Tuesday 3 March 2026.
      #expect(letter.body.contains("Tuesday 3 March 2026"))
      #expect(letter.body.contains("London time (GMT)"))
      #expect(letter.body.contains("https://riverside.clinics.example/appointments/"))
    }
  }

  @Test("of a booking gives no hint of why, in subject or text")
  func discreet() async throws {
    try await TestSite.using { site in
      let letter = try await mailed(site)
      let services = try await site.test.clinic.ask(
        site.test.visitor(nil, at: site.test.riverside, to: .publicInformation, access: .anyone), .services
      ).answer
      for word in ["private reason"] + services.map(\.name) + services.map(\.specialty) {
        #expect(!letter.subject.contains(word) && !letter.body.contains(word), "\(word)")
      }
    }
  }

  @Test("about an account lead to it, but not whom it lets in no longer: they are to call")
  func lastWords() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let letters = try Letters(
        library: site.library, origins: Origins(isSecure: true, baseDomain: "clinics.example", port: nil))
      let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
      _ = try await site.post("/account/closure", [("understood", "1")], as: paul)
      let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
      let closed = try letters.text(of: try #require(messages.first), for: visit.tenant)
      #expect(closed.body.contains("Your account was just closed"))
      #expect(closed.body.contains("call us at once: \(visit.tenant.phone)"))
      #expect(!closed.body.contains("/account/security"))
    }
  }
}
