internal import CivilTime
internal import Clinic
public import FoundationEssentials

extension DemoClinic {
  /// How many rows a clinic of the demo has.
  public struct Size: Sendable {
    public let patients: Int
    public let appointments: Int
    public let hasPortraits: Bool

    public init(patients: Int, appointments: Int, hasPortraits: Bool = true) {
      self.patients = patients
      self.appointments = appointments
      self.hasPortraits = hasPortraits
    }

    public static let full = Size(patients: 500, appointments: 5000)
  }

  /// Both clinics of the demo.
  ///
  /// - Parameter baseDomain: they are found at `riverside.` and `hilltop.` of it.
  /// - Throws: `TimeZoneFault` on a system without tzdata.
  public static func all(baseDomain: String, now: Date, seed: UInt64, size: Size = .full) throws
    -> [DemoClinic]
  {
    try DemoPlan.all.map { try DemoClinic($0, baseDomain: baseDomain, now: now, seed: seed, size: size) }
  }

  init(_ plan: DemoPlan, baseDomain: String, now: Date, seed: UInt64, size: Size) throws {
    let zone = try TimeZoneRules(identifier: plan.timeZone)
    func source(_ part: String) -> DemoSource {
      DemoSource(seed: seed, part: "\(plan.slug)/\(part)", now: now, zone: zone)
    }
    id = ID(source("tenant").id())
    tenant = plan.tenant(baseDomain: baseDomain)
    rules = plan.rules

    let founding = source("clinic")
    accounts = plan.cast.map { Account(id: founding.id(), member: $0) }
    rooms = plan.rooms.map { Named(id: founding.id(), name: $0) }
    specialties = plan.catalogue.specialties.map { Named(id: founding.id(), name: $0.name) }
    services = plan.catalogue.specialties.enumerated().flatMap { position, specialty in
      specialty.services.map {
        Service($0, of: specialty, at: position, plan.currency, plan.rules.terms[$0.name], id: founding.id())
      }
    }
    let further = source("rules")
    for name in rules.names { named[name] = further.id() }
    var faces = source("practitioners")
    practitioners = plan.roster.enumerated().map {
      practitioner($0.element, at: $0.offset, drawn: size.hasPortraits, from: &faces)
    }
    sessions = rota(from: source("rota"))
    var people = source("patients")
    patients = makePatients(size.patients, plan, from: &people)
    var diary = DemoDiary(of: self, from: source("diary"))
    var booking = source("appointments")
    let visits = diary.visits(size.appointments)
    appointments = appointments(for: visits, plan.catalogue, from: &booking)
  }

  private func practitioner(
    _ profile: Profile, at position: Int, drawn: Bool, from source: inout DemoSource
  ) -> Practitioner {
    let portrait = source.id()
    let mine = specialties.indices.filter { profile.specialties.contains(specialties[$0].name) }
    return Practitioner(
      id: source.id(), profile: profile,
      account: accounts.first { $0.member.isSame(as: profile) }?.id,
      portrait: drawn ? portrait : nil,
      likeness: Likeness(of: profile, at: position, from: &source.generator),
      specialties: mine,
      services: services.indices.filter { mine.contains(services[$0].specialty) })
  }
}

extension DemoAccount {
  fileprivate func isSame(as profile: Profile) -> Bool {
    role == .practitioner && givenName == profile.givenName && familyName == profile.familyName
  }
}

extension DemoClinic.Service {
  fileprivate init(
    _ service: Catalogue.Service, of specialty: Catalogue.Specialty, at position: Int, _ currency: String,
    _ terms: DemoTerms?, id: UUID
  ) {
    self.init(
      id: id, specialty: position, name: service.name, description: service.description,
      minutes: service.minutes,
      // Pound and euro have a hundred of their minor unit.
      price: Money(minorUnits: service.price * 100, currency: currency),
      audience: specialty.patients, terms: terms ?? DemoTerms())
  }
}
