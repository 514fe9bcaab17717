import Clinic
import ClinicTesting
import Testing

@testable import Web

@Suite("The pages of a clinic that has had its share")
struct LimitedPageTests {
  @Test("say so, and when to come back; what was typed is taken all the same, and neighbours notice nothing")
  func share() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let registry = TenantRegistry(
        connection: site.test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      try await registry.limit("riverside", to: 3)
      try await site.test.clinic.readLimits()
      for _ in 0..<3 { #expect(try await site.get("/admin", as: dana).status == 200) }
      let late = try await site.get("/admin", as: dana)
      #expect(
        late.status == 429 && late.headers["retry-after"] == "1" && late.body.contains("Nothing is lost"))
      #expect(try await site.get("/", at: "hilltop.localhost").status == 200)
      #expect(try await site.post("/sign-out", [], as: dana).status == 303)
      site.test.clock.advance(by: 2)
      #expect(try await site.get("/sign-in").status == 200)
    }
  }
}
