import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("A clinic carried to another installation")
struct CarryingTests {
  @Test("is the same there: every table, every file, its audit log verified, and its neighbour left behind")
  func same() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      let exported = try await stage.from.export("riverside", to: stage.path(), stage.key)
      let imported = try await stage.to.bringIn(stage.path(), stage.key)
      #expect(imported.carried.rows == exported.rows && imported.carried.objects == exported.objects)
      #expect(imported.hosts == ["www.riverside.example", "riverside.there.example"])

      let (here, there) = (
        try await stage.hashes(in: stage.test.database), try await stage.hashes(in: stage.there)
      )
      #expect(here.count > 50)
      for (table, hash) in here { #expect(there[table] == hash, "\(table)") }
      #expect(try await stage.files(in: stage.test.clinic.objects) == stage.files(in: stage.files))
      #expect(try await stage.files(in: stage.files).count == 4)

      let server = try stage.server()
      let report = try await server.verifyAudit(of: try await server.audited()[0])
      #expect(report.findings.isEmpty && report.rows > 30)
      try await server.sealAudit(of: stage.test.riverside.id)
      #expect(try await server.verifyAudit(of: try await server.audited()[0]).findings.isEmpty)
      #expect(try await server.audited().map(\.slug) == ["riverside"])
      await server.close()
    }
  }

  @Test("lets people sign in with both steps once it is resumed, and nobody before; no session came along")
  func signIn() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      _ = try await stage.to.bringIn(stage.path(), stage.key)
      let server = try stage.server()
      func visitor(_ token: Token?, _ access: Access, _ purpose: Purpose) -> Visitor {
        Visitor(
          host: "riverside.there.example", tokenHash: token?.hash, access: access, purpose: purpose,
          requestID: "")
      }
      let stranger = visitor(nil, .anyone, .signIn)
      await #expect(throws: Refusal.suspended) { try await server.ask(stranger, .nothing) }
      try await stage.to.tenants.resume("riverside")
      // Dana's password lay under a pepper of the first installation, and lies under one of this.
      let half = try #require(
        try await server.signIn(
          email: DemoCast.dana.email, password: DemoCast.dana.password,
          by: visitor(Token(from: .system), .anyone, .signIn)))
      let outcome = try await server.passSecondFactor(
        try stage.test.code(of: DemoCast.dana),
        by: visitor(Token(text: half.token), .step(.secondFactor), .signIn))
      guard case .accepted = outcome else { throw NotSignedIn() }
      #expect(
        try await stage.there.asSuperuser("SELECT count(*) FROM session WHERE stage = 'full'")
          .decode { row in try row.next(Int.self) } == [1])
      await server.close()
    }
  }

  @Test("is as it was at one instant, whatever its people do meanwhile, and says who took it along")
  func oneInstant() async throws {
    try await CarryingStage.using { stage in
      let test = stage.test
      // An early table and a late one get their rows in pairs.
      let working = (0..<3).map { writer in
        Task {
          var number = 1000 * writer
          while !Task.isCancelled {
            number += 1
            _ = try await test.database.asOwner(
              of: test.riverside.id.uuid,
              [
                "INSERT INTO holiday (day, name) VALUES (date '2030-01-01' + \(number)::int, 'Pair')",
                "INSERT INTO specialty (id, name) VALUES (gen_random_uuid(), \("Pair \(number)"))",
              ])
          }
        }
      }
      for _ in 0..<2000 where try await test.count("holiday") < 5 {
        try await Task.sleep(for: .milliseconds(5))
      }
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      for task in working {
        task.cancel()
        _ = try? await task.value
      }
      _ = try await stage.to.bringIn(stage.path(), stage.key)
      let pairs = try await stage.there.asSuperuser(
        """
        SELECT (SELECT count(*) FROM specialty WHERE name LIKE 'Pair %'), (SELECT count(*) FROM holiday WHERE name = 'Pair'),
               (SELECT count(*) FROM audit_event WHERE act IN ('tenant-exported', 'tenant-imported') AND purpose = 'operation')
        """
      ).decode { row in (try row.next(Int.self), try row.next(Int.self), try row.next(Int.self)) }[0]
      #expect(pairs.0 == pairs.1 && pairs.0 >= 5 && pairs.2 == 2)
    }
  }

  @Test("does its waiting letters there, whose links were sealed with other keys")
  func letters() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      _ = try await stage.to.bringIn(stage.path(), stage.key)
      let server = try stage.server()
      #expect(try await server.work([.letter]) { _, _ in .sent } == 0)
      try await stage.to.tenants.resume("riverside")
      let sent = try await server.work([.letter]) { message, _ in
        message.letter == .passwordReset && message.secret.flatMap { Token(text: $0) } != nil
          ? .sent : .refused("no link")
      }
      #expect(sent >= 1)
      #expect(
        try await stage.there.asSuperuser("SELECT count(*) FROM outbox_message WHERE state = 'failed'")
          .decode { row in try row.next(Int.self) } == [0])
      await server.close()
    }
  }
}

extension CarryingStage {
  /// Of every table that travels, what Riverside's rows are, without what is sealed: read in another way than the archive is.
  func hashes(in database: TestDatabase) async throws -> [String: String] {
    let tables = try await database.asSuperuser(
      """
      SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
       WHERE c.relkind = 'r' AND c.relforcerowsecurity
      """
    ).decode { row in try row.next(String.self) }
    var hashes: [String: String] = [:]
    for table in tables where Staying.tables[table] == nil {
      let without =
        KeyedColumn.allCases.filter { $0.names.table == table }.map(\.names.column)
      let rows: SQL =
        table == "audit_event"
        ? "audit_event WHERE act <> 'tenant-imported'" : "\(unsafe: table)"
      hashes[table] = try await database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          SELECT md5(coalesce(string_agg(line, E'\\n' ORDER BY line), ''))
            FROM (SELECT (to_jsonb(t) - \(without))::text AS line FROM (SELECT * FROM \(rows)) AS t) AS lines
          """
        ])[0].decode { row in try row.next(String.self) }[0]
    }
    return hashes
  }

  func files(in store: any ObjectStore) async throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for try await object in store.objects(below: try KeyPrefix(tenant: "\(test.riverside.id)")) {
      let whole = try await store.get(object.key)
      let type = try #require(whole.description.contentType)
      files["\(object.key) \(type)"] = try await store.bytes(object.key, limit: 1 << 20)
    }
    return files
  }
}
