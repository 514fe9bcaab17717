import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A clinic is made")
struct TenantCreationTests {
  private let lakeside = NewTenant(
    slug: "lakeside", name: "Lakeside Clinic", timeZone: "Europe/London", currency: "GBP",
    hosts: ["lakeside.localhost"], administrator: ("Ada@example.org", "Ada", "Okafor"))

  private func registry(_ test: TestClinic) -> TenantRegistry {
    TenantRegistry(connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
  }

  private func create(_ tenant: NewTenant, _ test: TestClinic) async throws -> CreatedTenant {
    try await registry(test).create(tenant, id: ID(UUIDv7().next(at: test.clock.now)), at: test.clock.now)
  }

  /// The links in letters that workers deliver now.
  private func links(_ test: TestClinic) async throws -> [(to: String, token: Token)] {
    let delivered = Delivered()
    _ = try await test.clinic.work([.letter]) { message, _ in
      await delivered.add(message)
      return .sent
    }
    return await delivered.messages.compactMap { message in
      message.secret.flatMap { Token(text: $0) }.map { (message.recipient, $0) }
    }
  }

  /// Of all clinics.
  private func count(_ test: TestClinic, _ rows: String) async throws -> Int {
    try await test.database.asSuperuser("SELECT count(*) FROM \(unsafe: rows)").decode { row in try row.next()
    }[0]
  }

  private actor Delivered {
    var messages: [OutboxMessage] = []
    func add(_ message: OutboxMessage) { messages.append(message) }
  }

  @Test("with its first administrator's letter, by whose link an account is made")
  func invitation() async throws {
    try await TestClinic.using { test in
      let start = ContinuousClock.now
      let created = try await create(lakeside, test)
      #expect(created.isNew && created.invitation == .sent)
      #expect(ContinuousClock.now - start < .seconds(10))
      let links = try await links(test)
      #expect(links.map(\.to) == ["ada@example.org"])
      let browser = Visitor(
        host: "lakeside.localhost", tokenHash: nil, access: .anyone, purpose: .signUp, requestID: "")
      let invitation = try #require(try await test.clinic.invitation(links[0].token, by: browser).1)
      #expect(invitation.role == .admin && invitation.email == "ada@example.org")
      #expect(
        try await count(test, "audit_event WHERE act = 'invitation-sent' AND purpose = 'operation'") == 1)
    }
  }

  @Test("again, nothing changes and no second letter is written, until the invitation has lapsed")
  func again() async throws {
    try await TestClinic.using { test in
      let first = try await create(lakeside, test)
      let until = test.clock.now + Invitation.lifetime
      test.clock.set(until - 1)
      let second = try await create(lakeside, test)
      #expect(second.id == first.id && !second.isNew && second.invitation == .waiting(until: until))
      #expect(try await count(test, "outbox_message WHERE kind = 'invitation'") == 1)
      test.clock.set(until)
      #expect(try await create(lakeside, test).invitation == .sentAgain(lapsed: until))
      #expect(try await count(test, "outbox_message WHERE kind = 'invitation'") == 2)
      #expect(try await count(test, "invitation") == 1)
      // Withdrawn or accepted, nobody is asked again.
      _ = try await test.database.asOwner(
        of: first.id.uuid, ["UPDATE invitation SET withdrawn_at = \(test.clock.now)"])
      #expect(try await create(lakeside, test).invitation == .settled)
      #expect(try await count(test, "outbox_message WHERE kind = 'invitation'") == 2)
    }
  }

  @Test("whole or not at all, once, however many make it at once")
  func once() async throws {
    try await TestClinic.using { test in
      let taken = NewTenant(
        slug: "lakeside", name: "Lakeside Clinic", timeZone: "Europe/London", currency: "GBP",
        hosts: ["lakeside.localhost", "riverside.localhost"], administrator: lakeside.administrator)
      await #expect(throws: TenantFault.host("riverside.localhost")) { try await create(taken, test) }
      #expect(try await count(test, "tenant WHERE slug = 'lakeside'") == 0)
      let made = try await atOnce(lakeside, test)
      #expect(made.filter(\.isNew).count == 1 && Set(made.map(\.id)).count == 1)
      #expect(made.filter { $0.invitation == .sent }.count == 1)
      // Of a clinic that is there, too.
      var another = lakeside
      (another.hosts, another.administrator) = ([], ("bo@example.org", "Bo", "Lind"))
      #expect(try await atOnce(another, test).filter { $0.invitation == .sent }.count == 1)
      #expect(try await count(test, "outbox_message WHERE kind = 'invitation'") == 2)
    }
  }

  private func atOnce(_ tenant: NewTenant, _ test: TestClinic) async throws -> [CreatedTenant] {
    try await withThrowingTaskGroup(of: CreatedTenant.self) { group in
      for _ in 0..<4 { group.addTask { try await create(tenant, test) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test("an address that has an account there is not invited")
  func account() async throws {
    try await TestClinic.using { test in
      let riverside = NewTenant(
        slug: "riverside", name: "Riverside", timeZone: "Europe/London", currency: "GBP",
        hosts: ["riverside.localhost"], administrator: (DemoCast.paul.email.uppercased(), "Paul", "Fletcher"))
      let created = try await create(riverside, test)
      #expect(!created.isNew && created.invitation == .settled)
      #expect(try await count(test, "invitation") == 0)
    }
  }
}
