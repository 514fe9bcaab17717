internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// Riverside and Hilltop with one of everything, stored for a test.
struct SmallClinics {
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
