import CSV
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("Files of patients")
struct PatientFileTests {
  private func read(_ text: String, _ limits: CSVLimits) async throws -> [ImportRow] {
    let path = "/tmp/lines-\(UUID()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(filePath: path))
    var rows: [ImportRow] = []
    for try await piece in ImportLines(path: path, encoding: .utf8, limits: limits) { rows += piece }
    return rows
  }

  private func refusal(_ text: String, _ limits: CSVLimits) async throws -> [Problem] {
    do {
      _ = try await read(text, limits)
      return []
    } catch let refusal as Refusal {
      return refusal.problems
    }
  }

  @Test("are read piece by piece, each row with its line, up to their limits and not beyond")
  func limits() async throws {
    // Some pieces long.
    let row = String(repeating: "é", count: 4000)
    let text = "a;b\r\n;;\r\n" + (1...100).map { "\($0);\(row)\r\n" }.joined()
    var limits = CSVLimits(bytes: text.utf8.count, rows: 102, fields: 2, fieldBytes: 8000)
    limits.fields = 3
    let rows = try await read(text, limits)
    #expect(rows.map(\.line) == [1] + Array(3...102) && rows[100].cells == ["100", row])
    limits.rows = 101
    #expect(try await refusal(text, limits).map(\.message) == ["csv.rows"])
    limits.rows = 102
    limits.bytes -= 1
    #expect(try await refusal(text, limits).map(\.message) == ["csv.bytes"])
    limits.bytes += 1
    limits.fieldBytes -= 1
    #expect(
      try await refusal(text, limits) == [Problem("file", "csv.field", ["line": "3", "limit": "7999"])])
    #expect(
      try await refusal("a;b\n1;2\n3\n", ImportLines.limits) == [
        Problem("file", "csv.uneven", ["line": "3", "fields": "1", "expected": "2"])
      ])
    #expect(ImportLines.limits.rows == 300_001 && ImportLines.limits.bytes == 30 << 20)
  }

  @Test("are brought with as many bytes as there may be; with one more nothing of them is read")
  func upload() async throws {
    let names = String(repeating: "Ana,Costa\n", count: 20_000)
    var limits = ImportLines.limits
    limits.bytes = names.utf8.count
    try await TestSite.using(patientFiles: limits) { [limits] site in
      let dana = try await site.test.session(of: DemoCast.dana)
      func bring(_ text: String) async throws -> TestAnswer {
        let key = UUID().uuidString.lowercased()
        return try await site.postMultipart("/admin/patients/import", [("key", key)], file: text, as: dana)
      }
      #expect(try await bring(names).status == 303)
      // Its second line has a fault that whoever read it would tell.
      let longer = try await bring("Ana,Costa\nAna Costa\n\(names.dropFirst(19))")
      #expect(longer.status == 422 && longer.body.contains("longer than \(limits.bytes) bytes"))
      #expect(try await site.count("patient_import") == 1)
    }
  }

  @Test("are taken away whole, piece by piece; and none of another clinic's")
  func records() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 0, patients: 2001, at: site.test.riverside)
      let dana = try await site.test.session(of: DemoCast.dana)
      let file = try await site.get("/admin/patients/records.csv", as: dana)
      let rows = try CSVReader.rows(of: Array(file.body.utf8))
      let patients = try await site.count("patient")
      #expect(rows[0].fields.first == "number" && rows.count == 1 + patients)
      #expect(Set(rows.map { $0.fields[0] }).count == rows.count)
      let etienne = try await site.test.session(of: DemoCast.etienne)
      let brought = try await site.broughtPatients()
      for path in ["/admin/patients/import/\(brought)", "/admin/patients/import/\(brought)/refused.csv"] {
        #expect(try await site.get(path, as: etienne, at: "hilltop.localhost").status == 404)
        #expect(try await site.get(path, as: dana).status == 200)
      }
      for role in [DemoCast.ben, DemoCast.amira, DemoCast.paul] {
        let token = try await site.test.session(of: role)
        for path in ["/admin/patients/import", "/admin/patients/records.csv"] {
          #expect(try await site.get(path, as: token).status == 403)
        }
      }
    }
  }
}

extension TestSite {
  /// A file that Dana has brought.
  func broughtPatients() async throws -> ID<PatientImport> {
    let id = ID<PatientImport>(UUID())
    let rows = AsyncStream { stream in
      stream.yield([ImportRow(line: 1, cells: ["given"]), ImportRow(line: 2, cells: ["Ana"])])
      stream.finish()
    }
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.importPatients))
    try await test.clinic.bring(id, named: "patients.csv", rows, by: dana)
    return id
  }
}
