import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The page of children")
struct ChildrenPageTests {
  @Test("adds a child once, and lists it there and on the account, for its parent alone")
  func added() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let key = UUID()
      for _ in 0..<2 {
        let answer = try await site.post("/account/children", TestSite.leo(key), as: paul)
        #expect(answer.status == 303 && answer.location == "/account/children?saved=1")
      }
      for path in ["/account/children", "/account"] {
        #expect(
          try await site.get(path, as: paul).body.matches(of: /auto">Léo Fletcher/).count == 1, "\(path)")
      }
      let stranger = try await site.test.newcomerSession(at: site.test.riverside)
      for path in ["/account/children", "/account"] {
        #expect(try await !site.get(path, as: stranger).body.contains("Léo"), "\(path)")
      }
      let french = try await site.get("/account/children", as: paul, headers: ["Accept-Language": "fr"])
      #expect(french.body.contains("Vos enfants"))
    }
  }

  @Test("takes who is under eighteen, to the day, and tells what is wrong at the fields")
  func age() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      // It is 2 March 2026.
      for (day, status) in [("2", 422), ("3", 303)] {
        let fields = TestSite.leo(UUID()).map { name, value in
          (name, name == "birthDay" ? day : name == "birthYear" ? "2008" : value)
        }
        let answer = try await site.post("/account/children", fields, as: paul)
        #expect(answer.status == status, "\(day) March 2008")
        #expect(answer.body.contains("You can book for children under 18") == (status == 422))
      }
      let empty = try await site.post(
        "/account/children", [("key", UUID().uuidString), ("given", "Léo <b>")], as: paul)
      #expect(empty.status == 422 && empty.body.contains("Léo &lt;b&gt;"))
      #expect(empty.body.contains("id=\"family-problem\"") && empty.body.contains("id=\"birth-problem\""))
    }
  }

  @Test("takes ten, and no eleventh")
  func most() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      for _ in 0..<10 {
        let answer = try await site.post("/account/children", TestSite.leo(UUID()), as: paul)
        #expect(answer.status == 303)
      }
      let page = try await site.get("/account/children", as: paul)
      #expect(page.body.contains("as many as we keep") && !page.body.contains("name=\"given\""))
      let refused = try await site.post("/account/children", TestSite.leo(UUID()), as: paul)
      #expect(refused.status == 409 && refused.body.contains("as many as we keep"))
    }
  }

  @Test("is a patient's: staff have none")
  func staff() async throws {
    try await TestSite.using { site in
      let amira = try await site.test.session(of: DemoCast.amira)
      #expect(try await site.get("/account/children", as: amira).status == 403)
      #expect(try await !site.get("/account", as: amira).body.contains("/account/children"))
    }
  }
}
