import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Shell
import Testing

@testable import Web

@Suite("Pages of erasure and correction")
struct ErasurePagesTests {
  @Test("tell what is erased before they take a request, and keep what was typed")
  func asked() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let path = "/account/data/erasure/\(site.test.riverside.patient)"
      #expect(try await site.get(path, as: paul).body.contains("Name, address, contacts and insurance"))
      let refused = try await site.post(path, [("reason", "moved")], as: paul)
      #expect(refused.status == 422 && refused.body.contains("moved</textarea>"))
      let long = String(repeating: "é", count: ErasureRequest.longestReason + 1)
      #expect(try await site.post(path, [("reason", long), ("understood", "1")], as: paul).status == 422)
      let longest = String(long.dropLast())
      #expect(try await site.post(path, [("reason", longest), ("understood", "1")], as: paul).status == 303)
      #expect(try await site.get(path, as: paul).body.contains("Take the request back"))
      let lucie = try await site.test.session(of: DemoCast.lucie)
      #expect(try await site.get(path, as: lucie).status != 200)
    }
  }

  @Test("are an administrator's, with a reason of ten characters for what is kept")
  func staff() async throws {
    try await TestSite.using { site in
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let patient = site.test.riverside.patient
      _ = try await site.post("/account/data/erasure/\(patient)", [("understood", "1")], as: paul)
      #expect(try await site.get("/admin/erasures", as: ben).status == 403)
      site.test.clock.advance(by: ErasureRequest.coolingOff)
      let dana = try await site.test.session(of: DemoCast.dana)
      let list = try await site.get("/admin/erasures", as: dana).body
      let match = try #require(list.firstMatch(of: /\/admin\/erasures\/[0-9a-f-]{36}/))
      let path = String(match.output)
      #expect(try await site.post("\(path)/declination", [("words", "no")], as: dana).status == 422)
      #expect(try await site.post("\(path)/execution", [("name", "Paul")], as: dana).status == 422)
      #expect(try await site.get("\(path)/kept", as: dana).status == 404)
      let page = try await site.get(path, as: dana).body
      let name = try #require(page.firstMatch(of: /<span dir="auto">([^<]+)<\/span>, [0-9]+/)).output.1
      let done = try await site.post("\(path)/execution", [("name", String(name))], as: dana)
      #expect(done.location == "/admin/erasures?done=carried-out")
      #expect(try await site.get("/account", as: paul).location?.hasPrefix("/sign-in") == true)
      #expect(try await site.post("\(path)/kept", [("reason", "123456789")], as: dana).status == 422)
      #expect(try await site.post("\(path)/kept", [("reason", "1234567890")], as: dana).status == 303)
      #expect(try await site.get("\(path)/kept", as: ben).status == 403)
      #expect(try await site.get("/erasure-receipts/\(Token(from: .system).text)").status == 404)
      #expect(try await site.get("/erasure-receipts/x").status == 404)
    }
  }

  @Test("take what is wrong in a record in a thousand characters, and want words in answer")
  func doubt() async throws {
    try await TestSite.using { site in
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let path = "/account/person/\(site.test.riverside.patient)/doubt"
      let longest = String(repeating: "x", count: PatientCorrection.longestDoubt)
      #expect(
        try await site.post(path, [("about", "note"), ("note", longest + "x")], as: paul).status == 422)
      #expect(try await site.post(path, [("about", "weather"), ("note", "wet")], as: paul).status == 422)
      for count in 0..<PatientCorrection.mostOpen {
        #expect(
          try await site.post(
            path, [("about", "note"), ("note", "\(count) \(longest.dropLast(3))")], as: paul
          ).status == 303)
      }
      let over = try await site.post(path, [("about", "note"), ("note", "one more")], as: paul)
      #expect(over.status == 422 && over.body.contains("one more</textarea>"))
      let list = try await site.get("/corrections", as: ben).body
      let match = try #require(list.firstMatch(of: /\/corrections\/[0-9a-f-]{36}\/decision/))
      let decision = String(match.output)
      #expect(try await site.post(decision, [("decision", "accept"), ("seen", "")], as: ben).status == 422)
      #expect(
        try await site.post(
          decision, [("decision", "accept"), ("seen", ""), ("answer", "Put right")], as: ben
        ).status == 303)
      #expect(try await site.get(path, as: paul).body.contains("It was put right. Put right"))
    }
  }
}
