import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Synchronization
import Testing

@testable import Clinic

extension TestClinic {
  func documentOwner(_ account: DemoAccount = DemoCast.paul) async throws -> Visitor {
    try await visitor(account, to: .ownRecord, access: .may(.keepOwnDocuments))
  }

  func documentStaff(_ account: DemoAccount) async throws -> Visitor {
    try await visitor(account, to: .documents, access: .may(.keepDocuments))
  }

  func newDocument(
    _ visibility: DocumentReference.Visibility = .shared, for doctor: ID<Practitioner>? = nil,
    key: UUID = UUID(), mark: String = ""
  ) -> NewDocument {
    NewDocument(
      patient: riverside.patient, category: .result, visibility: visibility, practitioner: doctor, key: key,
      mark: mark)
  }

  /// A file that is a PDF at both ends, with bytes of no meaning between.
  static func pdf(_ size: Int, seed: UInt64 = 3) -> [UInt8] {
    let (head, tail) = (Array("%PDF-1.7\n".utf8), Array("\n%%EOF\n".utf8))
    return head + RandomSource.seeded(seed).bytes(size - head.count - tail.count) + tail
  }

  /// Sends a file as a form brings it.
  @discardableResult
  func add(
    _ bytes: [UInt8], _ new: NewDocument, _ side: DocumentSide = .own, named name: String = "result.pdf",
    by visitor: Visitor,
    at clinic: Clinic? = nil
  ) async throws -> ID<DocumentReference> {
    let clinic = clinic ?? self.clinic
    var upload = try #require(
      try await clinic.beginUpload(
        new, named: name, size: bytes.count, isWhole: new.mark.isEmpty, side, by: visitor))
    upload.kind = .pdf
    while upload.next > 0 {
      try await clinic.store(
        Array(bytes[upload.received..<upload.received + upload.next]), of: &upload, by: visitor)
    }
    try await clinic.complete(upload, by: visitor)
    return upload.id
  }

  func bytes(
    of id: ID<DocumentReference>, _ side: DocumentSide = .own, in range: Range<Int>? = nil,
    by visitor: Visitor,
    at clinic: Clinic? = nil
  ) async throws -> [UInt8] {
    let clinic = clinic ?? self.clinic
    let open = try await clinic.openDocument(id, side, by: visitor)
    var all: [UInt8] = []
    for try await piece in try await open.bytes(range ?? 0..<open.size, of: clinic).arrays { all += piece }
    return all
  }

  func objectKeys() async throws -> [ObjectKey] {
    var keys: [ObjectKey] = []
    for try await object in clinic.objects.objects(
      below: try KeyPrefix(tenant: "\(riverside.id)", "documents"))
    {
      keys.append(object.key)
    }
    return keys
  }

  func count(_ rows: SQL) async throws -> Int {
    try await database.asSuperuser("SELECT count(*) FROM \(rows)").decode { row in try row.next(Int.self) }[0]
  }
}

/// A store that is down after so many objects, or as slow as the tester likes.
struct DownStore: ObjectStore {
  let inner: any ObjectStore
  let fault: ObjectStoreError
  let left: Puts

  final class Puts: Sendable {
    let left: Mutex<Int>
    init(_ left: Int) { self.left = Mutex(left) }
  }

  init(_ inner: any ObjectStore, after puts: Int, _ fault: ObjectStoreError = .unavailable("down")) {
    (self.inner, self.fault, left) = (inner, fault, Puts(puts))
  }

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    let isUp = left.left.withLock { left in
      left -= 1
      return left >= 0
    }
    guard isUp else { throw fault }
    try await inner.put(key, body, length: length, contentType: contentType)
  }

  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    try await inner.get(key, range: range)
  }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { try await inner.head(key) }
  func delete(_ key: ObjectKey) async throws { try await inner.delete(key) }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    try await inner.list(prefix, after: after, limit: limit)
  }
}

/// A store that deletes nothing, as it is down.
struct KeepingStore: ObjectStore {
  let inner: any ObjectStore

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    try await inner.put(key, body, length: length, contentType: contentType)
  }
  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    try await inner.get(key, range: range)
  }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { try await inner.head(key) }
  func delete(_ key: ObjectKey) async throws { throw ObjectStoreError.unavailable("down") }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    try await inner.list(prefix, after: after, limit: limit)
  }
}
