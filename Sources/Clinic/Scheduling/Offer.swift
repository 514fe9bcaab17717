internal import Credentials
internal import FoundationEssentials

/// A time that was offered on a page, signed so that the browser can bring it back and nobody can make one up.
///
/// The rules of the schedule are decided when the time is offered, in one place. Booking it then needs no second look
/// at them: `scheduleVersion` tells that they have not changed since, and the database that nobody was quicker.
public struct Offer: Hashable, Sendable {
  public let practitioner: ID<Practitioner>
  public let service: ID<HealthcareService>
  public let slot: Slot
  public let scheduleVersion: Int
  /// What the service cost when the time was offered, in its currency's minor unit.
  public let priceMinor: Int64

  public init(
    practitioner: ID<Practitioner>, service: ID<HealthcareService>, slot: Slot, scheduleVersion: Int,
    priceMinor: Int64
  ) {
    self.practitioner = practitioner
    self.service = service
    self.slot = slot
    self.scheduleVersion = scheduleVersion
    self.priceMinor = priceMinor
  }

  /// As doctor and service are now.
  public init(_ practitioner: Practitioner, _ service: HealthcareService, _ slot: Slot) {
    self.init(
      practitioner: practitioner.id, service: service.id, slot: slot,
      scheduleVersion: practitioner.scheduleVersion, priceMinor: service.price.minorUnits)
  }
}

extension Clinic {
  /// The text of an offer at one host, for an address or a hidden field.
  public func sign(_ offer: Offer, at host: String) -> String {
    let content = Base64URL.encode(offer.content)
    return "\(content).\(secrets.offers.tag(for: [host, content]))"
  }

  /// - Throws: `Refusal.unknown` for anything but an offer that was signed for this host.
  public func offer(_ text: String, at host: String) throws(Refusal) -> Offer {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.utf8.count <= 200, parts.count == 2,
      secrets.offers.isValid(parts[1], for: [host, String(parts[0])]),
      let offer = Base64URL.decode(parts[0]).flatMap(Offer.init(content:))
    else { throw .unknown }
    return offer
  }
}

extension Offer {
  /// Three ids, the start in seconds since 1970, the length in seconds, version and price: fixed fields, big-endian.
  static let size = 3 * 16 + 8 + 4 + 4 + 8

  var content: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.size)
    for id in [practitioner.uuid, service.uuid, slot.location.uuid] {
      withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
    }
    let start = slot.during.lowerBound.timeIntervalSince1970
    let length = slot.during.upperBound.timeIntervalSince(slot.during.lowerBound)
    withUnsafeBytes(of: Int64(start).bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(length).bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(scheduleVersion).bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: priceMinor.bigEndian) { bytes.append(contentsOf: $0) }
    return bytes
  }

  init?(content: [UInt8]) {
    guard content.count == Self.size else { return nil }
    func integer(_ range: Range<Int>) -> UInt64 { content[range].reduce(0) { $0 << 8 | UInt64($1) } }
    func uuid(_ index: Int) -> UUID {
      content[(index * 16)..<(index * 16 + 16)].withUnsafeBytes {
        UUID(uuid: $0.loadUnaligned(as: uuid_t.self))
      }
    }
    let start = Date(timeIntervalSince1970: TimeInterval(Int64(bitPattern: integer(48..<56))))
    let length = TimeInterval(integer(56..<60))
    self.init(
      practitioner: ID(uuid(0)), service: ID(uuid(1)),
      slot: Slot(location: ID(uuid(2)), during: start..<(start + length)),
      scheduleVersion: Int(integer(60..<64)), priceMinor: Int64(bitPattern: integer(64..<72)))
  }
}
