import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Logging
import Pages
import Shell
import Web

extension Command {
  func migrate(_ settings: Settings) async throws {
    let migrator = Migrator(connection: try settings.ownerConnection(), logger: .operations)
    let applied = try await migrator.migrate(try Migration.all(in: "\(settings.root)/Migrations"))
    print(applied.isEmpty ? "The database is up to date." : "Applied \(applied.joined(separator: ", ")).")
  }

  func createTenant(_ arguments: TenantArguments, _ settings: Settings) async throws {
    let registry = TenantRegistry(connection: try settings.ownerConnection(), logger: .operations)
    let hosts = ["\(arguments.slug).\(settings.baseDomain)"] + (arguments.host.map { [$0] } ?? [])
    let (id, isNew) = try await registry.create(
      NewTenant(
        slug: arguments.slug, name: arguments.name, timeZone: arguments.timeZone,
        currency: arguments.currency,
        hosts: hosts, mailFrom: arguments.mailFrom),
      id: ID(UUIDv7().next(at: Date())))
    print(
      "Tenant \(arguments.slug) (\(id)) \(isNew ? "is ready" : "is there already") at \(hosts.joined(separator: " and "))."
    )
  }

  func inviteAdministrator(
    _ person: (email: String, givenName: String, familyName: String), to slug: String, _ settings: Settings
  ) async throws {
    let registry = TenantRegistry(connection: try settings.ownerConnection(), logger: .operations)
    let token = try await registry.inviteAdministrator(person, to: slug)
    let origins = Origins(
      isSecure: settings.isBehindTLS, baseDomain: settings.baseDomain, port: settings.publicPort)
    print("Hand this link to \(person.email). It is good for seven days, and once:")
    print(origins.invitation(token, to: slug))
  }

  func seedDemo(_ settings: Settings) async throws {
    let seed = DemoSeed(
      ownerConnection: try settings.ownerConnection(), keys: settings.keys,
      hasher: PasswordHasher(pepper: Pepper(settings.keys)),
      objects: try settings.makeObjectStore(logger: .operations), baseDomain: settings.baseDomain,
      now: Date(),
      logger: .operations)
    try await seed.run { print($0) }
  }

  func printDemoAccounts(_ settings: Settings) throws {
    for account in DemoCast.accounts {
      let host = "\(account.tenant).\(settings.baseDomain)"
      print(
        "\(account.displayName), \(account.role.rawValue) at \(host): \(account.email) / \(account.password)")
    }
  }

  func printDemoCode(_ name: String) throws {
    guard let account = DemoCast.account(name) else {
      let names = DemoCast.accounts.map(\.name).joined(separator: ", ")
      throw UsageFault("the demo has no '\(name)'; it has \(names)")
    }
    print(account.totpCode(at: Date()))
  }

  func printRoutes(_ settings: Settings) throws {
    let parts = try Parts(settings, logger: .operations)
    for route in try RouteTable(parts.site.routes()).routes {
      print("\(route.method) \(route.pattern) \(route.access.access) \(route.access.purpose.rawValue)")
    }
  }

  func printPages(_ settings: Settings) throws {
    let parts = try Parts(settings, logger: .operations)
    for page in try Gallery(library: parts.library).pages {
      print("\(page.name): \(page.samples) samples")
    }
  }
}

extension Logger {
  /// For commands: what goes wrong is told by the fault that ends them.
  static let operations = Logger(label: "polyclinic") { _ in SwiftLogNoOpLogHandler() }
}
