import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Registering somebody who may have a record")
struct AlikePatientsTests {
  private func person(
    _ given: String = "Amélie", _ family: String = "Beaumont", born day: Int = 29, email: String = "",
    phone: String = ""
  ) throws -> NewPatient {
    NewPatient(
      givenName: given, familyName: family, birthDate: try #require(Day(year: 1984, month: 2, day: day)),
      gender: .female, phone: phone, email: email)
  }

  private func ben(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
  }

  /// The signs of whoever is found beside Amélie, who is registered first.
  private func signs(_ new: NewPatient, _ test: TestClinic) async throws -> [AlikePatient.Sign] {
    let ben = try await ben(test)
    let found = try await test.ask(
      ben, .patients(like: new, but: ID(UUID()), by: ben, at: test.clock.now))
    #expect(found.count <= 1)
    return found.first?.signs ?? []
  }

  @Test(
    "finds the birth date with a name but for a letter or two, the e-mail address, and the telephone number")
  func found() async throws {
    try await TestClinic.using { test in
      let amelie = try person(email: "amelie@mail.example", phone: "+44 7700 900123")
      try await test.clinic.register(amelie, ID(UUID()), by: try await ben(test))
      #expect(try await signs(try person(), test) == [.person])
      #expect(try await signs(try person("Amelie", "BAUMONT"), test) == [.person])
      #expect(try await signs(try person("Beaumont", "Amelie"), test) == [.person])
      #expect(try await signs(try person("Amélie", "Lefèvre"), test) == [.person])
      #expect(try await signs(try person("Odile", "Lefèvre"), test) == [])
      #expect(try await signs(try person(born: 28), test) == [])
      #expect(
        try await signs(try person("Odile", "Lefèvre", born: 1, email: "amelie@mail.example"), test) == [
          .email
        ])
      #expect(
        try await signs(try person("Odile", "Lefèvre", born: 1, phone: "07700 900-123"), test) == [.phone])
      #expect(try await signs(try person("Odile", "Lefèvre", born: 1, phone: "07700 900-124"), test) == [])
      let all = try person(email: "amelie@mail.example", phone: "0044 (0)7700 900123")
      #expect(try await signs(all, test) == [.phone, .person, .email])
    }
  }

  @Test(
    "makes no second record before somebody has said that it is somebody else, and the same form sent again none"
  )
  func register() async throws {
    try await TestClinic.using { test in
      let (ben, amelie, first, second) = (
        try await ben(test), try person(), ID<Patient>(UUID()), ID<Patient>(UUID())
      )
      let before = test.clinic.roundTrips
      try await test.clinic.register(amelie, first, by: ben)
      #expect(test.clinic.roundTrips - before == 1)
      try await test.clinic.register(amelie, first, by: ben)
      await #expect(throws: Refusal.conflict(.alikePatients)) {
        try await test.clinic.register(amelie, second, by: ben)
      }
      #expect(try await test.count("patient WHERE family_name = 'Beaumont'") == 1)
      try await test.clinic.register(amelie, second, isSomebodyElse: true, by: ben)
      try await test.clinic.register(amelie, second, by: ben)
      #expect(try await test.count("patient WHERE family_name = 'Beaumont'") == 2)
      #expect(try await test.count("audit_event WHERE act = 'patient-registered'") == 2)
    }
  }

  @Test("of two desks that register the same person at once, one is told")
  func race() async throws {
    try await TestClinic.using { test in
      let ben = try await ben(test)
      for day in 1...6 {
        let person = try person(born: day)
        let made = await withTaskGroup(of: Bool.self) { group in
          for _ in 0..<2 {
            group.addTask { (try? await test.clinic.register(person, ID(UUID()), by: ben)) != nil }
          }
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
      }
    }
  }

  @Test("shows nobody of another clinic, and notes a look at whom it shows")
  func tenants() async throws {
    try await TestClinic.using { test in
      let chloe = try await test.patient(named: "Amélie Beaumont", at: test.hilltop)
      _ = try await test.database.asOwner(
        of: test.hilltop.id.uuid, ["UPDATE patient SET birth_date = '1984-02-29' WHERE id = \(chloe)"])
      #expect(try await signs(try person(), test) == [])
      let here = ID<Patient>(UUID())
      try await test.clinic.register(try person(), here, by: try await ben(test))
      #expect(try await signs(try person(), test) == [.person])
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity = '\(here)'") == 1)
    }
  }
}
