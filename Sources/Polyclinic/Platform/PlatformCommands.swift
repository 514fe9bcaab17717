import Clinic
import ClinicTesting
import FoundationEssentials
import ObjectStore

/// What the operator alone does, from a shell: no page leads here.
extension Command {
  func printFigures(_ settings: Settings) async throws {
    let parts = try Parts(settings, logger: .operations)
    let registry = try settings.tenants()
    for figures in try await registry.figures() {
      let files = try await parts.objects.total(below: try KeyPrefix(tenant: "\(figures.tenant)"))
      print(figures.text(files))
    }
    await parts.close()
  }

  func printMigrations(_ settings: Settings) async throws {
    let migrator = Migrator(connection: try settings.ownerConnection(), logger: .operations)
    for (name, appliedAt) in try await migrator.status(try Migration.all(in: "\(settings.root)/Migrations")) {
      print("\(name)\t\(appliedAt.map { $0.formatted(.iso8601) } ?? "to be applied: polyclinic migrate")")
    }
  }

  func printKeys(_ settings: Settings) async throws {
    let registry = try settings.tenants()
    let keys = InstallationKeys(settings.keys)
    let uses = try await registry.keyUses(keys)
    for use in uses {
      print("\(use.slug)\t\(use.what)\t\(use.key.map { "key \($0)" } ?? "no key")\t\(use.count)")
    }
    let waits = uses.contains { $0.key != keys.current }
    print(
      waits
        ? "Not all is under key \(keys.current): polyclinic platform rotate"
        : "All is under key \(keys.current). docs/security/keys.md says when those before it can go.")
  }

  func rotateKeys(_ settings: Settings) async throws {
    let registry = try settings.tenants()
    let keys = InstallationKeys(settings.keys)
    let done = try await registry.rotateKeys(keys)
    for use in done { print("\(use.slug)\t\(use.what)\t\(use.count)") }
    print("\(done.reduce(0) { $0 + $1.count }) values were put under key \(keys.current).")
  }

  /// - Throws: `Weaknesses` when there are any.
  func checkPlatform(_ settings: Settings) async throws {
    var found = settings.weaknesses(environment: ProcessInfo.processInfo.environment)
    found += try await settings.tenants().databaseWeaknesses(demoAddresses: DemoCast.accounts.map(\.email))
    let migrator = Migrator(connection: try settings.ownerConnection(), logger: .operations)
    let waiting = try await migrator.status(try Migration.all(in: "\(settings.root)/Migrations"))
      .count { $0.appliedAt == nil }
    if waiting > 0 { found.append("\(waiting) migrations are to be applied: polyclinic migrate") }
    for weakness in found { print("- \(weakness)") }
    guard found.isEmpty else { throw Weaknesses(count: found.count) }
    print("No weakness found.")
  }
}

struct Weaknesses: Error, CustomStringConvertible {
  let count: Int

  var description: String { count == 1 ? "there is a weakness" : "there are \(count) weaknesses" }
}

extension TenantFigures {
  fileprivate func text(_ files: (count: Int, bytes: Int)) -> String {
    """
    \(slug)\(isSuspended ? " (suspended)" : "")
      holds   \(patients) patients, \(accounts) accounts, \(appointments) appointments, \(auditRows) rows of its audit log, \
    \(files.count) files of \(files.bytes) bytes; documents of \(storage.used) bytes, up to \(storage.limit)
      does    \(actsLastHour) acts in the last hour, \(actsLastDay) in the last day; \(bookingsLastDay) bookings in the last day
      fails   \(refusedSignInsLastDay) refused sign-ins in the last day, \(lettersFailed) failed letters (\(lettersWaiting) wait), \
    \(jobsGivenUp) jobs given up
    """
  }
}
