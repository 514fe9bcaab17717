import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A file of entries is carried out")
struct ImportingTests {
  private let columns = ImportColumns<DeviceEntry>([0: "name", 1: "kind"])!

  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
  }

  private static func rows(_ file: ImportFile) -> [ImportRow] {
    String(decoding: file.contents, as: UTF8.self).split(separator: "\n").enumerated().map {
      ImportRow(line: $0.offset + 2, cells: $0.element.split(separator: ",").map(String.init))
    }
  }

  private func bring(_ text: String, _ test: TestClinic) async throws -> ImportFile {
    let file = ImportFile(
      id: ID(UUID()), noun: .devices, name: "d.csv", contents: Array(text.utf8), encoding: "utf-8")
    try await test.clinic.bring(file, by: try await dana(test))
    return file
  }

  /// The fingerprint of what somebody sees who looks at it now.
  private func seen<E: Entry>(_ file: ImportFile, _ columns: ImportColumns<E>, _ test: TestClinic)
    async throws
    -> String
  {
    let (visit, (stored, names)) = try await test.clinic.ask(
      try await dana(test), Query<[E]>.entries(at: test.clock.now), .namings)
    return ImportPlan(
      Self.rows(file), columns, over: stored,
      in: Surroundings(currency: visit.tenant.currency, today: .first, names: names), newID: { UUID() }
    ).fingerprint
  }

  private func carryOut(_ file: ImportFile, _ seen: String, _ test: TestClinic, by visitor: Visitor? = nil)
    async throws
  {
    let dana = try await dana(test)
    try await test.clinic.carryOut(
      file.id, columns, seen: seen, by: visitor ?? dana, read: Self.rows)
  }

  @Test("once, with a note of each entry, and then its contents are gone")
  func once() async throws {
    try await TestClinic.using { test in
      let file = try await bring("Laser 1,laser\nScanner,ultrasound", test)
      try await test.clinic.bring(file, by: try await dana(test))
      #expect(try await test.count("import_file") == 1)
      let wanted = try await seen(file, columns, test)
      // Pressed twice: both are there before either is through.
      let other = try await test.another("CREATE INDEX while_held ON device (kind)", staysFor: 1)
      async let first: Void = carryOut(file, wanted, test)
      async let second: Void = carryOut(file, wanted, test)
      _ = try await (first, second)
      try await other.value
      try await carryOut(file, wanted, test)
      #expect(try await test.count("device") == 2)
      #expect(try await test.count("audit_event WHERE act = 'entry-added'") == 2)
      #expect(try await test.count("audit_event WHERE act = 'import-done'") == 1)
      let stored = try #require(
        try await test.ask(try await dana(test), .importFile(file.id, of: .devices, at: test.clock.now)))
      #expect(stored.report == ImportReport(added: 2, changed: 0, same: 0) && stored.contents.isEmpty)
    }
  }

  @Test("not when it would do something else by now, and not in part")
  func changedMeanwhile() async throws {
    try await TestClinic.using { test in
      try await test.own("INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'Laser 1', 'laser')")
      let file = try await bring("Laser 1,x-ray\nLaser 9,laser", test)
      let before = try await seen(file, columns, test)
      try await test.own("UPDATE device SET kind = 'other' WHERE name = 'Laser 1'")
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await carryOut(file, before, test) }
      let wrong = try await bring("Laser 7,laser\n,laser", test)
      let fault = try await seen(wrong, columns, test)
      await #expect(throws: Refusal.invalid([Problem("", "problem.import-wrong")])) {
        try await carryOut(wrong, fault, test)
      }
      #expect(try await test.count("device") == 1)
      #expect(try await test.count("audit_event WHERE act = 'import-done'") == 0)
      try await carryOut(file, try await seen(file, columns, test), test)
      #expect(try await test.count("device WHERE kind = 'x-ray' OR name = 'Laser 9'") == 2)
    }
  }

  @Test("waits for what somebody is just saving, and then does nothing unseen")
  func beingSaved() async throws {
    try await TestClinic.using { test in
      try await test.own("INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'Laser 1', 'laser')")
      let file = try await bring("Laser 1,x-ray", test)
      let wanted = try await seen(file, columns, test)
      let other = try await test.another("UPDATE device SET kind = 'other'", staysFor: 1)
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await carryOut(file, wanted, test) }
      try await other.value
      #expect(try await test.count("device WHERE kind = 'other'") == 1)
    }
  }

  @Test("beside another of the same noun, one after the other: what both would add is added once")
  func beside() async throws {
    try await TestClinic.using { test in
      // Not even an entry is there that one could wait for.
      for table in ["practitioner_specialty", "practitioner_service", "availability", "practitioner"] {
        try await test.own("DELETE FROM \(table)")
      }
      let columns = try #require(
        ImportColumns<PractitionerEntry>([0: "given", 1: "family", 2: "kind", 3: "gender"]))
      let dana = try await dana(test)
      var files: [ImportFile] = []
      for _ in 0..<4 {
        let file = ImportFile(
          id: ID(UUID()), noun: .practitioners, name: "d.csv",
          contents: Array("Ada,Byron,nurse,female".utf8), encoding: "utf-8")
        try await test.clinic.bring(file, by: dana)
        files.append(file)
      }
      let wanted = try await seen(files[0], columns, test)
      // Everybody has looked before anybody writes.
      let other = try await test.another("CREATE INDEX while_held ON practitioner (bio)", staysFor: 1)
      let done = await withTaskGroup(of: Bool.self) { group in
        for file in files {
          group.addTask {
            do {
              try await test.clinic.carryOut(file.id, columns, seen: wanted, by: dana, read: Self.rows)
              return true
            } catch {
              #expect(error as? Refusal == .conflict(.entryChanged))
              return false
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      try await other.value
      #expect(done == 1)
      #expect(try await test.count("practitioner WHERE family_name = 'Byron'") == 1)
    }
  }

  @Test("within a day, of its own noun and its own clinic, by whoever may keep entries")
  func bounds() async throws {
    try await TestClinic.using { test in
      let file = try await bring("Laser 1,laser", test)
      let wanted = try await seen(file, columns, test)
      let etienne = try await test.visitor(
        DemoCast.etienne, to: .administration, access: .may(.manageStaff))
      await #expect(throws: Refusal.unknown) { try await carryOut(file, wanted, test, by: etienne) }
      let ben = try await test.visitor(DemoCast.ben, to: .administration, access: .may(.manageStaff))
      await #expect(throws: Refusal.forbidden) { try await carryOut(file, wanted, test, by: ben) }
      #expect(
        try await test.ask(try await dana(test), .importFile(file.id, of: .places, at: test.clock.now)) == nil
      )
      test.clock.advance(by: ImportFile.lifetime - 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("import_file") == 1)
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.unknown) { try await carryOut(file, wanted, test) }
      try await test.clinic.tidyUp()
      #expect(try await test.count("import_file") == 0)
    }
  }
}
