import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import HTTPTypes
import Shell
import Testing

@testable import Web

/// Somebody of Hilltop at Riverside's door, and Riverside's things asked for at Hilltop's.
@Suite("Another tenant")
struct IsolationTests {
  @Test("what is Riverside's answers at Hilltop exactly as what does not exist")
  func foreignIDs() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let lucie = try await site.test.session(of: DemoCast.lucie)
      let riverside = site.test.riverside
      let appointment = try await site.booked(by: paul)
      let nowhere = UUID().uuidString.lowercased()
      let pairs = [
        ("/doctors/\(riverside.doctor)", "/doctors/\(nowhere)"),
        (
          "/doctors/\(riverside.doctor)/times?service=\(riverside.services[0])",
          "/doctors/\(nowhere)/times?service=\(nowhere)"
        ),
        ("/times?service=\(riverside.services[0])", "/times?service=\(nowhere)"),
        (appointment, "/appointments/\(nowhere)"),
        ("\(appointment)/calendar.ics", "/appointments/\(nowhere)/calendar.ics"),
        ("/appointments/new?offer=\(try await site.offer())", "/appointments/new?offer=x"),
      ]
      for (foreign, unknown) in pairs {
        let first = try await site.get(foreign, as: lucie, at: "hilltop.localhost")
        let second = try await site.get(unknown, as: lucie, at: "hilltop.localhost")
        #expect(first.status == 404, "\(foreign)")
        // The foot of a page leads to its path without what is asked of it.
        func blurred(_ body: String, _ path: String) -> String {
          [path, path.percentEncoded, String(path.prefix { $0 != "?" })]
            .reduce(body) { $0.replacing($1, with: "HERE") }
        }
        #expect(blurred(first.body, foreign) == blurred(second.body, unknown), "\(foreign)")
      }
    }
  }

  @Test("an account of Riverside is nobody's to Hilltop's administrator, and no event of it is seen")
  func foreignAccounts() async throws {
    try await TestSite.using { site in
      let etienne = try await site.test.session(of: DemoCast.etienne)
      let paul = try #require(site.test.riverside.accounts[DemoCast.paul])
      let nowhere = UUID().uuidString.lowercased()
      let page = try await site.get("/admin/accounts/\(paul)", as: etienne, at: "hilltop.localhost")
      let other = try await site.get("/admin/accounts/\(nowhere)", as: etienne, at: "hilltop.localhost")
      #expect(page.status == 404)
      #expect(
        page.body.replacing("\(paul)", with: "HERE") == other.body.replacing(nowhere, with: "HERE"))
      for act in ["role", "factor-reset", "disablement", "enablement", "sessions/end"] {
        let answer = try await site.post(
          "/admin/accounts/\(paul)/\(act)", [("role", "admin")], as: etienne, at: "hilltop.localhost")
        #expect(answer.status == 404, "\(act)")
      }
      let log = try await site.get("/admin/audit?account=\(paul)", as: etienne, at: "hilltop.localhost")
      #expect(log.status == 200 && !log.body.contains("Fletcher"))
    }
  }

  @Test("a session of Hilltop is nobody's at Riverside, on every route that asks for one")
  func foreignSession() async throws {
    try await TestSite.using { site in
      let etienne = try await site.test.session(of: DemoCast.etienne)
      let guarded = site.routes.filter { $0.access.access != .anyone }
      #expect(guarded.count >= 10)
      for route in guarded {
        let answer = try await site.answer(of: route, as: etienne)
        // A booking form is shown again, for whoever signs in beside it.
        // Scripts that send files are told in words of their own.
        if route.name == "appointment.create" || Self.askedByScripts.contains(route.name) {
          #expect(answer.status == 401, "\(route.name)")
        } else {
          #expect(answer.status == 303, "\(route.name)")
          #expect(answer.location?.hasPrefix("/sign-in") == true, "\(route.name)")
        }
        #expect(!answer.body.contains("Hilltop"))
      }
    }
  }

  private static let askedByScripts = [
    "documents.upload", "patient.documents.upload", "upload.part", "upload.complete",
  ]

  @Test(
    "every route admits the declared roles and turns the others away", arguments: DemoCast.accounts.prefix(4))
  func roles(account: DemoAccount) async throws {
    try await TestSite.using { site in
      let token = try await site.test.session(of: account)
      for route in site.routes where route.name != "sign-out" {
        let answer = try await site.answer(of: route, as: token)
        switch route.access.access {
        case .may(let permission) where !account.role.may(permission):
          #expect(answer.status == 403, "\(route.name)")
        case .step: #expect(answer.status == 303, "\(route.name)")
        default:
          #expect([200, 204, 303, 404, 422].contains(answer.status), "\(route.name): \(answer.status)")
        }
      }
    }
  }

  @Test(
    "who is signed in already comes from each step of signing in to a page, in a few redirects",
    arguments: [
      "/two-factor", "/sign-in/code", "/sign-in/code?next=/doctors", "/sign-in?next=/sign-in/code",
      "/sign-in",
    ])
  func stepsBehind(path: String) async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      var next = path
      for _ in 0..<4 {
        let answer = try await site.get(next, as: paul)
        guard answer.status == 303, let location = answer.location else {
          #expect(answer.status == 200)
          return
        }
        next = location
      }
      Issue.record("\(path) leads in a circle")
    }
  }

  @Test(
    "a step's form that comes when the step is over leads to signing in, with the way on and a word",
    arguments: ["/two-factor", "/sign-in/code", "/sign-in/recovery-code", "/sign-up/confirmation"])
  func stepsOver(path: String) async throws {
    try await TestSite.using { site in
      let answer = try await site.post(
        path,
        [("code", path.contains("recovery") ? "ABCDEFGHIJKLMNOPQRSTUVWX" : "123456"), ("next", "/doctors")],
        as: Token(from: .system))
      #expect(answer.status == 303)
      let location = try #require(answer.location)
      #expect(location.hasPrefix("/sign-in?") && location.hasSuffix("next=%2Fdoctors"))
      let page = try await site.get(location)
      #expect(page.body.contains("This step is over"))
    }
  }

  @Test("between the steps of signing in, nobody is named and nothing can be booked")
  func halfSignedIn() async throws {
    try await TestSite.using { site in
      let half = try await site.test.session(of: DemoCast.paul, stage: .secondFactor)
      let page = try await site.get("/appointments/new?offer=\(try await site.offer())", as: half)
      #expect(page.status == 200)
      #expect(!page.body.contains("Paul"))
      #expect(!page.body.contains("action=\"/appointments\""))
    }
  }

  @Test("an unknown host is told 421")
  func unknownHost() async throws {
    try await TestSite.using { site in
      for host in ["nobody.localhost", "example.org", "localhost"] {
        let answer = try await site.get("/", at: host)
        #expect(answer.status == 421, "\(host)")
      }
    }
  }
}
