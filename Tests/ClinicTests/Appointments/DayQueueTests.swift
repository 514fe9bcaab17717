import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Who comes next")
struct DayQueueTests {
  static let now = TestClinic.monday

  /// - Parameters: minutes from now.
  static func visiting(
    _ name: String, at start: Double, _ status: Appointment.Status = .booked, arrived: Double? = nil,
    started: Double? = nil
  ) -> Visiting {
    Visiting(
      id: .unstored, during: (now + start * 60)..<(now + start * 60 + 900), status: status, patientName: name,
      birthDate: .first, service: "", location: "", reason: "", sequence: 0, serviceID: .unstored,
      arrivedAt: arrived.map { now + $0 * 60 }, startedAt: started.map { now + $0 * 60 }, fulfilledAt: nil,
      isFirstVisit: false, missing: [])
  }

  private func queue(_ visits: Visiting...) -> [String?] {
    let queue = DayQueue(visits, at: Self.now)
    return [queue.current?.patientName, queue.next?.patientName]
  }

  @Test("is whoever waits longest, whatever time they have")
  func waiting() {
    #expect(
      queue(
        Self.visiting("early", at: 5, .arrived, arrived: -4),
        Self.visiting("longest", at: 20, .arrived, arrived: -9),
        Self.visiting("booked", at: 1)) == [nil, "longest"])
  }

  @Test("is the next to come while nobody waits, and nobody whose time is over")
  func expected() {
    #expect(
      queue(Self.visiting("later", at: 30), Self.visiting("late", at: -10), Self.visiting("gone", at: -15))
        == [nil, "late"])
    #expect(queue(Self.visiting("gone", at: -15), Self.visiting("missed", at: 5, .noshow)) == [nil, nil])
  }

  @Test("is not who is there already: theirs is the visit that goes on")
  func current() {
    #expect(
      queue(
        Self.visiting("there", at: -5, .arrived, arrived: -20, started: -5),
        Self.visiting("waits", at: 10, .arrived, arrived: -1)) == ["there", "waits"])
    #expect(
      queue(Self.visiting("over", at: -30, .fulfilled, arrived: -40, started: -30)) == [nil, nil])
  }
}
