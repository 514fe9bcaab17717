import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A patient's record out of use")
struct PatientRetirementTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.retirePatients))
  }

  private func standing(_ test: TestClinic) async throws -> PatientStanding {
    let dana = try await dana(test)
    return try #require(
      try await test.ask(dana, .standing(of: test.riverside.patient, by: dana, at: test.clock.now)))
  }

  @Test(
    "leaves visits as they are unless they are cancelled, too, with a reason; the record stays and comes back"
  )
  func retire() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let dana = try await dana(test)
      let before = try await standing(test)
      #expect(before.visits.map(\.id) == [id] && before.hasAccount && !before.isRetired)
      try await test.clinic.retire(test.riverside.patient, cancelling: nil, by: dana)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
      #expect(try await standing(test).isRetired)
      try await test.clinic.reinstate(test.riverside.patient, by: dana)
      #expect(try await !standing(test).isRetired)
      try await test.clinic.retire(test.riverside.patient, cancelling: "Moved away", by: dana)
      try await test.clinic.retire(test.riverside.patient, cancelling: "Moved away", by: dana)
      #expect(try await test.count("appointment WHERE status = 'cancelled'") == 1)
      #expect(try await test.count("outbox_message WHERE payload ->> 'reason' = 'Moved away'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'patient-retired'") == 2)
    }
  }

  @Test("is not found at the desk, and nobody books for it: not the desk, and not its owner")
  func unused() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      try await test.clinic.retire(test.riverside.patient, cancelling: nil, by: dana(test))
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
      #expect(
        try await test.ask(ben, .patients(PatientSearch("Fletcher"), by: ben, at: test.clock.now)).isEmpty)
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      for (visitor, patient) in [(ben, test.riverside.patient), (paul, nil)] {
        let booking = Booking(offer: offer, key: UUID(), reason: "", patient: patient)
        await #expect(throws: Refusal.self) { try await test.clinic.book(booking, by: visitor) }
      }
      #expect(try await test.count("appointment") == 0)
    }
  }

  @Test("is nobody's to take out of use at another clinic")
  func elsewhere() async throws {
    try await TestClinic.using { test in
      let etienne = try await test.visitor(
        DemoCast.etienne, to: .administration, access: .may(.retirePatients))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.retire(test.riverside.patient, cancelling: nil, by: etienne)
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.reinstate(test.riverside.patient, by: etienne)
      }
    }
  }
}
