import ClinicTesting
import Credentials
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import Clinic

@Suite("A clinic's own domain")
struct OwnDomainTests {
  @Test("leads nowhere until its proof is confirmed, and nowhere again when it is suspended or given up")
  func counts() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      try await test.clinic.wishForDomain(try ownName(), by: dana)
      try await test.clinic.wishForDomain(try ownName(), by: dana)
      #expect(try await test.whoseIsOwnHost() == nil)
      let wish = try #require(try await test.ask(dana, .ownDomain))
      #expect(!wish.isActive && wish.recordName == "_polyclinic.www.lakeside-clinic.org")
      for proof in ["", "polyclinic-", wish.proof + "x", "\(wish.proof.dropLast())", "\"\"\(wish.proof)\""] {
        await #expect(throws: TenantFault.notProved(record: wish.recordName), "\(proof)") {
          try await test.registry.confirmDomain(wish.host, of: "riverside", proof: proof)
        }
      }
      #expect(try await test.whoseIsOwnHost() == nil)
      for _ in 0..<2 {
        try await test.registry.confirmDomain(wish.host, of: "riverside", proof: "\"\(wish.proof)\"\n")
      }
      #expect(try await test.whoseIsOwnHost() == "riverside")
      #expect(try await test.ask(dana, .ownDomain)?.isActive == true)
      #expect(try await test.clinic.ask(dana, .nothing).visit.tenant.domain == wish.host)
      try await test.registry.suspendDomain(wish.host, of: "riverside")
      #expect(try await test.whoseIsOwnHost() == nil)
      #expect(try await test.clinic.ask(dana, .nothing).visit.tenant.domain == nil)
      try await test.registry.confirmDomain(wish.host, of: "riverside", proof: wish.proof)
      #expect(try await test.whoseIsOwnHost() == "riverside")
      try await test.clinic.giveUpDomain(by: dana)
      try await test.clinic.giveUpDomain(by: dana)
      #expect(try await test.whoseIsOwnHost() == nil)
      for (act, times) in ["wished": 1, "proved": 2, "suspended": 1, "given-up": 1] {
        #expect(try await test.count("audit_event WHERE act = 'domain-\(act)'") == times, "\(act)")
      }
      #expect(try await test.ask(dana, .settingChanges)["domain"]?.name == "Dana Whitfield")
    }
  }

  @Test("is one clinic's: two may wish for it, and whose proof comes first has it")
  func once() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.setRules))
      for admin in [dana, etienne] { try await test.clinic.wishForDomain(try ownName(), by: admin) }
      let (one, two) = (
        try #require(try await test.ask(dana, .ownDomain)),
        try #require(try await test.ask(etienne, .ownDomain))
      )
      #expect(one.proof != two.proof)
      await #expect(throws: TenantFault.notProved(record: two.recordName)) {
        try await test.registry.confirmDomain(two.host, of: "hilltop", proof: one.proof)
      }
      try await test.registry.confirmDomain(two.host, of: "hilltop", proof: two.proof)
      await #expect(throws: TenantFault.host(one.host)) {
        try await test.registry.confirmDomain(one.host, of: "riverside", proof: one.proof)
      }
      #expect(try await test.whoseIsOwnHost() == "hilltop")
      // What one clinic has given up, or never had, leaves the other's alone.
      try await test.clinic.giveUpDomain(by: dana)
      #expect(try await test.whoseIsOwnHost() == "hilltop")
      await #expect(throws: Refusal.invalid([Problem("domain", "problem.domain-taken")])) {
        try await test.clinic.wishForDomain(try ownName(), by: dana)
      }
      try await test.clinic.giveUpDomain(by: etienne)
      try await test.clinic.wishForDomain(try ownName(), by: dana)
      #expect(try await test.whoseIsOwnHost() == nil)
    }
  }

  @Test("is wished for one at a time, by who has proved themselves, and never counts by the server's hand")
  func hands() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      try await test.clinic.wishForDomain(try ownName(), by: dana)
      await #expect(throws: Refusal.invalid([Problem("domain", "problem.domain-first")])) {
        try await test.clinic.wishForDomain(try ownName("lakeside.org"), by: dana)
      }
      for statement: SQL in [
        "UPDATE own_domain SET proved_at = now()", "UPDATE own_domain SET host = 'lakeside.org'",
        "INSERT INTO own_domain (host, proof, asked_at, proved_at) VALUES ('a.org', repeat('x', 20), now(), now())",
        "INSERT INTO tenant_domain (host, tenant_id) SELECT 'a.org', current_tenant()",
        "SELECT tenant_domain_follows()",
      ] {
        await #expect(throws: PostgresError.self, "\(statement)") {
          try await test.database.asServer(of: test.riverside.id.uuid, statement)
        }
      }
      test.clock.advance(by: 601)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.giveUpDomain(by: dana) }
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.wishForDomain(try ownName(), by: dana)
      }
    }
  }

  @Test("has passkeys of its own: one that was made at the other host is not asked for, and does not count")
  func passkeys() async throws {
    try await TestClinic.using { test in
      let origin = "http://riverside.localhost"
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      var passkey = TestPasskey()
      let request = try await test.clinic.passkeyRegistration(at: origin, by: paul).request
      try await test.clinic.addPasskey(
        try passkey.registration(request), named: "Phone", at: origin, by: paul)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      try await test.clinic.wishForDomain(try ownName(), by: dana)
      let wish = try #require(try await test.ask(dana, .ownDomain))
      try await test.registry.confirmDomain(wish.host, of: "riverside", proof: wish.proof)
      let own = "http://\(wish.host)"
      func step(at host: String) async throws -> Visitor {
        let token = try await test.session(of: DemoCast.paul, stage: .secondFactor)
        return Visitor(
          host: host, tokenHash: token.hash, access: .step(.secondFactor), purpose: .signIn, requestID: "")
      }
      let here = try await test.clinic.secondFactors(
        at: origin, by: try await step(at: "riverside.localhost"))
      #expect(here.passkey != nil && here.elsewhere == nil)
      let half = try await step(at: wish.host)
      let there = try await test.clinic.secondFactors(at: own, by: half)
      #expect(there.passkey == nil && there.elsewhere == "riverside.localhost" && there.hasAuthenticator)
      // Even a browser that would use it there is refused: it is bound to the host that it names.
      let visit = try await test.clinic.ask(half, .nothing).visit
      let asked = try test.clinic.passkeySignIn(at: own, browser: half.tokenHash ?? [], visit, half)
      passkey.origin = own
      let browser = Visitor(
        host: wish.host, tokenHash: half.tokenHash, access: .anyone, purpose: .signIn, requestID: "")
      #expect(try await test.clinic.signIn(with: try passkey.assertion(asked), at: own, by: browser) == nil)
      #expect(try await test.ask(dana, .domainUse).withPasskeys == 0)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE passkey SET host = \(wish.host)"])
      #expect(try await test.ask(dana, .domainUse).withPasskeys == 1)
    }
  }
}

private func ownName(_ typed: String = "www.lakeside-clinic.org") throws -> DomainName {
  try DomainName(typed, installation: "localhost", at: "domain")
}

extension TestClinic {
  fileprivate var registry: TenantRegistry {
    TenantRegistry(
      connection: database.ownerConnection, keys: TestClinic.keys, logger: .tests)
  }

  /// Nil when it is nobody's.
  fileprivate func whoseIsOwnHost() async throws -> String? {
    let visitor = Visitor(
      host: "www.lakeside-clinic.org", tokenHash: nil, access: .anyone, purpose: .publicInformation,
      requestID: "")
    do {
      return try await clinic.ask(visitor, .nothing).visit.tenant.slug
    } catch Refusal.unknownTenant {
      return nil
    }
  }
}
