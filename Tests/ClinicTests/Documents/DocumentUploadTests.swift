import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("A file on its way in")
struct DocumentUploadTests {
  private static let size = 2 * DocumentLayout.partLength + 5

  @Test(
    "goes on where it was, whichever server takes the next part, and is one document however often it is sent"
  )
  func resumed() async throws {
    try await TestClinic.using { test in
      let (paul, file, other) = (
        try await test.documentOwner(), TestClinic.pdf(Self.size), try test.anotherServer()
      )
      let new = test.newDocument(mark: "result.pdf \(Self.size) 1")
      var upload = try #require(
        try await test.clinic.beginUpload(
          new, named: "result.pdf", size: Self.size, isWhole: false, .own, by: paul))
      upload.kind = .pdf
      try await test.clinic.store(Array(file.prefix(upload.next)), of: &upload, by: paul)
      // Chosen again, under another form's key.
      var again = try #require(
        try await other.beginUpload(
          test.newDocument(mark: new.mark), named: "result.pdf", size: Self.size, isWhole: false, .own,
          by: paul))
      #expect(again.id == upload.id && again.received == DocumentUpload.partLength)
      while again.next > 0 {
        try await other.store(Array(file[again.received..<again.received + again.next]), of: &again, by: paul)
      }
      try await other.complete(again, by: paul)
      try await test.clinic.complete(again, by: paul)
      #expect(try await test.bytes(of: again.id, by: paul) == file)
      #expect(try await test.count("document_reference") == 1)
      #expect(try await test.count("document_upload") == 0)
      let sent = try await test.clinic.beginUpload(
        new, named: "result.pdf", size: Self.size, isWhole: false, .own, by: paul)
      #expect(sent == nil)
    }
  }

  @Test("takes each part once: of two that are sent at once, one counts")
  func once() async throws {
    try await TestClinic.using { test in
      let (paul, file) = (try await test.documentOwner(), TestClinic.pdf(Self.size))
      var upload = try #require(
        try await test.clinic.beginUpload(
          test.newDocument(), named: "x.pdf", size: Self.size, isWhole: false, .own, by: paul))
      upload.kind = .pdf
      var twin = upload
      try await test.clinic.store(Array(file.prefix(upload.next)), of: &upload, by: paul)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.store(Array(file.prefix(twin.next)), of: &twin, by: paul)
      }
      #expect(try await test.clinic.upload(upload.id, by: paul).received == DocumentUpload.partLength)
    }
  }

  @Test("is nobody else's to go on with, and for nobody else's record")
  func others() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let upload = try #require(
        try await test.clinic.beginUpload(
          test.newDocument(), named: "x.pdf", size: 900, isWhole: false, .own, by: paul))
      let ben = try await test.documentStaff(DemoCast.ben)
      await #expect(throws: Refusal.unknown) { try await test.clinic.upload(upload.id, by: ben) }
      let foreign = NewDocument(
        patient: test.hilltop.patient, category: .other, visibility: .shared, key: UUID())
      await #expect(throws: Refusal.unknown) {
        _ = try await test.clinic.beginUpload(
          foreign, named: "x.pdf", size: 900, isWhole: true, .own, by: paul)
      }
      // No visit with her: not her work.
      let amira = try await test.documentStaff(DemoCast.amira)
      await #expect(throws: Refusal.unknown) {
        _ = try await test.clinic.beginUpload(
          test.newDocument(), named: "x.pdf", size: 900, isWhole: true, .clinic, by: amira)
      }
    }
  }

  @Test(
    "leaves no document when the store is down, slow or full in the middle, and nothing in the store after the sweep",
    arguments: [
      ObjectStoreError.unavailable("down"), .timedOut, .refused(status: 507, code: "InsufficientStorage"),
    ])
  func storeDown(_ fault: ObjectStoreError) async throws {
    try await TestClinic.using { test in
      let (paul, file) = (try await test.documentOwner(), TestClinic.pdf(Self.size))
      let failing = try test.anotherServer(objects: DownStore(test.clinic.objects, after: 1, fault))
      var upload = try #require(
        try await failing.beginUpload(
          test.newDocument(), named: "x.pdf", size: Self.size, isWhole: true, .own, by: paul))
      upload.kind = .pdf
      try await failing.store(Array(file.prefix(upload.next)), of: &upload, by: paul)
      let (stored, part) = (upload, Array(file.dropFirst(upload.received).prefix(upload.next)))
      await #expect(throws: Refusal.unavailable) {
        var upload = stored
        try await failing.store(part, of: &upload, by: paul)
      }
      try await failing.giveUp(upload, by: paul)
      #expect(try await test.count("document_reference") == 0)
      #expect(try await test.objectKeys().count == 1)
      try await test.clinic.seeToDocuments(of: test.riverside.id)
      #expect(try await test.objectKeys() == [])
      #expect(try await test.count("document_upload") == 0)
    }
  }

  @Test("that nobody goes on with is gone after a day, and what no row knows of after an hour")
  func swept() async throws {
    try await TestClinic.using { test in
      let (paul, file) = (try await test.documentOwner(), TestClinic.pdf(Self.size))
      var upload = try #require(
        try await test.clinic.beginUpload(
          test.newDocument(), named: "x.pdf", size: Self.size, isWhole: false, .own, by: paul))
      upload.kind = .pdf
      try await test.clinic.store(Array(file.prefix(upload.next)), of: &upload, by: paul)
      let kept = try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      let orphan: ID<DocumentReference> = test.clinic.newID()
      try await test.clinic.objects.put(
        try ObjectKey("\(test.riverside.id)/documents/\(orphan)/0"), [1], contentType: .bytes)
      for (minutes, left) in [(0.0, 3), (59, 3), (2, 2), (60 * 22.9, 2), (10, 1)] {
        test.clock.advance(by: minutes * 60)
        try await test.clinic.seeToDocuments(of: test.riverside.id)
        #expect(try await test.objectKeys().count == left, "\(minutes)")
      }
      #expect(try await test.objectKeys().allSatisfy { $0.text.contains("\(kept)") })
      await #expect(throws: Refusal.unknown) { try await test.clinic.upload(upload.id, by: paul) }
    }
  }

  @Test("is refused when it is not what it seems to be: cut off, or of no bytes")
  func broken() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      await #expect(throws: Refusal.invalid([Problem("file", "problem.document-broken")])) {
        try await test.add(Array(TestClinic.pdf(9000).dropLast(8)), test.newDocument(), by: paul)
      }
      #expect(try await test.count("document_reference") == 0)
    }
  }

  @Test("has room up to the clinic's limit, with all that is under way counted, and no byte more")
  func storage() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      try await registry.limitStorage("riverside", to: 10_000)
      let kept = try await test.add(TestClinic.pdf(4000), test.newDocument(), by: paul)
      func begin(_ size: Int) async throws -> DocumentUpload {
        try #require(
          try await test.clinic.beginUpload(
            test.newDocument(), named: "x.pdf", size: size, isWhole: true, .own, by: paul))
      }
      await #expect(throws: Refusal.conflict(.storageFull)) { _ = try await begin(6001) }
      let upload = try await begin(6000)
      await #expect(throws: Refusal.conflict(.storageFull)) { _ = try await begin(1) }
      try await test.clinic.giveUp(upload, by: paul)
      _ = try await begin(5999)
      let (_, storage) = try await test.clinic.ask(paul, .storage)
      #expect(storage == Storage(used: 10_000, limit: 10_000))
      // Another clinic has its own.
      let lucie = try await test.documentOwner(DemoCast.lucie)
      let new = NewDocument(patient: test.hilltop.patient, category: .other, visibility: .shared, key: UUID())
      try await test.add(TestClinic.pdf(9999), new, by: lucie)
      // What is deleted counts until it is gone.
      _ = try await test.clinic.deleteDocument(kept, .own, by: paul)
      await #expect(throws: Refusal.conflict(.storageFull)) { _ = try await begin(1) }
    }
  }

  @Test("has room for one of many that begin at once, where there is room for one")
  func storageAtOnce() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      try await registry.limitStorage("riverside", to: 10_000)
      let servers = try [test.anotherServer(poolSize: 6), test.anotherServer(poolSize: 6)]
      let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<24 {
          group.addTask {
            do {
              _ = try await servers[number % 2].beginUpload(
                test.newDocument(), named: "x.pdf", size: 6000, isWhole: true, .own, by: paul)
              return true
            } catch Refusal.conflict(.storageFull) { return false }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(begun == 1)
      for server in servers { await server.close() }
    }
  }

  @Test("waits for its turn: a few of an account, half of all of a clinic")
  func turns() {
    let turns = UploadTurns()
    for _ in 0..<UploadTurns.mostOfAccount { #expect(turns.take(of: "riverside", by: "paul")) }
    #expect(!turns.take(of: "riverside", by: "paul"))
    turns.giveBack(of: "riverside", by: "paul")
    #expect(turns.take(of: "riverside", by: "paul"))
    for number in UploadTurns.mostOfAccount..<UploadTurns.mostOfTenant {
      #expect(turns.take(of: "riverside", by: "\(number)"))
    }
    #expect(!turns.take(of: "riverside", by: "another"))
    for number in UploadTurns.mostOfTenant..<UploadTurns.most {
      #expect(turns.take(of: "hilltop", by: "\(number)"))
    }
    #expect(!turns.take(of: "lakeside", by: "ada"))
  }
}
