import ClinicTesting
import Postgres
import Testing

@testable import Clinic

@Suite("The door")
struct DoorTests {
  @Test("knows Paul at Riverside, and nobody by his token at Hilltop")
  func tokensAreATenants() async throws {
    try await TestClinic.using { test in
      let token = try await test.session(of: DemoCast.paul)
      let home = test.visitor(token, at: test.riverside, to: .ownRecord, access: .signedIn)
      let (visit, _) = try await test.clinic.ask(home, .nothing)
      #expect(visit.account?.name == DemoCast.paul.displayName)

      let abroad = test.visitor(token, at: test.hilltop, to: .ownRecord, access: .signedIn)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(abroad, .nothing) }
    }
  }

  @Test("admits whose role has the permission", arguments: Permission.allCases)
  func permissions(permission: Permission) async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(permission))
      if permission.roles.contains(.practitioner) {
        _ = try await test.clinic.ask(amira, .nothing)
      } else {
        await #expect(throws: Refusal.forbidden) { try await test.clinic.ask(amira, .nothing) }
      }
    }
  }

  @Test("keeps the half-signed-in at their step")
  func stages() async throws {
    try await TestClinic.using { test in
      let token = try await test.session(of: DemoCast.paul, stage: .secondFactor)
      let inside = test.visitor(token, at: test.riverside, to: .ownRecord, access: .signedIn)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(inside, .nothing) }
      let elsewhere = test.visitor(token, at: test.riverside, to: .signIn, access: .step(.enrolling))
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(elsewhere, .nothing) }
      let step = test.visitor(token, at: test.riverside, to: .signIn, access: .step(.secondFactor))
      _ = try await test.clinic.ask(step, .nothing)
    }
  }

  @Test(
    "lets staff in from the clinic's own networks alone where it has named any, and patients from anywhere")
  func networks() async throws {
    try await TestClinic.using { test in
      func verdict(_ account: DemoAccount, from address: String, _ access: Access) async throws -> String {
        let inside = try await test.visitor(account, to: .account, access: access)
        let visitor = Visitor(
          host: inside.host, tokenHash: inside.tokenHash, access: access, purpose: .account, requestID: "",
          client: Client(address: address, agent: ""))
        do {
          return try await test.clinic.ask(visitor, .nothing).visit.account == nil ? "nobody" : "welcome"
        } catch let refusal as Refusal { return "\(refusal)" }
      }
      let own = Access.may(.keepOwnAccount)
      #expect(try await verdict(DemoCast.amira, from: "", own) == "welcome", "off while none is named")
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE tenant SET staff_networks = '{10.20.0.0/16,2001:db8::/32}' WHERE slug = 'riverside'"])
      for address in ["10.20.0.0", "10.20.255.255", "::ffff:10.20.1.1", "2001:db8::9"] {
        #expect(try await verdict(DemoCast.amira, from: address, own) == "welcome", "\(address)")
      }
      for address in ["10.19.255.255", "10.21.0.0", "2001:db9::", "", "10.20.0.1, 1.2.3.4", "x"] {
        #expect(try await verdict(DemoCast.amira, from: address, own) == "elsewhere", "\(address)")
        #expect(try await verdict(DemoCast.amira, from: address, .anyone) == "nobody", "\(address)")
        #expect(try await verdict(DemoCast.paul, from: address, own) == "welcome", "\(address)")
      }
      let noted = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          SELECT a.email FROM audit_event e JOIN account a ON a.id = e.entity
           WHERE e.act = 'refused' AND e.address = '10.21.0.0'
          """
        ])
      #expect(try noted[0].decode { row in try row.next(String.self) } == [DemoCast.amira.email])
    }
  }

  @Test("gives no rows to a visitor whom it refuses, though the query was on its way")
  func refusedSeesNothing() async throws {
    try await TestClinic.using { test in
      let stranger = test.visitor(nil, at: test.riverside, to: .administration, access: .may(.manageStaff))
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(stranger, .staff) }
      let noted = try await test.database.asOwner(of: test.riverside.id.uuid, ["SELECT act FROM audit_event"])
      #expect(noted[0].isEmpty)
    }
  }

  @Test("refuses a host that is nobody's")
  func unknownHost() async throws {
    try await TestClinic.using { test in
      let lost = Visitor(
        host: "nobody.localhost", tokenHash: nil, access: .anyone, purpose: .publicInformation, requestID: "")
      await #expect(throws: Refusal.unknownTenant) { try await test.clinic.ask(lost, .services) }
    }
  }

  @Test("notes that staff looked, and that somebody was refused")
  func audit() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
      _ = try await test.clinic.ask(dana, .staff)
      let paul = try await test.visitor(DemoCast.paul, to: .administration, access: .may(.manageStaff))
      _ = try? await test.clinic.ask(paul, .staff)
      let acts = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "SELECT e.act || ' ' || a.email FROM audit_event e JOIN account a ON a.id = e.account_id ORDER BY e.id"
        ])
      #expect(
        try acts[0].decode { row in try row.next(String.self) }
          == ["read \(DemoCast.dana.email)", "refused \(DemoCast.paul.email)"])
    }
  }

  @Test("forgets a session after its idle limit, and keeps it while it is used")
  func idle() async throws {
    try await TestClinic.using { test in
      let visitor = try await test.signedIn(DemoCast.paul)
      for _ in 0..<4 {
        test.clock.advance(by: 29 * 60)
        _ = try await test.clinic.ask(visitor, .nothing)
      }
      test.clock.advance(by: 30 * 60 + 1)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(visitor, .nothing) }
    }
  }

  @Test("no server is started as a role that stands above row-level security")
  func role() async throws {
    try await TestClinic.using { test in
      try await test.clinic.checkRole()
      let mighty = try Clinic(
        connection: test.database.ownerConnection, poolSize: 1, objects: test.clinic.objects,
        keys: TestClinic.keys, auditKeys: TestClinic.auditKeys, hasher: TestClinic.hasher, logger: .tests)
      await #expect(throws: InstallationFault.mightyRole("polyclinic_owner")) { try await mighty.checkRole() }
      await mighty.close()
    }
  }
}
