internal import Credentials
internal import FoundationEssentials

extension Clinic {
  /// The text of an offer at one host, for an address or a hidden field.
  public func sign(_ offer: Offer, at host: String) -> String {
    let content = Base64URL.encode(offer.content)
    return "\(content).\(secrets.offers.tag(for: [host, content]))"
  }

  /// - Throws: `Refusal.unknown` for anything but an offer that was signed for this host.
  public func offer(_ text: String, at host: String) throws(Refusal) -> Offer {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.utf8.count <= Offer.longestText, parts.count == 2,
      secrets.offers.isValid(parts[1], for: [host, String(parts[0])]),
      let offer = Base64URL.decode(parts[0]).flatMap(Offer.init(content:))
    else { throw .unknown }
    return offer
  }
}

extension Offer {
  /// Eight needs of eight candidates each take less.
  static let longestText = 2_000
  static let mostNeeds = 8

  /// Fixed fields, big-endian; then each need with what it may occupy.
  var content: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(160)
    bytes.append(practitioner.uuid)
    bytes.append(service.uuid)
    bytes.append(slot.location.uuid)
    bytes.append(slot.during.lowerBound)
    bytes.append(UInt32(slot.during.upperBound.timeIntervalSince(slot.during.lowerBound)))
    bytes.append(UInt32(scheduleVersion))
    bytes.append(UInt64(bitPattern: priceMinor))
    bytes.append(goodUntil)
    bytes.append(UInt32(cancellationMinutes))
    bytes.append(UInt8((isFirstVisit ? 1 : 0) | (needsApproval ? 2 : 0)))
    bytes.append(UInt8(capacity))
    bytes.append(UInt8(slot.places))
    bytes.append(UInt8(dayLimit?.most ?? 0))
    if let dayLimit {
      bytes.append(dayLimit.day.lowerBound)
      bytes.append(dayLimit.day.upperBound)
    }
    for need in slot.needs {
      let candidates: [UUID]
      switch need.resource {
      case .practitioner: (_, candidates) = (bytes.append(UInt8(0)), [])
      case .room: (_, candidates) = (bytes.append(UInt8(1)), [])
      case .anyOf(let of, let some):
        (_, candidates) = (bytes.append(UInt8(2 + Pool.Of.allCases.firstIndex(of: of)!)), some)
      }
      bytes.append(UInt32(bitPattern: Int32(need.from)))
      bytes.append(UInt32(bitPattern: Int32(need.until)))
      bytes.append(UInt8(candidates.count))
      for candidate in candidates { bytes.append(candidate) }
    }
    return bytes
  }

  init?(content: [UInt8]) {
    var reader = OfferReader(content)
    guard let practitioner = reader.uuid(), let service = reader.uuid(), let location = reader.uuid(),
      let start = reader.instant(), let length = reader.integer(4), let version = reader.integer(4),
      let price = reader.integer(8), let goodUntil = reader.instant(), let cancellation = reader.integer(4),
      let flags = reader.integer(1),
      let capacity = reader.integer(1), let places = reader.integer(1), let most = reader.integer(1)
    else { return nil }
    var limit: DayLimit?
    if most > 0 {
      guard let from = reader.instant(), let until = reader.instant(), from <= until else { return nil }
      limit = DayLimit(most: Int(most), day: from..<until)
    }
    var needs: [Slot.Need] = []
    while !reader.isAtEnd {
      guard needs.count < Self.mostNeeds, let need = reader.need() else { return nil }
      needs.append(need)
    }
    self.init(
      practitioner: ID(practitioner), service: ID(service),
      slot: Slot(
        location: ID(location), during: start..<(start + TimeInterval(length)), needs: needs,
        places: Int(places)),
      scheduleVersion: Int(version), priceMinor: Int64(bitPattern: price),
      cancellationMinutes: Int(cancellation), needsApproval: flags & 2 != 0, isFirstVisit: flags & 1 != 0,
      capacity: Int(capacity), dayLimit: limit, goodUntil: goodUntil)
  }
}

/// Front to back; nil past the end.
private struct OfferReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func integer(_ count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    defer { rest.removeFirst(count) }
    return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func instant() -> Date? {
    integer(8).map { Date(timeIntervalSince1970: TimeInterval(Int64(bitPattern: $0))) }
  }

  mutating func uuid() -> UUID? {
    guard rest.count >= 16 else { return nil }
    defer { rest.removeFirst(16) }
    return rest.prefix(16).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  mutating func need() -> Slot.Need? {
    guard let kind = integer(1), let from = integer(4), let until = integer(4), let count = integer(1) else {
      return nil
    }
    var candidates: [UUID] = []
    for _ in 0..<count {
      guard let candidate = uuid() else { return nil }
      candidates.append(candidate)
    }
    let resource: Slot.Need.Resource
    switch kind {
    case 0: resource = .practitioner
    case 1: resource = .room
    case 2..<UInt64(2 + Pool.Of.allCases.count):
      resource = .anyOf(Pool.Of.allCases[Int(kind) - 2], candidates)
    default: return nil
    }
    let (first, last) = (Int32(truncatingIfNeeded: from), Int32(truncatingIfNeeded: until))
    return first < last ? Slot.Need(resource, from: Int(first), until: Int(last)) : nil
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ id: UUID) {
    Swift.withUnsafeBytes(of: id.uuid) { append(contentsOf: $0) }
  }

  fileprivate mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// Whole seconds since 1970.
  fileprivate mutating func append(_ instant: Date) {
    append(Int64(instant.timeIntervalSince1970.rounded(.down)))
  }
}
