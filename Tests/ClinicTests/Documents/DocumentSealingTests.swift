import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("The stored bytes of a document")
struct DocumentSealingTests {
  private static let size = 2 * DocumentLayout.partLength + 70_000

  @Test("are read back as they came, whole and in ranges")
  func roundTrip() async throws {
    try await TestClinic.using { test in
      let (paul, file) = (try await test.documentOwner(), TestClinic.pdf(Self.size))
      let id = try await test.add(file, test.newDocument(), by: paul)
      #expect(try await test.bytes(of: id, by: paul) == file)
      let part = DocumentLayout.partLength
      for range in [
        0..<1, Self.size - 1..<Self.size, 65_535..<65_537, part - 1..<part + 1, 100_000..<3_000_000,
        part..<2 * part,
      ] {
        #expect(try await test.bytes(of: id, in: range, by: paul) == Array(file[range]), "\(range)")
      }
    }
  }

  @Test(
    "say nothing without the installation's keys: neither the store nor the database has anything of the file, or its key"
  )
  func unreadable() async throws {
    try await TestClinic.using { test in
      let (paul, words) = (try await test.documentOwner(), Array("haemoglobin 8.1 g/dl".utf8))
      let file = Array("%PDF-1.7\n".utf8) + (0..<5000).flatMap { _ in words } + Array("\n%%EOF".utf8)
      let id = try await test.add(file, test.newDocument(), named: "haemoglobin.pdf", by: paul)
      let keys = try await test.objectKeys()
      #expect(keys.count == 1)
      for key in keys {
        let stored = try await test.clinic.objects.bytes(key, limit: 1 << 20)
        #expect(!stored.contains(words) && !stored.contains(Array("%PDF".utf8)))
        #expect(stored.count == SealedStream.sealedLength(of: file.count))
      }
      let other = try test.anotherServer(
        keys: try KeyRing(keys: ["test": Array(repeating: 8, count: 32)], current: "test"))
      await #expect(throws: SecretFault.notAuthentic) { try await test.bytes(of: id, by: paul, at: other) }
    }
  }

  @Test("do not open changed, cut off, longer, in another's place or in another order")
  func tampering() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let id = try await test.add(TestClinic.pdf(Self.size), test.newDocument(), by: paul)
      let other = try await test.add(TestClinic.pdf(Self.size, seed: 4), test.newDocument(), by: paul)
      let store = test.clinic.objects
      func key(_ id: ID<DocumentReference>, _ part: Int) throws -> ObjectKey {
        try DocumentLayout(tenant: test.riverside.id, document: id, size: Self.size).key(of: part)
      }
      let own = try await [0, 1, 2].asyncMap { try await store.bytes(try key(id, $0), limit: 4 << 20) }
      let foreign = try await store.bytes(try key(other, 0), limit: 4 << 20)
      var changed = own[0]
      changed[70_000] ^= 1
      let changes: [(part: Int, bytes: [UInt8])] = [
        (0, changed), (0, Array(own[0].dropLast(1))),
        (0, Array(own[0].dropLast(SealedStream.pieceLength + 16))),
        (0, foreign), (0, own[1]), (1, own[0]), (2, Array(own[2].dropLast(16))), (2, own[1]),
      ]
      for change in changes {
        try await store.put(try key(id, change.part), change.bytes, contentType: .bytes)
        await #expect(throws: (any Error).self, "\(change.part)") { try await test.bytes(of: id, by: paul) }
        try await store.put(try key(id, change.part), own[change.part], contentType: .bytes)
      }
      #expect(try await test.bytes(of: id, by: paul) == TestClinic.pdf(Self.size))
      // Whoever writes to the database can't make a document end after its second part.
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE document_reference SET size = \(2 * DocumentLayout.partLength) WHERE id = \(id)"])
      await #expect(throws: (any Error).self) { try await test.bytes(of: id, by: paul) }
    }
  }

  @Test("are at home in one place alone: key and bytes of a clinic, a document and a part, by itself each")
  func homes() throws {
    let (box, one, other) = (SecretBox(TestClinic.keys), ID<Tenant>(UUID()), ID<Tenant>(UUID()))
    let (first, second) = (ID<DocumentReference>(UUID()), ID<DocumentReference>(UUID()))
    let key = try DocumentKey.new(one, first, box, .seeded(5))
    _ = try DocumentKey(key.sealed, one, first, box)
    #expect(throws: SecretFault.notAuthentic) { try DocumentKey(key.sealed, one, second, box) }
    #expect(throws: SecretFault.notAuthentic) { try DocumentKey(key.sealed, other, first, box) }
    let places = [one, other].flatMap { tenant -> [String] in
      [first, second].flatMap { document -> [String] in
        let layout = DocumentLayout(tenant: tenant, document: document, size: 3 * DocumentLayout.partLength)
        return (0..<3).map { layout.context(of: $0) } + [layout.previewContext]
      }
    }
    #expect(Set(places).count == 16)
  }

  @Test("are under a key that opens for no other document")
  func keys() async throws {
    try await TestClinic.using { test in
      let paul = try await test.documentOwner()
      let (one, two) = (
        try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul),
        try await test.add(TestClinic.pdf(900), test.newDocument(), by: paul)
      )
      _ = try await test.database.asSuperuser(
        """
        UPDATE document_reference d SET content_key = o.content_key FROM document_reference o
         WHERE d.id = \(one) AND o.id = \(two)
        """)
      await #expect(throws: SecretFault.notAuthentic) { try await test.bytes(of: one, by: paul) }
      _ = try await test.bytes(of: two, by: paul)
    }
  }
}

extension Array {
  func asyncMap<Other>(_ transform: (Element) async throws -> Other) async rethrows -> [Other] {
    var all: [Other] = []
    for element in self { all.append(try await transform(element)) }
    return all
  }
}
