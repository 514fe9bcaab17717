/// Something that can be booked (FHIR R4 HealthcareService).
public struct HealthcareService: Sendable {
  public let id: ID<HealthcareService>
  public let specialty: String
  public let name: String
  public let description: String
  public let price: Money
  /// What to do before the visit; empty when nothing.
  public let preparation: String
  public let rules: BookingRules
  /// How people speak where it is online.
  public var channel = Modality.Channel.video
  /// The heading below which it is listed; empty for its specialty's.
  public var category = ""

  public var modality: Modality { Modality(isOnline: rules.isOnline, channel) }
  public var durationMinutes: Int { rules.durationMinutes }
}

public struct Specialty: Sendable {
  public let id: ID<Specialty>
  public let name: String
  /// How many active practitioners have it.
  public let practitioners: Int
}

/// FHIR R4 Location; thin, it is a site or a room.
public struct Location: Sendable {
  public let id: ID<Location>
  public let name: String
}

/// An amount in the currency's minor unit: never floating point.
public struct Money: Hashable, Sendable {
  public let minorUnits: Int64
  /// An ISO 4217 code.
  public let currency: String

  public init(minorUnits: Int64, currency: String) {
    self.minorUnits = minorUnits
    self.currency = currency
  }
}
