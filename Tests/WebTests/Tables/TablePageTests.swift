import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("The page of a list")
struct TablePageTests {
  @Test("sorts, narrows and pages by its address, in one round trip")
  func addresses() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 120, patients: 30, at: site.test.riverside)
      let dana = try await site.test.session(of: DemoCast.dana)
      // The clinic's zone is known from its first page on.
      _ = try await site.get("/", as: dana)
      for path in ["", "?sort=start", "?state=booked&when=today", "?q=moreau&col=patient&col=price"] {
        let before = site.test.clinic.roundTrips
        let page = try await site.get("/admin/appointments\(path)", as: dana)
        #expect(page.status == 200 && site.test.clinic.roundTrips - before == 1, "\(path)")
      }
      let first = try await site.get("/admin/appointments?sort=start&state=fulfilled", as: dana)
      #expect(first.body.matches(of: /<tr role="row">/).count == 51)
      #expect(first.body.contains(#"aria-sort="ascending""#) && !first.body.contains(#"rel="prev""#))
      let next = String(try #require(first.body.firstMatch(of: /<a href="([^"]*)" rel="next"/)?.output.1))
      let second = try await site.get(next.replacing("&amp;", with: "&"), as: dana)
      #expect(second.status == 200 && second.body.contains(#"rel="prev""#))
      #expect(next.contains("state=fulfilled") && next.contains("sort=start"))
    }
  }

  @Test("tells a wrong value at its filter and shows no rows, and no other page of the site's")
  func wrong() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 10, patients: 5, at: site.test.riverside)
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/admin/appointments?from=2026-02-30&weather=fair", as: dana)
      #expect(page.status == 422 && page.body.contains(#"id="from-problem""#))
      #expect(page.body.contains(#"value="2026-02-30""#) && !page.body.contains("<table"))
      let gone = try await site.get("/admin/appointments?doctor=\(UUID())", as: dana)
      #expect(gone.status == 200 && gone.body.contains("Nothing fits"))
    }
  }

  @Test("keeps a view under a name, for oneself or for everybody, and takes it away again")
  func saving() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let ben = try await site.test.session(of: DemoCast.ben)
      func save(_ name: String, _ view: String, shared: Bool, as who: Token) async throws -> TestAnswer {
        try await site.post(
          "/admin/lists/appointments/views",
          [("name", name), ("view", view)] + (shared ? [("shared", "yes")] : []), as: who)
      }
      let saved = try await save(
        "Today <b>", "when=today&weather=fair&after=\(UUID())", shared: true, as: dana)
      #expect(saved.location == "/admin/appointments?when=today&done=saved")
      _ = try await save("Mine", "state=pending", shared: false, as: dana)
      #expect(try await save("", "state=pending", shared: false, as: dana).status == 422)
      #expect(try await save(String(repeating: "n", count: 61), "", shared: false, as: dana).status == 422)
      // A hundred smiles are 1,200 characters of an address.
      let long = String(repeating: "%F0%9F%98%80", count: 100)
      #expect(try await save("Long", "q=\(long)", shared: false, as: dana).status == 422)
      #expect(try await save("All", "", shared: true, as: ben).status == 403)
      let bens = try await site.get("/admin/appointments?when=today", as: ben)
      #expect(bens.body.contains("Today &lt;b&gt;") && !bens.body.contains("Mine"))
      #expect(
        bens.body.contains(#"<a class="tag" href="/admin/appointments?when=today" aria-current="page">"#))
      #expect(!bens.body.contains("/removal"))
      let danas = try await site.get("/admin/appointments", as: dana)
      let removals = danas.body.matches(of: /action="(\/admin\/views\/[0-9a-f-]{36}\/removal)"/).map {
        String($0.output.1)
      }
      #expect(removals.count == 2 && danas.body.contains("Mine"))
      #expect(try await site.post(removals[0], [("path", Path.visits)], as: ben).status == 404)
      for removal in removals {
        let gone = try await site.post(removal, [("path", Path.visits), ("view", "state=booked")], as: dana)
        #expect(gone.location == "/admin/appointments?state=booked&done=removed")
      }
      #expect(try await !site.get("/admin/appointments", as: dana).body.contains("Mine"))
    }
  }

  @Test("keeps so many views of one list for one account, and no more")
  func most() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      for number in 1...SavedView.most {
        let answer = try await site.post(
          "/admin/lists/appointments/views", [("name", "View \(number)")], as: dana)
        #expect(answer.status == 303)
      }
      #expect(
        try await site.post("/admin/lists/appointments/views", [("name", "One more")], as: dana).status == 422
      )
      // The same name is no other view.
      #expect(
        try await site.post("/admin/lists/appointments/views", [("name", "View 1")], as: dana).status == 303)
      // Another list has its own, and so has another account.
      let ben = try await site.test.session(of: DemoCast.ben)
      let elsewhere = [("name", "Elsewhere")]
      #expect(try await site.post("/admin/lists/patients/views", elsewhere, as: dana).status == 303)
      #expect(try await site.post("/admin/lists/appointments/views", elsewhere, as: ben).status == 303)
      #expect(try await site.get("/admin/patients", as: dana).body.contains("Elsewhere"))
      #expect(try await !site.get("/admin/appointments", as: dana).body.contains("Elsewhere"))
    }
  }

  @Test("keeps names of 60 characters and addresses of 1,000, and no longer ones")
  func longest() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      func save(_ name: String, _ view: String) async throws -> Int {
        try await site.post(
          "/admin/lists/appointments/views", [("name", name), ("view", view)], as: dana
        ).status
      }
      // A smile has twelve characters in an address.
      let smiles = String(repeating: "%F0%9F%98%80", count: 83)
      #expect(try await save(String(repeating: "n", count: 60), "q=\(smiles)ab") == 303)
      #expect(try await save("Longer", "q=\(smiles)abc") == 422)
    }
  }
}
