public import FoundationEssentials
internal import Glibc
public import Postgres

/// A migrated, empty database of one suite's or test's own.
///
/// ```swift
/// try await TestDatabase.using { database in ... }
/// ```
public struct TestDatabase: Sendable {
  /// What `polyclinic_app` connects with, as the server does.
  public let appConnection: String
  /// What `polyclinic_owner` connects with, as migrations do.
  public let ownerConnection: String
  private let superuser: ConnectionString
  private let name: String

  /// Copies the template; to be given back with `drop`.
  public static func make() async throws -> TestDatabase {
    try await copy(of: TestServer.shared.template())
  }

  /// As it is now; nobody may be connected to it.
  func copied() async throws -> TestDatabase {
    try await Self.copy(of: TestServer.Template(superuser: superuser, name: name))
  }

  private static func copy(of template: TestServer.Template) async throws -> TestDatabase {
    let name = "test_\(getpid())_\(UInt32.random(in: 0 ... .max))"
    let server = try await TestServer.connect(template.superuser)
    defer { server.close() }
    // Copying refuses while the template is in use, so one after the other.
    _ = try await server.query("SELECT pg_advisory_lock(7310208)")
    _ = try await server.query("CREATE DATABASE \(unsafe: name) TEMPLATE \(unsafe: template.name)")
    // A copy does not have its template's own privileges, only those of the objects in it.
    try await server.execute(
      script: """
        REVOKE ALL ON DATABASE \(name) FROM PUBLIC;
        GRANT CONNECT, CREATE ON DATABASE \(name) TO polyclinic_owner;
        GRANT CONNECT ON DATABASE \(name) TO polyclinic_app
        """)
    return TestDatabase(template, name)
  }

  public static func using<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
    let database = try await make()
    do {
      let result = try await body(database)
      try await database.drop()
      return result
    } catch {
      try? await database.drop()
      throw error
    }
  }

  private init(_ template: TestServer.Template, _ name: String) {
    func connection(of role: String) -> String {
      template.superuser.with(["user": role, "password": TestServer.password, "dbname": name]).text
    }
    appConnection = connection(of: "polyclinic_app")
    ownerConnection = connection(of: "polyclinic_owner")
    superuser = template.superuser
    self.name = name
  }

  /// Connections that are still open are cut.
  public func drop() async throws {
    let server = try await TestServer.connect(superuser)
    defer { server.close() }
    _ = try await server.query("DROP DATABASE \(unsafe: name) WITH (FORCE)")
  }

  /// As the owner, inside one tenant: what a test has to arrange or look at behind the server's back.
  public func asOwner(of tenant: UUID, _ statements: [SQL]) async throws -> [Rows] {
    let owner = try await TestServer.connect(ConnectionString(text: ownerConnection))
    defer { owner.close() }
    return Array(try await owner.pipeline(["SELECT enter_tenant(\(tenant), NULL)"] + statements).dropFirst())
  }

  /// As the server, inside one tenant: what an injected statement would see.
  ///
  /// - Parameter setting: what whoever has the server's password says first.
  public func asServer(of tenant: UUID, _ statement: SQL, after setting: SQL? = nil) async throws -> Rows {
    let server = try await TestServer.connect(ConnectionString(text: appConnection))
    defer { server.close() }
    if let setting { _ = try await server.query(setting) }
    return try await server.pipeline(["SELECT FROM enter_for_work(\(tenant))", statement])[1]
  }

  /// Past every policy, for checks that span tenants.
  public func asSuperuser(_ statement: SQL) async throws -> Rows {
    let server = try await TestServer.connect(superuser.with(["dbname": name]))
    defer { server.close() }
    return try await server.query(statement)
  }
}
