import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("Who sees a document")
struct DocumentAccessTests {
  /// A visit of Paul's with Amira, which makes his record her work.
  private func treated(_ test: TestClinic) async throws {
    _ = try await test.bookedByPaul()
  }

  private func own(_ test: TestClinic, _ visitor: Visitor) async throws -> [ID<DocumentReference>] {
    try await test.clinic.ask(visitor, .ownDocuments(at: test.clock.now)).answer.map(\.id)
  }

  private func atClinic(_ test: TestClinic, _ visitor: Visitor) async throws -> [ID<DocumentReference>]? {
    let query: Query<PatientDocuments?> = .documents(
      of: test.riverside.patient, by: visitor, at: test.clock.now)
    let (_, found) = try await test.clinic.ask(visitor, query)
    return found.map { $0.documents.map(\.id) }
  }

  @Test(
    "the patient what is not the clinic's alone; the clinic what is not for one doctor alone; that doctor both"
  )
  func visibility() async throws {
    try await TestClinic.using { test in
      try await treated(test)
      let (paul, ben, amira) = (
        try await test.documentOwner(), try await test.documentStaff(DemoCast.ben),
        try await test.documentStaff(DemoCast.amira)
      )
      let shared = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      let clinic = try await test.add(TestClinic.pdf(900), test.newDocument(.clinic), .clinic, by: ben)
      let doctors = try await test.add(
        TestClinic.pdf(900), test.newDocument(.practitioner, for: test.riverside.doctor), by: paul)
      #expect(Set(try await own(test, paul)) == [shared, doctors])
      #expect(Set(try #require(try await atClinic(test, ben))) == [shared, clinic])
      #expect(Set(try #require(try await atClinic(test, amira))) == [shared, clinic, doctors])
      for (visitor, side, id, isSeen) in [
        (paul, DocumentSide.own, clinic, false), (paul, .own, doctors, true), (ben, .clinic, doctors, false),
        (ben, .clinic, clinic, true), (amira, .clinic, doctors, true),
      ] {
        let opened = try? await test.bytes(of: id, side, by: visitor)
        #expect((opened != nil) == isSeen)
        let now = test.clock.now
        let found = try await test.clinic.ask(visitor, .document(id, side, by: visitor, at: now)).answer
        #expect((found != nil) == isSeen)
        let views = try await test.clinic.ask(visitor, .views(of: id, side, at: now)).answer
        #expect(views.isEmpty != isSeen)
      }
    }
  }

  @Test("nobody of another clinic, and no doctor whose work the record is not")
  func strangers() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      let amira = try await test.documentStaff(DemoCast.amira)
      #expect(try await atClinic(test, amira) == nil)
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, .clinic, by: amira) }
      for (visitor, side) in [
        (try await test.documentOwner(DemoCast.lucie), DocumentSide.own),
        (try await test.documentStaff(DemoCast.chloe), .clinic),
      ] {
        await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, side, by: visitor) }
        await #expect(throws: Refusal.unknown) {
          _ = try await test.clinic.deleteDocument(id, side, by: visitor)
        }
      }
      _ = try await test.bytes(of: id, by: paul)
    }
  }

  @Test("no other patient of the clinic, by whatever way")
  func otherPatients() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let clinic = try test.anotherServer(
        inspection: DocumentInspection(preview: { _, _ in [0xFF, 0xD8, 1] }))
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      try await clinic.seeToDocuments(of: test.riverside.id)
      let (other, now) = (try await test.newcomer(at: test.riverside, to: .ownRecord), test.clock.now)
      for side in [DocumentSide.own, .clinic] {
        await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, side, by: other) }
        await #expect(throws: Refusal.unknown) { try await clinic.documentPreview(id, side, by: other) }
        await #expect(throws: Refusal.unknown) {
          _ = try await test.clinic.deleteDocument(id, side, by: other)
        }
        let found: DocumentReference? = try await test.ask(other, .document(id, side, by: other, at: now))
        #expect(found == nil)
        let views: [DocumentView] = try await test.ask(other, .views(of: id, side, at: now))
        #expect(views.isEmpty)
      }
      #expect(try await own(test, other).isEmpty)
      #expect(try await clinic.documentPreview(id, .own, by: paul) == [0xFF, 0xD8, 1])
    }
  }

  @Test(
    "is told to the patient: each look by the clinic, and who took the file, once in ten minutes however often it is read"
  )
  func views() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      let before = try await test.clinic.ask(paul, .ownRecordLooks(after: nil, at: test.clock.now)).answer
      #expect(before.events.isEmpty)
      _ = try await test.clinic.ask(ben, .document(id, .clinic, by: ben, at: test.clock.now))
      for _ in 0..<3 { _ = try await test.bytes(of: id, .clinic, in: 10..<20, by: ben) }
      let views = try await test.clinic.ask(paul, .views(of: id, .own, at: test.clock.now)).answer
      #expect(views.map(\.isOpened).sorted { $0 && !$1 } == [true, false])
      #expect(views.allSatisfy { $0.role == .frontDesk && !$0.name.isEmpty })
      test.clock.advance(by: 601)
      _ = try await test.bytes(of: id, .clinic, by: ben)
      #expect(try await test.clinic.ask(paul, .views(of: id, .own, at: test.clock.now)).answer.count == 3)
      let looks = try await test.clinic.ask(paul, .ownRecordLooks(after: nil, at: test.clock.now)).answer
      #expect(looks.events.contains { $0.purpose == .documents })
    }
  }

  @Test("is news until its owner has looked at it, and what they added themselves never is")
  func news() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), .clinic, by: ben)
      try await test.add(TestClinic.pdf(900), test.newDocument(.clinic), .clinic, by: ben)
      func news() async throws -> DocumentNews {
        try await test.clinic.ask(paul, .documentNews(at: test.clock.now)).answer
      }
      #expect(try await news().unread == 1)
      #expect(try await news().newest.count == 2)
      _ = try await test.clinic.ask(paul, .document(id, .own, by: paul, at: test.clock.now))
      #expect(try await news().unread == 0)
    }
  }
}

