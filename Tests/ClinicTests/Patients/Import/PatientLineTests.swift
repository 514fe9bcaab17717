import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A line of a file of patients")
struct PatientLineTests {
  private let today = Day(year: 2026, month: 3, day: 2) ?? .first
  private var paul: PatientRecord {
    var paul = PatientRecord(id: ID(UUID()))
    paul.number = 1001
    (paul.givenName, paul.familyName) = ("Paul", "Fletcher")
    paul.birthDate = Day(year: 1990, month: 2, day: 28) ?? .first
    (paul.gender, paul.phone, paul.email) = (.male, "+44 7700 900123", "paul@example.org")
    return paul
  }

  private func line(
    _ cells: [String: String], over stored: [PatientRecord] = []
  ) throws -> PatientLine {
    let header = cells.keys.sorted()
    let columns = try #require(ImportColumns<PatientRecord>(header: header, labels: [:]))
    return PatientLine(
      ImportRow(line: 2, cells: header.map { cells[$0] ?? "" }), columns,
      over: Dictionary(uniqueKeysWithValues: stored.map { ($0.number, $0) }), today: today)
  }

  @Test("of somebody new needs what the form of the front desk needs, and is told in its words")
  func new() throws {
    let good = ["given": " Ana ", "family": "Lopes", "birth": "1990-02-28", "gender": "Female"]
    let line = try line(good)
    #expect(line.verdict == .fresh && line.record.givenName == "Ana" && line.record.gender == .female)
    let wrong = try self.line(["number": "", "given": "", "family": String(repeating: "x", count: 101)])
    #expect(
      wrong.told.problems == [
        Problem("given", "problem.required"), Problem("family", "problem.too-long", ["limit": "100"]),
        Problem("birth", "problem.required"), Problem("gender", "problem.required"),
      ])
    for (key, value, problem) in [
      ("birth", "2026-03-03", "problem.date-future"), ("birth", "1895-11-21", "problem.date-past"),
      ("birth", "28.2.1990", "problem.day-written"), ("gender", "f", "problem.choose"),
      ("phone", "12345", "problem.phone"), ("email", "ana@", "problem.email"),
      ("given", "A\u{202E}na", "problem.characters"), ("number", "1001", "problem.import-nobody"),
      ("number", "x", "problem.import-nobody"), ("number", "9999999999", "problem.import-nobody"),
    ] {
      let line = try self.line(good.merging([key: value]) { $1 })
      #expect(line.told.problems == [Problem(key, problem)], "\(key) \(value)")
    }
    for (key, value) in [("birth", "2026-03-02"), ("birth", "1896-01-01"), ("phone", "123456")] {
      #expect(try self.line(good.merging([key: value]) { $1 }).verdict == .fresh, "\(key) \(value)")
    }
  }

  @Test("changes the record of its number alone in what the file has a column for")
  func known() throws {
    let line = try line(["number": "#1001", "phone": "+44 7700 900124", "city": ""], over: [paul])
    #expect(
      line.verdict == .changed
        && line.told.changes == [
          .init(key: "phone", before: "+44 7700 900123", after: "+44 7700 900124")
        ])
    #expect(line.record.email == "paul@example.org" && line.record.id == line.stored?.id)
    #expect(try self.line(["number": "1001"], over: [paul]).verdict == .same)
    #expect(try self.line(["number": "1001", "email": "Paul@Example.org"], over: [paul]).verdict == .same)
    // Emptied is emptied, where it may be.
    #expect(try self.line(["number": "1001", "phone": ""], over: [paul]).verdict == .changed)
    #expect(
      try self.line(["number": "1001", "given": ""], over: [paul]).told.problems == [
        Problem("given", "problem.required")
      ])
  }

  @Test("is written into nobody else's record, over nobody's own address, and into none that is out of use")
  func refused() throws {
    let other = ["number": "1001", "given": "Ana", "family": "Lopes", "birth": "1991-02-28"]
    #expect(
      try line(other, over: [paul]).told.problems == [Problem("number", "problem.import-other-person")])
    for kept in ["given": "Paul", "family": "Fletcher", "birth": "1990-02-28"] {
      #expect(try line(other.merging([kept.key: kept.value]) { $1 }, over: [paul]).verdict == .changed)
    }
    var owner = paul
    owner.hasAccount = true
    let mail = ["number": "1001", "email": "other@example.org"]
    #expect(
      try line(mail, over: [owner]).told.problems == [Problem("email", "problem.import-own-address")])
    #expect(try line(mail, over: [paul]).verdict == .changed)
    var retired = paul
    retired.isRetired = true
    #expect(try line(mail, over: [retired]).told.problems == [Problem("number", "problem.import-retired")])
    #expect(try line(["number": "1001", "given": "Paul"], over: [retired]).verdict == .same)
  }
}
