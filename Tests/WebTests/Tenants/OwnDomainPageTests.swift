import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import Web

@Suite("A clinic at a domain of its own")
struct OwnDomainPageTests {
  private static let host = "www.lakeside-clinic.org"

  /// Asked for on the page, and confirmed by the operator with what the page says.
  private func take(_ site: TestSite) async throws -> Token {
    let host = Self.host
    let dana = try await site.test.session(of: DemoCast.dana)
    let asked = try await site.post("/admin/domain", [("domain", host)], as: dana)
    #expect(asked.status == 303 && asked.location == "/admin/domain")
    let page = try await site.get("/admin/domain", as: dana)
    #expect(page.body.contains("Waiting for proof") && page.body.contains("_polyclinic.\(host)"))
    let proof = try #require(page.body.firstMatch(of: /<code class="key">(polyclinic-[^<]+)</)).output.1
    #expect(try await site.get("/", at: host).status == 421)
    let registry = TenantRegistry(
      connection: site.test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
    try await registry.confirmDomain(host, of: "riverside", proof: String(proof))
    return dana
  }

  @Test("is itself there, under its own cookies and its own origin, and nobody else")
  func visited() async throws {
    try await TestSite.using { site in
      let dana = try await take(site)
      for path in ["/", "/doctors", "/services"] {
        let page = try await site.get(path, at: Self.host)
        #expect(page.status == 200 && page.body.contains("Riverside"), "\(path)")
        #expect(!page.body.contains("Hilltop") && !page.body.contains("localhost"), "\(path)")
      }
      #expect(try await site.get("/", at: "riverside.localhost").status == 200)
      let given = try #require(try await site.get("/", at: Self.host).headers["set-cookie"])
      #expect(given.contains("__Host-") && !given.lowercased().contains("domain="))
      // A session of the other clinic is nobody's there, and its things don't exist.
      let etienne = try await site.test.session(of: DemoCast.etienne)
      #expect(
        try await site.get("/admin", as: etienne, at: Self.host).location?.hasPrefix("/sign-in") == true)
      let doctor = "/doctors/\(site.test.hilltop.doctor)"
      #expect(try await site.get(doctor, at: Self.host).status == 404)
      #expect(try await site.get(doctor, at: "hilltop.localhost").status == 200)
      // A form from the clinic's other host is another site's; one from its own page is not.
      let form = [("q", "x")]
      let foreign = try await site.post(
        "/sign-out", form, as: dana, at: Self.host, headers: ["Origin": "http://riverside.localhost"])
      #expect(foreign.status == 403)
      let own = try await site.post("/sign-out", form, as: dana, at: Self.host)
      #expect(own.status == 303 && own.location == "/")
    }
  }

  @Test("is where letters lead, by names that stay the same, until the domain is given up")
  func letters() async throws {
    try await TestSite.using { site in
      func mailed() async throws -> (body: String, calendar: String) {
        let paul = try await site.test.session(of: DemoCast.paul)
        _ = try await site.booked(by: paul)
        let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
        let (visit, messages) = try await site.test.clinic.mailbox(by: operation)
        let message = try #require(messages.first)
        let letters = try Letters(
          library: site.library,
          origins: Origins(isSecure: true, baseDomain: "clinics.example.net", port: nil))
        return (
          try letters.text(of: message, for: visit.tenant).body,
          String(
            decoding: try #require(letters.calendar(of: message, for: visit.tenant)?.content), as: UTF8.self)
        )
      }
      let dana = try await take(site)
      let own = try await mailed()
      #expect(own.body.contains("https://\(Self.host)/appointments/"))
      #expect(!own.body.contains("clinics.example.net"))
      #expect(own.calendar.contains("@riverside.clinics.example.net"))
      let gone = try await site.post("/admin/domain/removal", [], as: dana, at: Self.host)
      #expect(gone.location == "http://riverside.localhost:8080/admin/domain")
      #expect(try await site.get("/", at: Self.host).status == 421)
      #expect(try await site.get("/admin/domain", as: dana).body.contains("name=\"domain\""))
      #expect(try await mailed().body.contains("https://riverside.clinics.example.net/appointments/"))
    }
  }

  @Test("does not ask for what is no domain, at the field and with what was typed")
  func refused() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      for (typed, told) in [
        ("https://lakeside-clinic.org", "the name alone"),
        ("lakeside.localhost", "belongs to the installation"),
        ("hilltop.localhost", "belongs to the installation"), ("192.0.2.7", "not a number"),
      ] {
        let answer = try await site.post("/admin/domain", [("domain", typed)], as: dana)
        #expect(answer.status == 422 && answer.body.contains(told), "\(typed)")
        #expect(answer.body.contains("value=\"\(typed)\"") && answer.body.contains("id=\"domain-problem\""))
      }
      for account in [DemoCast.ben, DemoCast.amira, DemoCast.paul] {
        #expect(try await site.get("/admin/domain", as: site.test.session(of: account)).status == 403)
      }
      site.test.clock.advance(by: 601)
      for answer in [
        try await site.get("/admin/domain", as: dana),
        try await site.post("/admin/domain", [("domain", Self.host)], as: dana),
        try await site.post("/admin/domain/removal", [], as: dana),
      ] {
        #expect(answer.status == 303 && answer.location?.contains("/account/confirm") == true)
      }
    }
  }
}
