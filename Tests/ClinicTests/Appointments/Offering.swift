import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

extension TestClinic {
  /// What the doctor's page would offer somebody for a service, the first unless another is named, from tomorrow on.
  func offers(
    to visitor: Visitor? = nil, of service: ID<HealthcareService>? = nil, isFirstVisit: Bool = false,
    moving own: ID<Appointment>? = nil
  ) async throws -> [Offer] {
    let visitor = visitor ?? stranger()
    let service = service ?? riverside.services[0]
    let (visit, (doctor, found, schedule)) = try await clinic.ask(
      visitor, .practitioner(riverside.doctor), .service(service, of: riverside.doctor),
      .schedule(
        of: .one(riverside.doctor, service), between: clock.now..<(clock.now + 14 * 86_400), for: visitor,
        at: clock.now, moving: own))
    let search = SlotSearch(
      of: riverside.doctor, for: try #require(found), isFirstVisit: isFirstVisit, in: schedule,
      zone: try clinic.zones.rules(for: visit.tenant.timeZone), at: visit.now)
    let tomorrow = search.today.adding(days: 1)
    return try search.slots(on: tomorrow...tomorrow.adding(days: 6)).map {
      Offer(try #require(doctor), $0, in: search, at: visit.now)
    }
  }

  /// The same time with doctors whom nobody shares a room with.
  func offersOfManyDoctors(_ count: Int) async throws -> [Offer] {
    let first = try #require(try await offers().first)
    var found: [Offer] = []
    for number in 0..<count {
      let doctor = try await practitioner(named: "Doctor \(number)", at: riverside)
      found.append(try await offer(first, with: doctor, in: try await room("Of \(number)", at: riverside)))
    }
    return found
  }

  /// The same time with another doctor or in another room, whatever their hours say.
  func offer(
    _ offer: Offer, with doctor: ID<Practitioner>? = nil, in room: ID<Location>? = nil
  ) async throws -> Offer {
    let doctor = doctor ?? offer.practitioner
    let version = try await database.asOwner(
      of: riverside.id.uuid, ["SELECT schedule_version FROM practitioner WHERE id = \(doctor.uuid)"])[0]
      .decode { row in try row.next(Int.self) }[0]
    return Offer(
      practitioner: doctor, service: offer.service,
      slot: Slot(location: room ?? offer.slot.location, during: offer.slot.during), scheduleVersion: version,
      priceMinor: offer.priceMinor, cancellationMinutes: offer.cancellationMinutes,
      needsApproval: offer.needsApproval, goodUntil: offer.goodUntil)
  }

  /// Nobody yet, from somewhere.
  func stranger(
    from address: String = "203.0.113.7", at tenant: TestTenant? = nil, holding hold: Token? = nil
  ) -> Visitor {
    visitor(nil, at: tenant ?? riverside, to: .booking, access: .anyone).from(address, holding: hold)
  }

  /// Somebody new with an account, signed in, in a browser that perhaps has a time kept for it.
  func patient(holding token: Token? = nil) async throws -> Visitor {
    try await newcomer(at: riverside, to: .booking).from(holding: token)
  }

  @discardableResult
  func book(_ offer: Offer, by visitor: Visitor) async throws -> ID<Appointment> {
    try await clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
  }

  /// Rows of Riverside's.
  func count(_ table: String) async throws -> Int {
    try await database.asOwner(of: riverside.id.uuid, ["SELECT count(*) FROM \(unsafe: table)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }
}

extension Visitor {
  func from(_ address: String = "203.0.113.7", holding hold: Token?) -> Visitor {
    Visitor(
      host: host, tokenHash: tokenHash, access: access, purpose: purpose, requestID: requestID,
      client: Client(address: address, agent: "Browser", holdHash: hold?.hash))
  }
}
