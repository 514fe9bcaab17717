import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("Consents")
struct ConsentPageTests {
  private func form(_ text: String, after: Int, name: String = "Telehealth", key: UUID = UUID()) -> [(
    String, String
  )] {
    [
      ("key", key.uuidString), ("name", name), ("pageLanguage", "en"), ("after", String(after)),
      ("text", text),
    ]
  }

  @Test("are published in versions that stay as they were, for everybody to read")
  func versions() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      #expect(try await site.get("/admin/consents", as: dana).body.contains("There is none yet."))
      #expect(try await site.post("/admin/consents", form("I agree.", after: 0), as: dana).status == 303)
      let first = try await site.get("/admin/consents", as: dana)
      let link = String(try #require(first.body.firstMatch(of: /\/consents\/[0-9a-f-]{36}/)).output)
      let next = try await site.get("/admin/consents/new?after=\(link.dropFirst(10))", as: dana)
      #expect(next.body.contains("I agree.") && next.body.contains("name=\"after\" value=\"1\""))
      #expect(
        try await site.post("/admin/consents", form("I agree fully.", after: 1), as: dana).status == 303)
      let old = try await site.get(link)
      #expect(
        old.status == 200 && old.body.contains("I agree.") && old.body.contains("there is a newer version"))
      #expect(!old.body.contains("I agree fully.") && old.body.contains("Version 2"))
      #expect(try await site.get(link, at: "hilltop.localhost").status == 404)
      // Another name, and another language, begin with a first version, and are no versions of this.
      #expect(
        try await site.post("/admin/consents", form("Photos.", after: 0, name: "Photos"), as: dana).status
          == 303)
      let french = form("J'accepte.", after: 0).map { ($0.0, $0.0 == "pageLanguage" ? "fr" : $0.1) }
      #expect(try await site.post("/admin/consents", french, as: dana).status == 303)
      #expect(try await site.get(link).body.matches(of: /href="\/consents\//).count == 1)
      // The list has of each the newest alone.
      let list = try await site.get("/admin/consents", as: dana).body
      #expect(list.matches(of: /href="\/consents\/[0-9a-f-]{36}"/).count == 3 && !list.contains(link))
    }
  }

  @Test("are published once by one form, and not over another's version")
  func twoAtOnce() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let once = form("I agree.", after: 0)
      for _ in 0..<2 { #expect(try await site.post("/admin/consents", once, as: dana).status == 303) }
      let mine = try await site.post("/admin/consents", form("Mine.", after: 0), as: dana)
      #expect(mine.status == 409 && mine.body.contains("I agree.") && mine.body.contains("Mine."))
      #expect(mine.body.contains("name=\"after\" value=\"1\""))
      let answers = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<6 {
          group.addTask {
            try await site.post("/admin/consents", form("\(number)", after: 1), as: dana).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(answers.sorted() == [303, 409, 409, 409, 409, 409])
    }
  }

  @Test("have names and texts within limits")
  func limits() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      func status(_ text: String, _ name: String) async throws -> Int {
        try await site.post("/admin/consents", form(text, after: 0, name: name), as: dana).status
      }
      #expect(try await status("", "A") == 422)
      #expect(try await status("x", "") == 422)
      #expect(try await status(String(repeating: "x", count: 20_001), "B") == 422)
      #expect(try await status(String(repeating: "x", count: 20_000), "C") == 303)
      #expect(try await status("x", String(repeating: "n", count: 101)) == 422)
      #expect(try await status("x", String(repeating: "n", count: 100)) == 303)
    }
  }
}
