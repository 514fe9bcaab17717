import CivilTime
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("The next step")
struct NextStepTests {
  /// Monday 2 March 2026, 14:00 to 14:20 in London.
  static let start = TestClinic.monday + 7 * 3600
  static let quarter: TimeInterval = 15 * 60
  static let online = true
  static let both = VisitNeeds(consent: true, intake: .missing)

  struct Case: Sendable, CustomStringConvertible {
    let status: Appointment.Status
    let isOnline: Bool
    /// Seconds from its beginning.
    let at: TimeInterval
    var needs = VisitNeeds()
    var isUnpaid = false
    let step: NextStep

    var description: String { "\(status) \(isOnline ? "online" : "there") \(at): \(step)" }
  }

  static let cases = [
    // By video: the way in is open from a quarter of an hour before to the end, whatever is missing.
    Case(status: .booked, isOnline: true, at: -quarter - 1, step: .look),
    Case(status: .booked, isOnline: true, at: -quarter, needs: both, isUnpaid: true, step: .join),
    Case(status: .arrived, isOnline: true, at: 0, step: .join),
    Case(status: .booked, isOnline: true, at: 1199, step: .join),
    Case(status: .booked, isOnline: true, at: 1200, step: .look),
    Case(status: .pending, isOnline: true, at: 0, step: .look),
    // At the clinic: one checks in from three hours before to the end, on its day.
    Case(status: .booked, isOnline: false, at: -3 * 3600 - 1, step: .look),
    Case(
      status: .booked, isOnline: false, at: -3 * 3600, needs: VisitNeeds(intake: .missing), step: .checkIn),
    Case(status: .booked, isOnline: false, at: 1199, step: .checkIn),
    Case(status: .booked, isOnline: false, at: 1200, step: .look),
    Case(status: .arrived, isOnline: false, at: 0, step: .number),
    Case(status: .pending, isOnline: false, at: -3600, step: .change),
    // Before: what is missing, in order.
    Case(status: .booked, isOnline: true, at: -3 * 86_400, needs: both, isUnpaid: true, step: .consent),
    Case(
      status: .booked, isOnline: true, at: -3 * 86_400, needs: VisitNeeds(intake: .begun), isUnpaid: true,
      step: .intake),
    Case(
      status: .booked, isOnline: false, at: -3 * 86_400, needs: VisitNeeds(intake: .done), isUnpaid: true,
      step: .pay),
    // Until a day before it can be changed.
    Case(status: .booked, isOnline: false, at: -86_400, step: .change),
    Case(status: .booked, isOnline: false, at: -86_399, step: .look),
    Case(status: .booked, isOnline: true, at: -86_400, step: .change),
  ]

  @Test("is one, chosen by what can be done now, what is missing and what can be changed", arguments: cases)
  func table(one: Case) throws {
    let deadline = one.status == .booked ? Self.start - 86_400 : Self.start
    let visit = NextVisit(
      status: one.status, during: Self.start..<Self.start + 1200, isOnline: one.isOnline, needs: one.needs,
      hasOpenInvoice: one.isUnpaid, deadline: deadline)
    let zone = try TimeZoneDatabase().rules(for: "Europe/London")
    #expect(NextStep.of(visit, at: Self.start + one.at, in: zone) == one.step)
  }

  @Test("of a visit after midnight is no check-in the evening before")
  func midnight() throws {
    let zone = try TimeZoneDatabase().rules(for: "Europe/London")
    let start = zone.startOfDay(zone.local(Self.start).day) + 3600
    let during = start..<start + 1200
    #expect(!CheckIn.isOpen(during, at: start - 3601, in: zone))
    #expect(CheckIn.isOpen(during, at: start - 3600, in: zone))
  }
}
