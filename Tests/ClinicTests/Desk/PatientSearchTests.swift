import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Looking for a patient at the front desk")
struct PatientSearchTests {
  @Test(
    "takes a birth date in any usual form",
    arguments: ["25.11.1980", "1980-11-25", "25/11/1980", "25-11-1980", "25. 11. 1980", "25.11. 1980"])
  func dates(text: String) {
    let search = PatientSearch("moreau \(text), paul")
    #expect(search.birthDate == Day(year: 1980, month: 11, day: 25))
    #expect(search.words == ["moreau", "paul"] && search.number == nil)
  }

  @Test("takes a number, with its sign or without, and words in any order")
  func numbers() {
    #expect(PatientSearch("1042").number == 1042)
    #expect(PatientSearch("#1042 O’Brien-Smith").words == ["OBrien", "Smith"])
    #expect(PatientSearch("#1042 O’Brien-Smith").number == 1042)
    #expect(PatientSearch("1234567890").number == nil)
    #expect(PatientSearch("31.2.1980").birthDate == nil)
    #expect(PatientSearch(" ,; ").isEmpty)
    #expect(PatientSearch("a b c d e f g h").words.count == 6)
  }

  private func found(_ text: String, _ test: TestClinic) async throws -> [String] {
    let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
    return try await test.ask(ben, .patients(PatientSearch(text), by: ben, at: test.clock.now)).map(\.name)
  }

  @Test("finds by name with typing errors, by birth date and by number, in one field")
  func finds() async throws {
    try await TestClinic.using { test in
      let riverside = test.riverside
      for name in ["Amélie Beaumont", "Seán O’Brien", "서연 김", "Anna Smith", "Anne Smythe"] {
        _ = try await test.patient(named: name, at: riverside)
      }
      #expect(try await found("beaumont", test) == ["Amélie Beaumont"])
      #expect(try await found("Baumont amelie", test) == ["Amélie Beaumont"])
      #expect(try await found("bea", test) == ["Amélie Beaumont"])
      #expect(try await found("obrien", test) == ["Seán O’Brien"])
      #expect(try await found("Sean O'Brien", test) == ["Seán O’Brien"])
      #expect(try await found("김서연", test) == ["서연 김"])
      #expect(try await found("smtih anna", test).first == "Anna Smith")
      #expect(try await found("xyzzyx", test).isEmpty)
      #expect(try await found("smith 29.2.1980", test).contains("Anna Smith"))
      #expect(try await found("smith 1.1.1981", test).isEmpty)
      let number = try await test.database.asOwner(
        of: riverside.id.uuid, ["SELECT number FROM patient WHERE given_name = 'Amélie'"])[0]
        .decode { row in try row.next(Int.self) }[0]
      #expect(try await found("\(number)", test) == ["Amélie Beaumont"])
      #expect(try await found("\(number) smith", test).isEmpty)
    }
  }

  @Test("follows a name that is changed")
  func renamed() async throws {
    try await TestClinic.using { test in
      let id = try await test.patient(named: "Greta Oldname", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE patient SET family_name = 'Newtonsen' WHERE id = \(id.uuid)"])
      #expect(try await found("newtonsen", test) == ["Greta Newtonsen"])
      #expect(try await found("oldname", test).isEmpty)
    }
  }

  @Test("shows twenty at most, and is noted as a search and as a look at each")
  func limits() async throws {
    try await TestClinic.using { test in
      for number in 0..<25 {
        _ = try await test.patient(named: "Nils Twenty\(number % 3)", at: test.riverside)
      }
      #expect(try await found("twenty nils", test).count == PatientSearch.mostHits + 1)
      #expect(try await test.count("audit_event WHERE act = 'patients-searched'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity IS NOT NULL") == 21)
    }
  }

  @Test("finds nobody of another clinic")
  func tenants() async throws {
    try await TestClinic.using { test in
      _ = try await test.patient(named: "Odile Zwischenberg", at: test.hilltop)
      #expect(try await found("zwischenberg", test).isEmpty)
    }
  }

  @Test("numbers are the clinic's own, one after the other, also of those that are made at once")
  func numbered() async throws {
    try await TestClinic.using { test in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<12 {
          group.addTask { _ = try await test.patient(named: "Of \(number)", at: test.riverside) }
        }
        try await group.waitForAll()
      }
      #expect(try await test.count("patient") == (try await test.count("patient WHERE number > 1000")))
      let highest = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT max(number)::int8 FROM patient"])[0]
        .decode { row in try row.next(Int.self) }[0]
      #expect(highest == 1000 + (try await test.count("patient")))
    }
  }
}
