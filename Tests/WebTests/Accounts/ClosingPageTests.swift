import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Shell
import Testing

@testable import Web

@Suite("The page that closes an account")
struct ClosingPageTests {
  @Test("says what ends, what stays, and which appointments lie ahead")
  func says() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      #expect(try await !site.get("/account/closure", as: paul).body.contains("stay booked"))
      _ = try await site.booked(by: paul)
      let page = try await site.get("/account/closure", as: paul)
      for text in [
        "nobody can sign in", "medical record", "as the law demands", "These appointments stay booked",
        "Tuesday 3 March 2026", "Dr Amira Haddad", DemoCast.paul.email,
      ] {
        #expect(page.body.contains(text), "\(text)")
      }
      let amira = try await site.test.session(of: DemoCast.amira)
      let hers = try await site.get("/account/closure", as: amira)
      #expect(hers.body.contains("Your work") && !hers.body.contains("medical record"))
    }
  }

  @Test("closes only for who has ticked that they understood, and says goodbye")
  func understood() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let without = try await site.post("/account/closure", [], as: paul)
      #expect(without.status == 422 && without.body.contains("Please tick this"))
      #expect(try await site.get("/account", as: paul).status == 200)
      let answer = try await site.post("/account/closure", [("understood", "1")], as: paul)
      #expect(answer.status == 303 && answer.location == "/account/closed")
      #expect(answer.headers["set-cookie"]?.contains("\(Site.cookie.name)=; Max-Age=0") == true)
      #expect(try await site.get("/account/closed").body.contains("Your account is closed"))
      #expect(try await site.get("/account", as: paul).location?.hasPrefix("/sign-in") == true)
    }
  }

  @Test("asks who it is before, and shows no button until then")
  func unconfirmed() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      site.test.clock.advance(by: 600)
      let page = try await site.get("/account/closure", as: paul)
      let proof = "/account/confirm?next=%2Faccount%2Fclosure"
      #expect(page.body.contains("href=\"\(proof)\"") && !page.body.contains("action=\"/account/closure\""))
      let answer = try await site.post("/account/closure", [("understood", "1")], as: paul)
      #expect(answer.status == 303 && answer.location == proof)
      #expect(try await site.get("/account", as: paul).status == 200)
    }
  }

  @Test("tells the only administrator that it can't be, before and after the form is sent")
  func lastAdmin() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/account/closure", as: dana)
      #expect(page.body.contains("only administrator") && !page.body.contains("action=\"/account/closure\""))
      let answer = try await site.post("/account/closure", [("understood", "1")], as: dana)
      #expect(answer.status == 409 && answer.body.contains("only administrator"))
      #expect(try await site.get("/account", as: dana).status == 200)
    }
  }
}
