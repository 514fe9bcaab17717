internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// Riverside and Hilltop with one of everything, stored for a test.
///
/// They are the same in every test, so they are stored once for all that have the time and the seed in common, and
/// copied for each.
actor StoredSmallClinics {
  static let shared = StoredSmallClinics()

  typealias Stored = (database: TestDatabase, clinics: [DemoClinic])

  private struct Kind: Hashable {
    let now: Date
    let seed: UInt64
  }

  private var storing: [Kind: Task<Stored, any Error>] = [:]

  /// A database with them, of the caller's own.
  func copied(now: Date, seed: UInt64) async throws -> Stored {
    let kind = Kind(now: now, seed: seed)
    let storing =
      storing[kind]
      ?? Task {
        let database = try await TestDatabase.make()
        return (database, try await SmallClinics(database, now: now, seed: seed).stored())
      }
    self.storing[kind] = storing
    let stored = try await storing.value
    return (try await stored.database.copied(), stored.clinics)
  }
}

/// What there is of them, and how it is stored.
private struct SmallClinics {
  private let database: TestDatabase
  private let now: Date
  private let seed: UInt64

  init(_ database: TestDatabase, now: Date, seed: UInt64) {
    self.database = database
    self.now = now
    self.seed = seed
  }

  func stored() async throws -> [DemoClinic] {
    let owner = try await TestServer.connect(ConnectionString(text: database.ownerConnection))
    defer { owner.close() }
    var clinics: [DemoClinic] = []
    for plan in DemoPlan.all.map(\.small) {
      let clinic = try DemoClinic(
        plan, baseDomain: "localhost", now: now, seed: seed,
        size: DemoClinic.Size(patients: 1, appointments: 0, hasPortraits: false))
      var accounts: [StoredAccount] = []
      for account in clinic.accounts {
        accounts.append(
          try await StoredAccount(account, in: clinic.id, keys: TestClinic.keys, hasher: TestClinic.hasher))
      }
      _ = try await owner.pipeline(clinic.insertions(of: accounts, at: now))
      clinics.append(clinic)
    }
    return clinics
  }
}

extension DemoPlan {
  /// The same clinic on the day it opened: its first doctor, room and specialty, and no rules but the plainest.
  fileprivate var small: DemoPlan {
    DemoPlan(
      slug: slug, name: name, timeZone: timeZone, currency: currency, phone: phone, address: address,
      catalogue: Catalogue(specialties: Array(catalogue.specialties.prefix(1))),
      roster: Array(roster.prefix(1)), rooms: Array(rooms.prefix(1)), names: names,
      neighbourhood: neighbourhood, rules: DemoRules())
  }
}
