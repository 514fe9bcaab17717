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
        (appointment, "/appointments/\(nowhere)"),
        ("/appointments/new?offer=\(try await site.offer())", "/appointments/new?offer=x"),
      ]
      for (foreign, unknown) in pairs {
        let first = try await site.get(foreign, as: lucie, at: "hilltop.localhost")
        let second = try await site.get(unknown, as: lucie, at: "hilltop.localhost")
        #expect(first.status == 404, "\(foreign)")
        #expect(
          first.body.replacing(foreign, with: "HERE").replacing(foreign.percentEncoded, with: "HERE")
            == second.body.replacing(unknown, with: "HERE").replacing(unknown.percentEncoded, with: "HERE"),
          "\(foreign)")
      }
    }
  }

  @Test("a session of Hilltop is nobody's at Riverside, on every route that asks for one")
  func foreignSession() async throws {
    try await TestSite.using { site in
      let etienne = try await site.test.session(of: DemoCast.etienne)
      let guarded = site.routes.filter { $0.access.access != .anyone }
      #expect(guarded.count >= 10)
      for route in guarded {
        let path = route.pattern.replacing(":id", with: UUID().uuidString)
        let answer =
          route.method == .get
          ? try await site.get(path, as: etienne) : try await site.post(path, [("offer", "x")], as: etienne)
        #expect([303, 404, 415].contains(answer.status), "\(route.method) \(path) answered \(answer.status)")
        if answer.status == 303 { #expect(answer.location?.hasPrefix("/sign-in") == true, "\(path)") }
        #expect(!answer.body.contains("Hilltop"))
      }
    }
  }

  @Test(
    "every route admits the declared roles and turns the others away", arguments: DemoCast.accounts.prefix(4))
  func roles(account: DemoAccount) async throws {
    try await TestSite.using { site in
      let token = try await site.test.session(of: account)
      for route in site.routes where route.method == .get {
        let path = route.pattern.replacing(/:[a-z]+/, with: UUID().uuidString)
        let answer = try await site.get(path, as: token)
        switch route.access.access {
        case .only(let roles) where !roles.contains(account.role): #expect(answer.status == 403, "\(path)")
        case .step: #expect(answer.status == 303, "\(path)")
        default: #expect([200, 303, 404].contains(answer.status), "\(path) answered \(answer.status)")
        }
      }
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
