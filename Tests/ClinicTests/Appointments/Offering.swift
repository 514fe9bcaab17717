import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

extension TestClinic {
  /// What the doctor's page would offer somebody for the first service, from tomorrow on.
  func offers(to visitor: Visitor? = nil) async throws -> [Offer] {
    let visitor = visitor ?? stranger()
    let (visit, (doctor, service, schedule)) = try await clinic.ask(
      visitor, .practitioner(riverside.doctor), .service(riverside.services[0], of: riverside.doctor),
      .schedule(
        of: riverside.doctor, between: clock.now..<(clock.now + 14 * 86_400), for: visitor, at: clock.now))
    let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
    let days = (1..<8).map { zone.local(visit.now).day.adding(days: $0) }
    return try schedule.slots(
      of: riverside.doctor, minutes: try #require(service).durationMinutes, on: days, in: zone,
      after: visit.now
    ).map {
      Offer(try #require(doctor), try #require(service), $0)
    }
  }

  /// The same time with doctors whom nobody shares a room with.
  func offersOfManyDoctors(_ count: Int) async throws -> [Offer] {
    let first = try #require(try await offers().first)
    var found: [Offer] = []
    for number in 0..<count {
      let doctor = try await practitioner(named: "Doctor \(number)", at: riverside)
      let slot = Slot(location: try await room("Of \(number)", at: riverside), during: first.slot.during)
      found.append(
        Offer(
          practitioner: doctor, service: first.service, slot: slot, scheduleVersion: 1,
          priceMinor: first.priceMinor))
    }
    return found
  }

  /// Nobody yet, from somewhere.
  func stranger(
    from address: String = "203.0.113.7", at tenant: TestTenant? = nil, holding hold: Token? = nil
  ) -> Visitor {
    visitor(nil, at: tenant ?? riverside, to: .booking, access: .anyone).from(address, holding: hold)
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
