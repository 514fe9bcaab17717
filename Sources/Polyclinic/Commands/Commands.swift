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
