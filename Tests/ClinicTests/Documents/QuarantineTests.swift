import ClinicTesting
import FoundationEssentials
import ObjectStore
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("A document in quarantine")
struct QuarantineTests {
  struct Down: Error {}

  /// A scanner that is as told.
  final class Scanner: Sendable {
    let verdict: Mutex<ScanVerdict?>
    init(_ verdict: ScanVerdict?) { self.verdict = Mutex(verdict) }

    var inspection: DocumentInspection {
      DocumentInspection(
        scan: { bytes, size in
          var count = 0
          for try await piece in bytes { count += piece.count }
          guard count == size, let verdict = self.verdict.withLock({ $0 }) else { throw Down() }
          return verdict
        }, preview: { _, _ in [0xFF, 0xD8, 1, 2, 3] })
    }
  }

  @Test(
    "is given to nobody before it was scanned, stays closed while the scanner is down, and opens when it was found clean"
  )
  func closed() async throws {
    try await TestClinic.using { test in
      let scanner = Scanner(nil)
      let clinic = try test.anotherServer(inspection: scanner.inspection)
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let id = try await test.add(TestClinic.pdf(200_000), test.newDocument(), by: paul, at: clinic)
      func isClosed() async -> Bool {
        for (visitor, side) in [(paul, DocumentSide.own), (ben, .clinic)] {
          if (try? await test.bytes(of: id, side, by: visitor, at: clinic)) != nil { return false }
          if (try? await clinic.documentPreview(id, side, by: visitor)) != nil { return false }
        }
        return true
      }
      #expect(await isClosed())
      await #expect(throws: Down.self) { try await clinic.seeToDocuments(of: test.riverside.id) }
      #expect(await isClosed())
      // A server without a scanner opens nothing that waits for one.
      try await test.clinic.seeToDocuments(of: test.riverside.id)
      #expect(await isClosed())
      scanner.verdict.withLock { $0 = .clean }
      try await clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.bytes(of: id, by: paul, at: clinic) == TestClinic.pdf(200_000))
      #expect(try await clinic.documentPreview(id, .clinic, by: ben) == [0xFF, 0xD8, 1, 2, 3])
    }
  }

  @Test("in which a virus was found is never given out, and is named to whoever sent it and in the log")
  func infected() async throws {
    try await TestClinic.using { test in
      let scanner = Scanner(.infected("Eicar-Test-Signature"))
      let clinic = try test.anotherServer(inspection: scanner.inspection)
      let paul = try await test.documentOwner()
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul, at: clinic)
      try await clinic.seeToDocuments(of: test.riverside.id)
      scanner.verdict.withLock { $0 = .clean }
      try await clinic.seeToDocuments(of: test.riverside.id)
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, by: paul, at: clinic) }
      let found: [DocumentReference] = try await clinic.ask(paul, .ownDocuments(at: test.clock.now)).answer
      #expect(found.map(\.content) == [DocumentReference.Content.infected])
      #expect(
        try await test.count(
          "audit_event WHERE act = 'document-infected' AND detail = 'Eicar-Test-Signature'") == 1)
    }
  }

  @Test("whose bytes the store has no more is told to be lost, and keeps no other waiting")
  func lost() async throws {
    try await TestClinic.using { test in
      let clinic = try test.anotherServer(inspection: Scanner(.clean).inspection)
      let paul = try await test.documentOwner()
      let gone = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul, at: clinic)
      for key in try await test.objectKeys() { try await test.clinic.objects.delete(key) }
      let other = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul, at: clinic)
      try await clinic.seeToDocuments(of: test.riverside.id)
      let found: [DocumentReference] = try await clinic.ask(paul, .ownDocuments(at: test.clock.now)).answer
      #expect(
        Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.content) }) == [gone: .lost, other: .ready])
    }
  }
}
