import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Shell
import Testing

@testable import Web

@Suite("Keeping a time in the browser")
struct HoldingTests {
  /// Presses one of the buttons. The cookies are those of the browser afterwards.
  private func press(
    _ way: String, _ offer: String, _ site: TestSite, as token: Token = Token(from: .system),
    hold: String? = nil
  ) async throws -> (answer: TestAnswer, hold: String?) {
    let answer = try await site.post(
      "/holds", [("offer", offer), ("way", way)], as: token, headers: hold.map { ["Cookie": $0] } ?? [:])
    return (answer, answer.cookie(Site.holdCookie) ?? hold)
  }

  private func book(
    _ offer: String, _ site: TestSite, as token: Token, hold: String? = nil
  ) async throws -> TestAnswer {
    try await site.post(
      "/appointments", [("offer", offer), ("key", UUID().uuidString), ("reason", "My knee")], as: token,
      headers: hold.map { ["Cookie": $0] } ?? [:])
  }

  @Test(
    "leads to signing up or in and back to the time",
    arguments: [("sign-up", "/sign-up"), ("sign-in", "/sign-in")])
  func ways(way: String, path: String) async throws {
    try await TestSite.using { site in
      let offer = try await site.offer()
      let (answer, hold) = try await press(way, offer, site)
      #expect(answer.status == 303)
      #expect(answer.location == "\(path)?next=%2Fappointments%2Fnew%3Foffer%3D\(offer)")
      #expect(answer.headers["set-cookie"]?.contains("Max-Age=1200; Path=/; Secure; HttpOnly") == true)
      let page = try await site.get(try #require(answer.location), headers: ["Cookie": try #require(hold)])
      #expect(page.status == 200)
      #expect(page.body.contains("We keep the time that you chose until 07:10, London time (GMT)."))
      let french = try await site.get(
        try #require(answer.location), headers: ["Cookie": try #require(hold), "Accept-Language": "fr"])
      #expect(french.body.contains("jusqu’à 07:10, heure de London (GMT)"))
      #expect(!(try await site.get(path).body.contains("you chose")))
    }
  }

  @Test("says on the page of the time until when, in the clinic's zone, and to nobody else")
  func until() async throws {
    try await TestSite.using { site in
      let (offer, paul) = (try await site.offer(), try await site.test.session(of: DemoCast.paul))
      let hold = try #require(try await press("sign-up", offer, site).hold)
      for token in [nil, paul] {
        let page = try await site.get(
          "/appointments/new?offer=\(offer)", as: token, headers: ["Cookie": hold])
        #expect(page.body.contains("We keep this time for you until 07:10, London time (GMT)."))
        #expect(!page.body.contains("has just been taken"))
        let other = try await site.get("/appointments/new?offer=\(offer)", as: token)
        #expect(!other.body.contains("We keep this time for you until"))
        #expect(other.body.contains("has just been taken"))
      }
      let times = "/doctors/\(site.test.riverside.doctor)/times?service=\(site.test.riverside.services[0])"
      #expect(try await site.get(times, headers: ["Cookie": hold]).body.contains("value=\"\(offer)\""))
      #expect(!(try await site.get(times).body.contains("value=\"\(offer)\"")))
    }
  }

  @Test("of a time that is gone shows the page again, with others to choose")
  func taken() async throws {
    try await TestSite.using { site in
      let (offer, paul) = (try await site.offer(), try await site.test.session(of: DemoCast.paul))
      #expect(try await book(offer, site, as: paul).status == 303)
      let (answer, _) = try await press("sign-up", offer, site)
      #expect(answer.status == 409)
      #expect(answer.body.contains("has just been taken"))
      #expect(answer.body.matches(of: /class="time figures" href="\/appointments\/new/).count == 3)
      #expect(!answer.body.contains("signed out meanwhile"))
    }
  }

  @Test("a patient who books a kept time is shown others, and the one it is kept for books it")
  func booked() async throws {
    try await TestSite.using { site in
      let (offer, paul) = (try await site.offer(), try await site.test.session(of: DemoCast.paul))
      let hold = try await press("sign-in", offer, site).hold
      let refused = try await book(offer, site, as: paul)
      #expect(refused.status == 409)
      #expect(refused.body.contains("My knee"))
      #expect(refused.body.matches(of: /type="radio" name="offer"/).count == 3)
      let booked = try await book(offer, site, as: paul, hold: hold)
      #expect(booked.status == 303)
      // The token has done its work.
      #expect(booked.cookie(Site.holdCookie) == "\(Site.holdCookie.name)=")
    }
  }

  @Test("for a sixth browser of a network goes on without, and says so")
  func sixth() async throws {
    try await TestSite.using { site in
      for index in 0..<5 {
        let (answer, _) = try await press("sign-up", try await site.offer(), site)
        #expect(answer.location?.contains("kept=0") == false, "\(index)")
      }
      for (way, language, text) in [
        ("sign-up", "en", "We can’t keep the time that you chose"),
        ("sign-in", "fr", "Nous ne pouvons pas vous garder"),
      ] {
        let (answer, hold) = try await press(way, try await site.offer(), site)
        #expect(answer.status == 303)
        let location = try #require(answer.location)
        #expect(location.hasPrefix("/\(way)?next=%2Fappointments%2Fnew") && location.hasSuffix("&kept=0"))
        let page = try await site.get(
          location, headers: ["Cookie": try #require(hold), "Accept-Language": language])
        #expect(page.body.contains(text))
      }
    }
  }

  @Test("an impatient second press is of the same browser, though it knows nothing of the first")
  func twice() async throws {
    try await TestSite.using { site in
      let (offer, token) = (try await site.offer(), Token(from: .system))
      for _ in 0..<2 {
        let answer = try await press("", offer, site, as: token).answer
        #expect(answer.status == 303 && answer.location == "/appointments/new?offer=\(offer)")
      }
      #expect(try await press("", offer, site).answer.status == 409)
    }
  }

  @Test("leads to the review of the time, where it can be kept longer, once")
  func extended() async throws {
    try await TestSite.using { site in
      let (offer, token) = (try await site.offer(), Token(from: .system))
      let hold = try #require(try await press("", offer, site, as: token).hold)
      let review = {
        try await site.get("/appointments/new?offer=\(offer)", as: token, headers: ["Cookie": hold])
      }
      let page = try await review()
      #expect(
        page.body.contains("until 07:10") && page.body.contains("data-kept=\"600\"")
          && page.body.contains(">10:00<"))
      let extend = {
        try await site.post("/holds/extension", [("offer", offer)], as: token, headers: ["Cookie": hold])
      }
      #expect(try await extend().location == "/appointments/new?offer=\(offer)")
      let longer = try await review()
      #expect(longer.body.contains("until 07:20") && !longer.body.contains("/holds/extension"))
      let again = try await extend()
      #expect(again.status == 409 && again.body.contains("be kept longer"))
      // With the booking's form came what was typed, and is shown again.
      let paul = try await site.test.session(of: DemoCast.paul)
      let later = try await site.offer(3)
      let pauls = try #require(try await press("", later, site, as: paul).hold)
      let typed = [("offer", later), ("key", UUID().uuidString), ("reason", "My left knee")]
      let kept = try await site.post("/holds/extension", typed, as: paul, headers: ["Cookie": pauls])
      #expect(kept.status == 200 && kept.body.contains("My left knee") && kept.body.contains("until 07:20"))
      let stranger = try await site.post("/holds/extension", [("offer", offer)], as: Token(from: .system))
      #expect(stranger.status == 409)
    }
  }

  @Test("by a form that was made for another browser keeps nothing, and shows the page again")
  func stale() async throws {
    try await TestSite.using { site in
      let offer = try await site.offer()
      let answer = try await site.send(
        "POST", "/holds", as: Token(from: .system), at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ], body: "offer=\(offer)&way=sign-up&csrf=old")
      #expect(answer.status == 403)
      #expect(answer.body.contains("grown old") && answer.body.contains("action=\"/holds\""))
      #expect(!answer.body.contains("signed out meanwhile"))
      #expect(try await site.offer() == offer)
    }
  }

  @Test("nothing is kept by asking for a page")
  func noGet() async throws {
    try await TestSite.using { site in
      let offer = try await site.offer()
      for method in ["GET", "HEAD"] {
        let answer = try await site.send(
          method, "/holds?offer=\(offer)&way=sign-up", as: Token(from: .system), at: "riverside.localhost",
          headers: [:], body: nil)
        #expect(answer.status == 405)
      }
      _ = try await site.get("/appointments/new?offer=\(offer)")
      #expect(try await site.offer() == offer)
    }
  }

  @Test("of two tabs, the one whose time was let go claims nothing any more, and puts nothing off")
  func twoTabs() async throws {
    try await TestSite.using { site in
      let (paul, first) = (try await site.test.session(of: DemoCast.paul), try await site.offer(0))
      let later = try await site.offer(3)
      let hold = try #require(try await press("", first, site, as: paul).hold)
      #expect(try await press("", later, site, as: paul, hold: hold).answer.status == 303)
      let get = { (path: String) in try await site.get(path, as: nil, headers: ["Cookie": hold]).body }
      #expect(try await !get("/appointments/new?offer=\(first)").contains("We keep this time for you"))
      #expect(try await get("/appointments/new?offer=\(later)").contains("We keep this time for you"))
      for (offer, isKept) in [(first, false), (later, true)] {
        let next = "next=%2Fappointments%2Fnew%3Foffer%3D\(offer)"
        for path in ["/sign-in", "/sign-up"] {
          #expect(try await get("\(path)?\(next)").contains("We keep the time that you chose") == isKept)
        }
      }
      // The old tab's button.
      let typed = [("offer", first), ("key", UUID().uuidString), ("reason", "My left knee")]
      let refused = try await site.post("/holds/extension", typed, as: paul, headers: ["Cookie": hold])
      #expect(refused.status == 409 && refused.body.contains("be kept longer"))
      #expect(refused.body.contains("My left knee") && !refused.body.contains("We keep this time for you"))
      #expect(try await get("/appointments/new?offer=\(later)").contains("until 07:10"))
    }
  }
}