@Suite("A deleted document")
struct DocumentDeletionTests {
  @Test("is shown to nobody at once, and gone when its days are over, once; that there was one stays")
  func gone() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      for _ in 0..<2 { _ = try await test.clinic.deleteDocument(id, .own, by: paul) }
      #expect(try await test.clinic.ask(paul, .ownDocuments(at: test.clock.now)).answer.isEmpty)
      for (visitor, side) in [(paul, DocumentSide.own), (ben, .clinic)] {
        await #expect(throws: Refusal.unknown) { try await test.bytes(of: id, side, by: visitor) }
      }
      for (days, left) in [(29.99, 1), (0.01, 0), (10, 0)] {
        test.clock.advance(by: days * 86_400)
        try await test.clinic.seeToDocuments(of: test.riverside.id)
        #expect(try await test.objectKeys().count == left)
      }
      #expect(
        try await test.count(
          "document_reference WHERE content = 'removed' AND title = '' AND content_key IS NULL") == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'document-removed' AND entity = '\(unsafe: "\(id)")'")
          == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'document-deleted' AND entity = '\(unsafe: "\(id)")'")
          == 1)
    }
  }

  @Test(
    "stays while the clinic has to keep its category", arguments: [("clinical", 1), ("all", 1), ("none", 0)])
  func held(_ held: String, _ left: Int) async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      _ = try await test.database.asSuperuser("UPDATE tenant SET documents_held = \(held)")
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      _ = try await test.clinic.deleteDocument(id, .own, by: paul)
      test.clock.advance(by: 31 * 86_400)
      try await test.clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.objectKeys().count == left)
    }
  }

  @Test("is not said to be gone before its bytes are: a store that is down keeps the row that knows of them")
  func order() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      _ = try await test.clinic.deleteDocument(id, .own, by: paul)
      test.clock.advance(by: 31 * 86_400)
      let down = try test.anotherServer(objects: KeepingStore(inner: test.clinic.objects))
      await #expect(throws: ObjectStoreError.self) { try await down.seeToDocuments(of: test.riverside.id) }
      #expect(try await test.count("document_reference WHERE content = 'removed'") == 0)
      try await test.clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.count("document_reference WHERE content = 'removed'") == 1)
      #expect(try await test.objectKeys().isEmpty)
    }
  }

  @Test("is not a patient's to delete when the clinic added it")
  func clinics() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let id = try await test.add(TestClinic.pdf(900), test.newDocument(), .clinic, by: ben)
      await #expect(throws: Refusal.forbidden) {
        _ = try await test.clinic.deleteDocument(id, .own, by: paul)
      }
      _ = try await test.bytes(of: id, by: paul)
    }
  }
}
