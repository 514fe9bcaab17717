import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A letter that failed")
struct FailedLetterTests {
  private func failed(_ letter: LetterKind, _ test: TestClinic) async throws -> ID<OutboxMessage> {
    try await test.clinic.open(test.browser(to: .signUp)) { records in
      try await records.write([
        try records.post(
          letter, to: "nora@example.com", language: "en", [:], secret: letter.carriesSecret ? "1" : nil)
      ])
    }
    _ = try await test.clinic.work([.letter]) { _, _ in .refused("550") }
    return try #require(try await failures(test).first?.id)
  }

  /// The newest first.
  private func failures(_ test: TestClinic) async throws -> [WrittenLetter] {
    let ids = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["SELECT id FROM outbox_message WHERE state = 'failed' ORDER BY created_at DESC, id DESC"]
    )[0].decode { row in try row.next(ID<OutboxMessage>.self) }
    var letters: [WrittenLetter] = []
    let ben = try await staff(test)
    for id in ids {
      let letter = try await test.ask(ben, .writtenLetter(id, by: ben, at: test.clock.now))
      letters.append(try #require(letter))
    }
    return letters
  }

  private func staff(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.seeToLetters))
  }

  @Test("is on the staff's list until it is sent again and arrives")
  func again() async throws {
    try await TestClinic.using { test in
      let id = try await failed(.accountExists, test)
      let listed = try #require(try await failures(test).first)
      #expect(listed.reason == "550" && listed.canBeSentAgain && !listed.isGivenUp)
      try await test.clinic.sendAgain(id, by: staff(test))
      #expect(try await failures(test).isEmpty)
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 1)
      // The second press, and a letter that arrived.
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.sendAgain(id, by: staff(test))
      }
    }
  }

  @Test("goes to the address that a patient without an account gives instead, and theirs it is from then on")
  func readdressed() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let greta = try await test.patient(named: "Greta Lind", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET email = 'gretta@mail.example' WHERE id = \(greta)",
          "UPDATE appointment SET patient_id = \(greta), booked_by = NULL WHERE id = \(id)",
          "UPDATE outbox_message SET recipient = 'gretta@mail.example'",
        ])
      _ = try await test.clinic.work([.letter]) { _, _ in .refused("550") }
      let letter = try #require(try await failures(test).first)
      #expect(letter.isToPatient && letter.canBeSentAgain)
      try await test.clinic.sendAgain(letter.id, to: "greta@mail.example", by: staff(test))
      #expect(
        try await test.count("outbox_message WHERE recipient = 'greta@mail.example' AND state = 'queued'")
          == 1)
      #expect(try await test.count("patient WHERE email = 'greta@mail.example'") == 1)
      // Who has an account has the address of the account.
      let other = try await failed(.accountExists, test)
      try await test.clinic.sendAgain(other, to: "greta@mail.example", by: staff(test))
      #expect(try await test.count("outbox_message WHERE recipient = 'nora@example.com'") == 1)
    }
  }

  @Test("can be settled, once, and then goes no more")
  func settled() async throws {
    try await TestClinic.using { test in
      let id = try await failed(.accountExists, test)
      try await test.clinic.settle(id, by: staff(test))
      #expect(try await failures(test).isEmpty)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.settle(id, by: staff(test))
      }
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 0)
    }
  }

  @Test("whose code is gone can't be sent again")
  func secret() async throws {
    try await TestClinic.using { test in
      let id = try await failed(.confirmationCode, test)
      #expect(try await failures(test).first?.canBeSentAgain == false)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.sendAgain(id, by: staff(test))
      }
    }
  }

  @Test("is not another clinic's to see or to send")
  func elsewhere() async throws {
    try await TestClinic.using { test in
      let id = try await failed(.accountExists, test)
      let other = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.seeToLetters))
      #expect(try await test.ask(other, .writtenLetter(id, by: other, at: test.clock.now)) == nil)
      await #expect(throws: Refusal.unknown) { try await test.clinic.sendAgain(id, by: other) }
    }
  }

  @Test("is sent again, or seen to, with others in one go; what held a code, and what did not fail, is left")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let (one, lost) = (try await failed(.accountExists, test), try await failed(.confirmationCode, test))
      let staff = try await staff(test)
      #expect(try await test.clinic.sendAgain([one, lost, ID(UUID())], by: staff) == 1)
      #expect(try await test.clinic.sendAgain([one, lost], by: staff) == 0)
      #expect(try await test.count("job WHERE kind = 'letter' AND state = 'queued'") == 1)
      #expect(try await test.clinic.settle([one, lost], by: staff) == 1)
      #expect(try await test.count("audit_event WHERE act IN ('letter-sent-again', 'letter-settled')") == 2)
      let other = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.seeToLetters))
      let third = try await failed(.accountExists, test)
      #expect(try await test.clinic.settle([third], by: other) == 0)
    }
  }
}
