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
        keys: TestClinic.keys, hasher: TestClinic.hasher, logger: .tests)
      await #expect(throws: InstallationFault.mightyRole("polyclinic_owner")) { try await mighty.checkRole() }
      await mighty.close()
    }
  }
}
