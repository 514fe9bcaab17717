internal import CivilTime
public import Clinic
internal import FoundationEssentials

/// What a test needs to know of a small clinic.
public struct TestTenant: Sendable {
  public let id: ID<Tenant>
  public let host: String
  /// The doctor: Amira, or Chloé.
  public let doctor: ID<Practitioner>
  /// In the order of the catalogue: 15 minutes, 30, 45 and 20 at Riverside.
  public let services: [ID<HealthcareService>]
  public let room: ID<Location>
  public let currency: String
  /// Paul, or Lucie.
  public let patient: ID<Patient>
  let specialty: UUID
  public let accounts: [DemoAccount: ID<Account>]

  init(_ clinic: DemoClinic) {
    id = clinic.id
    host = clinic.tenant.hosts[0]
    doctor = ID(clinic.practitioners[0].id)
    services = clinic.services.map { ID($0.id) }
    room = ID(clinic.rooms[0].id)
    currency = clinic.tenant.currency
    patient = ID(clinic.patients[0].id)
    specialty = clinic.specialties[0].id
    accounts = Dictionary(uniqueKeysWithValues: clinic.accounts.map { ($0.member, ID($0.id)) })
  }
}
