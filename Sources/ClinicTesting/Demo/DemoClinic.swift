internal import CivilTime
public import Clinic
internal import FoundationEssentials

/// Outside of `DemoClinic`, whose own `Appointment` would be meant inside.
typealias AppointmentStatus = Appointment.Status

/// Everything that the demo stores of one clinic, as values that refer to each other by their position: the
/// same for the same seed at the same instant.
public struct DemoClinic: Sendable {
  public let id: ID<Tenant>
  public let tenant: NewTenant
  var accounts: [Account] = []
  var specialties: [Named] = []
  var services: [Service] = []
  /// Those that the weekly turn fills.
  var rooms: [Named] = []
  let rules: DemoRules
  /// The ids of what the rules name, by name: sites, further rooms, devices, helpers.
  var named: [String: UUID] = [:]
  var practitioners: [Practitioner] = []
  var sessions: [Session] = []
  var patients: [Patient] = []
  var appointments: [Appointment] = []

  struct Named: Hashable, Sendable {
    let id: UUID
    let name: String
  }

  struct Account: Hashable, Sendable {
    let id: UUID
    let member: DemoAccount
  }

  struct Service: Hashable, Sendable {
    let id: UUID
    let specialty: Int
    let name: String
    let description: String
    let minutes: Int
    let price: Money
    let audience: Catalogue.Audience
    let terms: DemoTerms
  }

  struct Practitioner: Sendable {
    let id: UUID
    let profile: Profile
    let account: UUID?
    let portrait: UUID?
    let likeness: Likeness
    let specialties: [Int]
    /// The first is the first that is shown.
    let services: [Int]
  }

  /// A practitioner in a room, every week.
  struct Session: Hashable, Sendable {
    let id: UUID
    let practitioner: Int
    let hours: WeeklyHours
  }

  struct Patient: Hashable, Sendable {
    let id: UUID
    let account: UUID?
    let givenName: String
    let familyName: String
    let gender: AdministrativeGender
    let birthDate: Day
    let email: String
    let phone: String
    let address: Address
    let createdAt: Date
  }

  struct Appointment: Hashable, Sendable {
    let id: UUID
    let key: UUID
    let patient: Int
    let visit: Visit
    let status: AppointmentStatus
    let reason: String
    let bookedAt: Date
    let releasedAt: Date?
    /// The ids of what it takes of practitioner, room and patient.
    let occupancies: [UUID]
  }

  /// A practitioner's time with somebody, in a room.
  struct Visit: Hashable, Sendable {
    let practitioner: Int
    let service: Int
    let location: ID<Location>
    let during: Range<Date>
  }
}

extension DemoClinic: CustomStringConvertible {
  public var description: String { "DemoClinic(\(tenant.slug))" }
}
