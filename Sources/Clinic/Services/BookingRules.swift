/// How a service can be booked: docs/scheduling.md.
public struct BookingRules: Hashable, Sendable {
  public var durationMinutes: Int
  /// Where a first visit takes another time.
  public var firstVisitMinutes: Int?
  public var bufferBeforeMinutes = 0
  public var bufferAfterMinutes = 0
  /// The step between times; nil for the visit's length.
  public var gridMinutes: Int?
  /// Times also begin where something ends.
  public var isPacked = false
  public var noticeMinutes = 0
  public var horizonDays = 56
  public var horizonInWorkingDays = false
  public var mostPerDay: Int?
  /// How many people come to one visit.
  public var capacity = 1
  public var isOnline = false
  /// It is booked when the clinic has said yes.
  public var needsApproval = false
  /// Until so many minutes before the start, patients cancel and move it themselves.
  public var cancellationMinutes = 1440
  /// Empty where a service says nothing: practitioner and, unless it is online, room, all the time.
  public var requirements: [Requirement] = []

  public init(durationMinutes: Int) {
    self.durationMinutes = durationMinutes
  }

  /// Whether a first visit takes another time than a later one.
  public var hasOwnFirstVisit: Bool { minutes(isFirstVisit: true) != durationMinutes }

  public func minutes(isFirstVisit: Bool) -> Int {
    isFirstVisit ? firstVisitMinutes ?? durationMinutes : durationMinutes
  }
}
