import Clinic
import ClinicTesting
import Testing

@testable import Web

@Suite("The pages of a suspended clinic")
struct SuspendedPageTests {
  @Test("say that they are closed and that nothing is lost, whoever asks for whichever, and come back")
  func pages() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let registry = TenantRegistry(
        connection: site.test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      try await registry.suspend("riverside", because: "Not paid since May")
      for path in ["/", "/doctors", "/sign-in", "/admin"] {
        let page = try await site.get(path, as: dana)
        #expect(page.status == 503 && page.body.contains("closed for now"), "\(path) \(page.status)")
        #expect(!page.body.contains("Not paid"), "\(path)")
      }
      let form = try await site.post("/sign-out", [("q", "x")], as: dana)
      #expect(form.status == 503 && form.body.contains("Nothing is lost"))
      #expect(try await site.get("/", at: "hilltop.localhost").status == 200)
      try await registry.resume("riverside")
      #expect(try await site.get("/admin", as: dana).status == 200)
    }
  }
}
