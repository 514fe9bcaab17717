import Clinic
import Credentials
import FoundationEssentials
import Logging
import Web

extension Settings {
  /// - Throws: `SettingsFaults` when the owner's connection is not set.
  func tenants() throws -> TenantRegistry {
    TenantRegistry(connection: try ownerConnection(), keys: keys, logger: .operations)
  }
}

extension Command {
  func createTenant(_ arguments: TenantArguments, _ settings: Settings) async throws {
    let hosts = ["\(arguments.slug).\(settings.baseDomain)"] + (arguments.host.map { [$0] } ?? [])
    let created = try await settings.tenants().create(
      NewTenant(
        slug: arguments.slug, name: arguments.name, timeZone: arguments.timeZone,
        currency: arguments.currency, hosts: hosts, mailFrom: arguments.mailFrom,
        administrator: arguments.administrator),
      id: ID(UUIDv7().next(at: Date())))
    let state = created.isNew ? "is ready" : "is there already"
    print("Tenant \(arguments.slug) (\(created.id)) \(state) at \(hosts.joined(separator: " and ")).")
    if let invitation = created.invitation, let email = arguments.administrator?.email {
      print(invitation.text(to: email))
      if settings.mail == nil {
        print("Mail is not configured: 'polyclinic tenant invite' prints a link to hand over instead.")
      }
    }
  }

  func inviteAdministrator(
    _ person: (email: String, givenName: String, familyName: String), to slug: String, _ settings: Settings
  ) async throws {
    let registry = try settings.tenants()
    let token = try await registry.inviteAdministrator(person, to: slug)
    let origins = Origins(
      isSecure: settings.isBehindTLS, baseDomain: settings.baseDomain, port: settings.publicPort)
    print("Hand this link to \(person.email). It is good for seven days, and once:")
    print(origins.invitation(token, to: slug))
  }

  func listTenants(_ settings: Settings) async throws {
    let registry = try settings.tenants()
    for tenant in try await registry.tenants() {
      let state =
        tenant.suspendedAt.map { "suspended since \($0.formatted(.iso8601)): \(tenant.suspendedWhy)" }
        ?? "works"
      print(
        "\(tenant.slug)\t\(tenant.name)\t\(tenant.hosts.joined(separator: " "))\t\(state)\tup to \(tenant.storageLimit >> 20) MB of documents"
      )
    }
  }

  func suspendTenant(_ slug: String, because why: String, _ settings: Settings) async throws {
    let registry = try settings.tenants()
    try await registry.suspend(slug, because: why)
    print(
      "\(slug) is suspended: its pages say so, and letters and reminders wait. 'polyclinic tenant resume \(slug)' ends it."
    )
  }

  func resumeTenant(_ slug: String, _ settings: Settings) async throws {
    let registry = try settings.tenants()
    try await registry.resume(slug)
    print("\(slug) works.")
  }

  func limitTenant(_ slug: String, to requests: Int?, _ settings: Settings) async throws {
    try await settings.tenants().limit(slug, to: requests)
    print("\(slug) has \(requests.map { "\($0) requests a second of each server" } ?? "no limit").")
  }

  func limitStorage(_ slug: String, to bytes: Int, _ settings: Settings) async throws {
    try await settings.tenants().limitStorage(slug, to: bytes)
    print("\(slug) may keep \(bytes) bytes of documents.")
  }

  func printDomains(_ settings: Settings) async throws {
    let registry = try settings.tenants()
    for wish in try await registry.domains() {
      print(
        "\(wish.slug) \(wish.host) \(wish.isActive ? "in use" : "waits for its proof, TXT of \(wish.recordName)")"
      )
    }
  }

  func confirmDomain(_ host: String, of slug: String, proof: String, _ settings: Settings) async throws {
    let registry = try settings.tenants()
    try await registry.confirmDomain(host, of: slug, proof: proof)
    print("\(host) leads to \(slug).")
  }

  func suspendDomain(_ host: String, of slug: String, _ settings: Settings) async throws {
    let registry = try settings.tenants()
    try await registry.suspendDomain(host, of: slug)
    print("\(host) leads nowhere; \(slug) is reached at \(slug).\(settings.baseDomain).")
  }
}

extension FirstInvitation {
  /// For the operator's terminal.
  fileprivate func text(to email: String) -> String {
    switch self {
    case .sent: "The invitation of \(email) is on its way; it is good for seven days."
    case .sentAgain(let lapsed):
      "The invitation of \(email) lapsed on \(lapsed.formatted(.iso8601)): another is on its way, good for seven days."
    case .waiting(let until):
      "The invitation of \(email) was sent before and is good until \(until.formatted(.iso8601)): no other is sent."
    case .settled: "\(email) has answered an invitation, or it was withdrawn: no letter is sent."
    }
  }
}
