internal import Clinic
public import Credentials
public import FoundationEssentials
public import Logging
public import ObjectStore
internal import Postgres

/// Fills an empty installation with two clinics that look alive.
public struct DemoSeed: Sendable {
  let ownerConnection: String
  let keys: KeyRing
  let hasher: PasswordHasher
  let objects: any ObjectStore
  let baseDomain: String
  let now: Date
  let seed: UInt64
  let size: DemoClinic.Size
  let logger: Logger

  /// - Parameters:
  ///   - ownerConnection: a libpq connection string of the role `polyclinic_owner`.
  ///   - keys, hasher, objects: the same that the server uses, so that it can read what is stored.
  ///   - baseDomain: the clinics are found at `riverside.` and `hilltop.` of it.
  ///   - now: past and future of the appointments are as seen from here.
  public init(
    ownerConnection: String, keys: KeyRing, hasher: PasswordHasher, objects: any ObjectStore,
    baseDomain: String,
    now: Date, seed: UInt64 = 2026, size: DemoClinic.Size = .full, logger: Logger
  ) {
    self.ownerConnection = ownerConnection
    self.keys = keys
    self.hasher = hasher
    self.objects = objects
    self.baseDomain = baseDomain
    self.now = now
    self.seed = seed
    self.size = size
    self.logger = logger
  }

  /// Makes the clinics that are not there yet, each whole or not at all; safe to repeat.
  public func run(progress: @Sendable (String) -> Void) async throws {
    let connection = try await PostgresConnection.connect(settings, logger: logger)
    defer { connection.close() }
    // Of two seeds at once, the second finds the work done.
    _ = try await connection.query("SELECT pg_advisory_lock(7310206)")
    for clinic in try DemoClinic.all(baseDomain: baseDomain, now: now, seed: seed, size: size) {
      guard try await connection.query("SELECT FROM tenant WHERE slug = \(clinic.tenant.slug)").isEmpty else {
        progress("\(clinic.tenant.name) is there already")
        continue
      }
      try await make(clinic, over: connection, progress)
    }
  }

  private func make(
    _ clinic: DemoClinic, over connection: PostgresConnection, _ progress: @Sendable (String) -> Void
  ) async throws {
    progress("\(clinic.tenant.name): drawing \(clinic.practitioners.count) portraits")
    // Before the rows that name them, as the clinic itself does it.
    try await storePortraits(of: clinic)
    progress(
      """
      \(clinic.tenant.name): storing \(clinic.patients.count) patients and \(clinic.appointments.count) \
      appointments
      """)
    var accounts: [StoredAccount] = []
    for account in clinic.accounts {
      accounts.append(try await StoredAccount(account, in: clinic.id, keys: keys, hasher: hasher))
    }
    let documents = try DemoDocuments(clinic, keys: keys, at: now)
    let notes = try DemoNotes(clinic, keys: keys, at: now)
    let messages = try DemoMessages(clinic, accounts, keys: keys, at: now)
    try await documents?.store(in: objects)
    try await notes?.store(in: objects)
    _ = try await connection.pipeline(
      clinic.insertions(of: accounts, at: now) + (documents?.insertions ?? [])
        + clinic.insertPersons(of: accounts, at: now) + (notes?.insertions ?? [])
        + (try DemoRecord(clinic, keys: keys, at: now)?.insertions() ?? []) + (messages?.insertions ?? []))
    progress("\(clinic.tenant.name) is ready at \(clinic.tenant.hosts.joined(separator: ", "))")
  }

  private func storePortraits(of clinic: DemoClinic) async throws {
    let drawn = clinic.practitioners.compactMap { one in one.portrait.map { (ID<Portrait>($0), one.likeness) }
    }
    let prints = try await PortraitStudio.develop(drawn.map(\.1))
    for ((portrait, _), prints) in zip(drawn, prints) {
      for (size, bytes) in [(Portrait.Size.large, prints.large), (.small, prints.small)] {
        let key = try ObjectKey("\(clinic.id)/portraits/\(portrait)/\(size.rawValue).jpg")
        try await objects.put(key, bytes, contentType: .jpeg)
      }
    }
  }

  private var settings: DatabaseSettings {
    var settings = DatabaseSettings(connection: ownerConnection)
    settings.statementTimeout = .zero
    return settings
  }
}
