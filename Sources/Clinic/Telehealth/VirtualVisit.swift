public import FoundationEssentials

/// A visit by video or phone, as those who come to it see it.
public struct VirtualVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let modality: Modality
  public let service: String
  public let practitionerName: String
  public let patientName: String
  public let isOwn: Bool
  /// When the patient, or a parent, agreed to the version that holds now; nil for not, or no more.
  public let consented: Date?
  /// Since when which side is there.
  public let patientSince: Date?
  public let practitionerSince: Date?
  /// Since when whoever looks is there.
  public let mineSince: Date?

  /// So long before it begins the way in opens, in seconds.
  public static let opensBefore: TimeInterval = 15 * 60

  /// When people can come in: from a quarter of an hour before it begins to its end, which is outside.
  public static func window(of during: Range<Date>) -> Range<Date> {
    during.lowerBound - opensBefore..<during.upperBound
  }

  /// Why nobody comes in now; nil when they can. The server's clock decides.
  public func refusal(at now: Date) -> Refusal? {
    let window = Self.window(of: during)
    if modality == .inPerson || ![.booked, .arrived].contains(status) { return .conflict(.otherState) }
    if now < window.lowerBound { return .conflict(.tooEarly) }
    return now < window.upperBound ? nil : .conflict(.tooLate)
  }
}
