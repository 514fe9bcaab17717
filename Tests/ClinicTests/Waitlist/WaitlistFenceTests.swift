import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A worker that was late with a freed time")
struct WaitlistFenceTests {
  /// What becomes of a freed time whose worker was held up between choosing somebody and keeping the time for them.
  private func offers(after meanwhile: SQL?) async throws -> [String: Int] {
    var left: [String: Int] = [:]
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      _ = try await test.waiting()
      try await test.giveUp(id, by: paul)
      var worker: Task<Void, any Error>?
      try await test.whileAnotherHolds(.queueForCalendar) {
        worker = Task { try await test.clinic.doWhatIsDue() }
        #expect(try await test.somebodyQueues())
        if let meanwhile { _ = try await test.database.asOwner(of: test.riverside.id.uuid, [meanwhile]) }
      }
      try await worker?.value
      for rows in [
        "waitlist_offer", "hold", "occupancy WHERE released_at IS NULL",
        "outbox_message WHERE kind = 'waitlist-offer'", "waitlist_entry WHERE state = 'offered'",
      ] {
        left[rows] = try await test.count(rows)
      }
    }
    return left
  }

  @Test("keeps it when nothing has changed")
  func undisturbed() async throws {
    let left = try await offers(after: nil)
    #expect(left.values.allSatisfy { $0 > 0 })
  }

  @Test("keeps nothing when another worker has it by now, or somebody settled it")
  func fenced() async throws {
    for meanwhile: SQL in [
      "UPDATE freed_time SET due_at = due_at + interval '1 second'", "UPDATE freed_time SET state = 'done'",
    ] {
      let left = try await offers(after: meanwhile)
      #expect(left.values.allSatisfy { $0 == 0 }, "\(meanwhile)")
    }
  }

  @Test("keeps nothing for a wish that was taken back or has another offer by now")
  func noLongerWaiting() async throws {
    let none = try await offers(after: "UPDATE waitlist_entry SET state = 'withdrawn'")
    #expect(none.values.allSatisfy { $0 == 0 })
    let left = try await offers(after: "UPDATE waitlist_entry SET state = 'offered'")
    #expect(left["waitlist_offer"] == 0 && left["hold"] == 0)
  }
}
