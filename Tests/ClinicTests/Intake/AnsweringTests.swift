import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Answers before a visit")
struct AnsweringTests {
  private struct Stage {
    let test: TestClinic
    let paul: Visitor
    let visit: OnlineVisit

    init(_ test: TestClinic) async throws {
      self.test = test
      visit = try await test.onlineVisit(at: test.clock.now + 86_400)
      paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
    }

    func save(_ texts: [Int: String], _ page: UUID, _ saving: Int, isSent: Bool = false) async throws {
      try await test.clinic.answer(
        visit.id, Answering(Answers(texts), page: page, saving: saving, isSent: isSent), by: paul)
    }

    func stored() async throws -> (state: Intake.State?, texts: [Int: String], version: Int?) {
      let (visit, intake) = try await test.clinic.ask(
        paul, .myIntake(self.visit.id, at: test.clock.now))
      guard let intake else { return (nil, [:], nil) }
      return (
        intake.response?.state, try test.clinic.answers(of: intake, at: visit).texts,
        intake.questionnaire?.version
      )
    }
  }

  static let whole = [10: "A cough", 20: "yes", 30: "12", 40: "72,50"]

  @Test("are kept while somebody types, sent once they are whole, and changed afterwards")
  func journey() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      let page = UUID()
      #expect(try await stage.stored().state == nil)
      try await stage.save([10: "A co"], page, 1)
      try await stage.save([10: "A cough", 20: "yes", 30: "1x"], page, 2)
      #expect(try await stage.stored() == (.inProgress, [10: "A cough", 20: "yes", 30: "1x"], 1))
      await #expect(throws: Refusal.invalid([Problem("q30", "problem.answer-integer")])) {
        try await stage.save([10: "A cough", 20: "yes", 30: "1x"], page, 3, isSent: true)
      }
      try await stage.save(Self.whole, page, 3, isSent: true)
      #expect(try await stage.stored() == (.completed, [10: "A cough", 20: "yes", 30: "12", 40: "72.50"], 1))
      // What is only typed afterwards is not what the doctor reads.
      try await stage.save([10: "Nothing"], UUID(), 1)
      #expect(try await stage.stored().state == .completed)
      // Sent again as it is, it stays as it is.
      try await stage.save(Self.whole, UUID(), 1, isSent: true)
      #expect(try await stage.stored().state == .completed)
      try await stage.save([10: "A cough", 20: "no", 30: "12"], UUID(), 1, isSent: true)
      #expect(try await stage.stored() == (.amended, [10: "A cough", 20: "no"], 1))
      #expect(try await test.count("audit_event WHERE act = 'answers-saved'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'answers-sent'") == 2)
    }
  }

  @Test("that come late over the net do not write over newer ones of the same page")
  func late() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      let (first, second) = (UUID(), UUID())
      try await stage.save([10: "newer"], first, 5)
      try await stage.save([10: "older"], first, 4)
      #expect(try await stage.stored().texts == [10: "newer"])
      try await stage.save([10: "elsewhere"], second, 1)
      #expect(try await stage.stored().texts == [10: "elsewhere"])
    }
  }

  @Test("that a page saves all at once end as the last that it counted, in one row")
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let stage = try await Stage(test)
      for _ in 0..<5 {
        let page = UUID()
        try await withThrowingTaskGroup { savings in
          for number in (1...8).reversed() {
            savings.addTask { try await stage.save([10: "saving \(number)"], page, number) }
          }
          try await savings.waitForAll()
        }
        #expect(try await stage.stored().texts == [10: "saving 8"])
      }
      #expect(try await test.count("questionnaire_response") == 1)
    }
  }

  @Test("keep the version of the questions that they answer, whatever is asked by now")
  func versions() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.save([10: "A cough"], UUID(), 1)
      let dana = try #require(test.riverside.accounts[DemoCast.dana]).uuid
      let next = UUID()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO questionnaire (id, service_id, version, account_id, at)
          VALUES (\(next), \(stage.visit.service), 2, \(dana), \(test.clock.now))
          """,
          """
          INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_answer)
          VALUES (\(next), 10, 'Anything else?', 'text', true, '', '', '')
          """,
        ])
      #expect(try await stage.stored().version == 1)
      _ = try await test.database.asSuperuser("DELETE FROM questionnaire_response")
      #expect(try await stage.stored().version == 2)
    }
  }

  @Test("can be given until the visit is over, by its patient alone, and lie sealed")
  func bounds() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.answer(
          stage.visit.id, Answering(Answers(Self.whole), page: UUID(), saving: 1, isSent: true), by: stranger)
      }
      test.clock.set(stage.visit.during.upperBound - 1)
      try await stage.save(Self.whole, UUID(), 1, isSent: true)
      test.clock.set(stage.visit.during.upperBound)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await stage.save([10: "Late", 20: "no"], UUID(), 1, isSent: true)
      }
      let sealed = try await test.database.asSuperuser(
        "SELECT answers FROM questionnaire_response WHERE position('cough'::bytea IN answers) = 0"
      ).decode { row in try row.next([UInt8].self) }
      #expect(sealed.count == 1)
      // Bound to its row: as another's it does not open.
      _ = try await test.database.asSuperuser("UPDATE questionnaire_response SET id = gen_random_uuid()")
      await #expect(throws: SecretFault.notAuthentic) { _ = try await stage.stored() }
    }
  }

  @Test("are read by the visit's doctor and the front desk, and each look is noted")
  func looks() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.save(Self.whole, UUID(), 1, isSent: true)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
      let now = test.clock.now
      func looks() async throws -> Int {
        try await test.count("audit_event WHERE act = 'read' AND entity = '\(test.riverside.patient)'")
      }
      let before = try await looks()
      #expect(try await test.ask(amira, .intakeOfMyVisit(stage.visit.id, by: amira, at: now)) != nil)
      #expect(try await test.ask(ben, .intakeAtDesk(stage.visit.id, by: ben, at: now)) != nil)
      #expect(try await looks() == before + 2)
      #expect(try await test.ask(ben, .intakeOfMyVisit(stage.visit.id, by: ben, at: now)) == nil)
    }
  }
}
