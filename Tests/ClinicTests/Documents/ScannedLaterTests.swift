import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("A document that was kept before there was a scanner")
struct ScannedLaterTests {
  struct Stuck: Error {}

  /// Finds a virus in files of some sizes, fails at others, and keeps in mind what it was given.
  final class Scanner: Sendable {
    let seen = Mutex<[Int]>([])
    let (infected, stuck): (Set<Int>, Set<Int>)
    init(infected: Set<Int> = [], stuck: Set<Int> = []) { (self.infected, self.stuck) = (infected, stuck) }

    var inspection: DocumentInspection {
      DocumentInspection(
        scan: { _, size in
          self.seen.withLock { $0.append(size) }
          if self.stuck.contains(size) { throw Stuck() }
          return self.infected.contains(size) ? .infected("Eicar-Test-Signature") : .clean
        }, preview: { _, _ in [0xFF, 0xD8, 1, 2, 3] })
    }
  }

  /// Documents of these sizes, each a minute younger than the one before, added and drawn where no scanner is.
  private func kept(_ sizes: [Int], by paul: Visitor, _ test: TestClinic) async throws
    -> [ID<DocumentReference>]
  {
    var ids: [ID<DocumentReference>] = []
    for size in sizes {
      ids.append(try await test.add(TestClinic.pdf(size), test.newDocument(), by: paul))
      test.clock.advance(by: 60)
    }
    let drawing = try test.anotherServer(
      inspection: DocumentInspection(preview: { _, _ in [0xFF, 0xD8, 1] }))
    try await drawing.seeToDocuments(of: test.riverside.id)
    return ids
  }

  private func contents(_ paul: Visitor, _ test: TestClinic) async throws
    -> [ID<DocumentReference>: DocumentReference]
  {
    let found: [DocumentReference] = try await test.clinic.ask(paul, .ownDocuments(at: test.clock.now)).answer
    return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
  }

  @Test(
    "is scanned when there is one, the newest first and five a round, stays open meanwhile, and keeps its picture"
  )
  func pace() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let sizes = Array(901...907)
      let ids = try await kept(sizes, by: paul, test)
      #expect(try await contents(paul, test).values.allSatisfy { !$0.isScanned && $0.hasPreview })
      let scanner = Scanner()
      let clinic = try test.anotherServer(inspection: scanner.inspection)
      try await clinic.seeToDocuments(of: test.riverside.id)
      #expect(scanner.seen.withLock { $0 } == [907, 906, 905, 904, 903])
      #expect(try await contents(paul, test)[ids[0]]?.isScanned == false)
      #expect(try await test.bytes(of: ids[0], by: paul, at: clinic) == TestClinic.pdf(901))
      try await clinic.seeToDocuments(of: test.riverside.id)
      try await clinic.seeToDocuments(of: test.riverside.id)
      #expect(scanner.seen.withLock { $0 } == [907, 906, 905, 904, 903, 902, 901])
      #expect(
        try await contents(paul, test).values.allSatisfy {
          $0.isScanned && $0.hasPreview && $0.content == .ready
        })
      #expect(try await clinic.documentPreview(ids[6], .own, by: paul) == [0xFF, 0xD8, 1])
    }
  }

  @Test("waits for what came since, and one at which the scanner fails waits for the others")
  func order() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      _ = try await kept(Array(901...907), by: paul, test)
      let scanner = Scanner(stuck: Set(903...907))
      let clinic = try test.anotherServer(inspection: scanner.inspection)
      try await test.add(TestClinic.pdf(800), test.newDocument(), by: paul, at: clinic)
      await #expect(throws: Stuck.self) { try await clinic.seeToDocuments(of: test.riverside.id) }
      #expect(scanner.seen.withLock { $0 }.first == 800)
      await #expect(throws: Stuck.self) { try await clinic.seeToDocuments(of: test.riverside.id) }
      #expect(try await contents(paul, test).values.filter(\.isScanned).count == 3)
      #expect(
        Set(try await contents(paul, test).values.filter { !$0.isScanned }.map(\.size)) == Set(903...907))
    }
  }

  @Test("is not looked at when its owner has deleted it, nor without a scanner")
  func deleted() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let id = try await kept([900], by: paul, test)[0]
      try await test.clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.count("document_reference WHERE checked_at IS NOT NULL") == 0)
      _ = try await test.clinic.deleteDocument(id, .own, by: paul)
      let scanner = Scanner()
      try await test.anotherServer(inspection: scanner.inspection).seeToDocuments(of: test.riverside.id)
      #expect(scanner.seen.withLock { $0 }.isEmpty)
    }
  }

  @Test(
    "is closed when a virus is found, which the patient and administrators are told, once and nothing of it")
  func told() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let id = try await kept([900], by: paul, test)[0]
      let clinic = try test.anotherServer(inspection: Scanner(infected: [900, 901]).inspection)
      for _ in 0..<2 { try await clinic.seeToDocuments(of: test.riverside.id) }
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, by: paul, at: clinic) }
      let (rejected, found) = (
        "outbox_message WHERE kind = 'document-rejected'", "outbox_message WHERE kind = 'virus-found'"
      )
      #expect(try await test.letters("document-rejected") == [DemoCast.paul.email])
      #expect(try await test.letters("virus-found") == [DemoCast.dana.email])
      #expect(
        try await test.count(
          "outbox_message WHERE kind IN ('document-rejected', 'virus-found') AND payload <> '{}'") == 0)
      // Another within the hour is on the page; an hour later a letter says so again, a day later to administrators, too.
      for (seconds, patients, administrators) in [(3000.0, 1, 1), (3700, 2, 1), (90_000, 3, 2)] {
        test.clock.advance(by: seconds)
        try await test.add(TestClinic.pdf(901), test.newDocument(), by: paul, at: clinic)
        try await clinic.seeToDocuments(of: test.riverside.id)
        #expect(try await test.count("\(unsafe: rejected)") == patients)
        #expect(try await test.count("\(unsafe: found)") == administrators)
      }
    }
  }

  @Test("is no matter of the patient's when it is the clinic's alone or deleted")
  func whose() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let clinic = try test.anotherServer(inspection: Scanner(infected: [900, 901, 902]).inspection)
      try await test.add(TestClinic.pdf(900), test.newDocument(.clinic), .clinic, by: ben, at: clinic)
      let deleted = try await test.add(TestClinic.pdf(901), test.newDocument(), by: paul, at: clinic)
      _ = try await test.clinic.deleteDocument(deleted, .own, by: paul)
      try await clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.letters("document-rejected") == [])
      #expect(try await test.letters("virus-found") == [DemoCast.dana.email])
      // Shared, from the clinic: the patient has seen it.
      try await test.add(TestClinic.pdf(902), test.newDocument(), .clinic, by: ben, at: clinic)
      try await clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.letters("document-rejected") == [DemoCast.paul.email])
    }
  }
}

extension TestClinic {
  /// To whom letters of a kind were written, in order.
  func letters(_ kind: String) async throws -> [String] {
    try await database.asSuperuser(
      "SELECT recipient FROM outbox_message WHERE kind = \(kind) ORDER BY created_at, recipient"
    ).decode { row in try row.next() }
  }
}
