import ClinicTesting
import FoundationEssentials
import ObjectStore
import Postgres
import Synchronization
import Testing
import Zip

@testable import Clinic

/// A server that makes archives, with papers of few words.
struct ArchiveStage {
  let test: TestClinic
  let clinic: Clinic
  let paul: Visitor

  static let papers = ArchivePapers { paper, tenant, language in
    switch paper {
    case .summary(let data): Array("%PDF-1.7 \(data.name), \(language)".utf8)
    case .invoice(let invoice, _, _): Array("%PDF-1.7 \(invoice.issue?.number ?? "")".utf8)
    case .readme: Array("read me, of \(tenant.name)".utf8)
    }
  }

  static func using(_ body: (ArchiveStage) async throws -> Void) async throws {
    try await TestClinic.using { test in
      let clinic = try test.anotherServer(papers: papers)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      try await body(ArchiveStage(test: test, clinic: clinic, paul: paul))
    }
  }

  func ask(
    of patient: ID<Patient>? = nil, _ key: ID<DataArchive> = ID(UUID()), by visitor: Visitor? = nil
  ) async throws -> ID<DataArchive> {
    try await clinic.askForArchive(
      of: patient ?? test.riverside.patient, key, in: .en, by: visitor ?? paul)
    return key
  }

  @discardableResult
  func work(at other: Clinic? = nil) async throws -> Int {
    try await (other ?? clinic).work([.archive]) { _, _ in .sent }
  }

  func archives(of visitor: Visitor? = nil) async throws -> [DataArchive] {
    try await clinic.ask(visitor ?? paul, .ownArchives(at: test.clock.now)).answer
  }

  /// All bytes, as whoever asked for it is given them.
  func bytes(of id: ID<DataArchive>, by visitor: Visitor? = nil) async throws -> [UInt8] {
    let open = try await clinic.openArchive(id, by: visitor ?? paul)
    var all: [UInt8] = []
    for try await piece in try await open.bytes(0..<open.size, of: clinic).arrays { all += piece }
    return all
  }

  /// Its files by their names, as their heads have them, each with the checksum that was said before it.
  func files(of id: ID<DataArchive>, by visitor: Visitor? = nil) async throws -> [String: [UInt8]] {
    let all = try await bytes(of: id, by: visitor)
    func number(_ place: Int, _ count: Int) -> Int {
      all[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    var (place, files): (Int, [String: [UInt8]]) = (0, [:])
    while number(place, 4) == 0x0403_4b50 {
      let (size, length) = (number(place + 22, 4), number(place + 26, 2))
      let start = place + 30 + length
      let bytes = Array(all[start..<start + size])
      var sum = CRC32()
      sum.update(bytes)
      #expect(number(place + 14, 4) == Int(sum.value))
      files[String(decoding: all[place + 30..<start], as: UTF8.self)] = bytes
      place = start + size
    }
    return files
  }

  /// Objects below the clinic's archives.
  func stored() async throws -> Int {
    try await clinic.objects.total(below: KeyPrefix(tenant: "\(test.riverside.id)", "archives")).count
  }
}
