import NIOCore
import ObjectStore
import Testing

@Suite("Every object store", .timeLimit(.minutes(5)))
struct ObjectStoreConformanceTests {
  let tenant = TestTenant.fresh()

  func key(_ name: String) throws -> ObjectKey { try ObjectKey("\(tenant)/\(name)") }

  static let lengths = [0, 1, 65535, 65536, 65537, 300_000]

  @Test("gives back what was stored from memory", arguments: StoreUnderTest.allCases, lengths)
  func memory(_ kind: StoreUnderTest, length: Int) async throws {
    try await kind.open { store in
      let (key, bytes) = (try key("letters/a.pdf"), TestBytes.make(length))
      try await store.put(key, bytes, contentType: .pdf)
      let object = try await store.get(key)
      #expect(object.description.key == key)
      #expect(object.description.contentType == .pdf)
      #expect(object.description.length == length)
      #expect(object.description.entityTag?.isEmpty == false)
      #expect(object.range == 0..<length)
      #expect(try await store.bytes(key, limit: length) == bytes)
      #expect(try await store.head(key) == object.description)
      for try await _ in object.body {}
    }
  }

  @Test("gives back what was stored in pieces", arguments: StoreUnderTest.allCases, lengths)
  func pieces(_ kind: StoreUnderTest, length: Int) async throws {
    try await kind.open { store in
      let (key, bytes) = (try key("a"), TestBytes.make(length))
      let type = try ContentType("text/plain; charset=\"utf-8\"")
      try await store.put(
        key, TestBytes.stream(bytes, pieceLength: 10_007), length: length, contentType: type)
      #expect(try await store.bytes(key, limit: length) == bytes)
      #expect(try await store.head(key).contentType == type)
    }
  }

  @Test("replaces what lay under a key", arguments: StoreUnderTest.allCases)
  func replaces(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let key = try key("a")
      try await store.put(key, TestBytes.make(1000), contentType: .pdf)
      let old = try await store.head(key)
      try await store.put(key, [1, 2, 3], contentType: .jpeg)
      #expect(try await store.bytes(key, limit: 10) == [1, 2, 3])
      #expect(try await store.head(key).contentType == .jpeg)
      #expect(try await store.head(key).entityTag != old.entityTag)
    }
  }

  @Test("says that nothing is there", arguments: StoreUnderTest.allCases)
  func missing(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let key = try key("nothing/here")
      await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key) }
      await #expect(throws: ObjectStoreError.notFound(key)) { try await store.get(key, range: 0..<1) }
      await #expect(throws: ObjectStoreError.notFound(key)) { try await store.head(key) }
      try await store.delete(key)
      let empty = try KeyPrefix(tenant: tenant, "nothing")
      #expect(
        try await store.list(empty, after: nil, limit: 10) == ObjectPage(objects: [], isFollowed: false))
    }
  }

  @Test("forgets what is deleted, and only that", arguments: StoreUnderTest.allCases)
  func deletes(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let (gone, stays) = (try key("a/b"), try key("a/c"))
      try await store.put(gone, [1], contentType: .bytes)
      try await store.put(stays, [2], contentType: .bytes)
      try await store.delete(gone)
      await #expect(throws: ObjectStoreError.notFound(gone)) { try await store.get(gone) }
      #expect(try await store.bytes(stays, limit: 1) == [2])
      try await store.delete(gone)
    }
  }

  @Test("reads the part asked for", arguments: StoreUnderTest.allCases)
  func ranges(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let (key, bytes) = (try key("a"), TestBytes.make(1000))
      try await store.put(key, bytes, contentType: .bytes)
      for (wanted, given) in [
        (0..<1, 0..<1), (10..<20, 10..<20), (0..<1000, 0..<1000), (990..<2000, 990..<1000),
      ] {
        let object = try await store.get(key, range: wanted)
        #expect(object.range == given)
        #expect(object.description.length == 1000)
        #expect(try await TestBytes.collect(object.body) == Array(bytes[given]))
      }
      for wanted in [1000..<1001, 5000..<6000, 5..<5] {
        await #expect(throws: ObjectStoreError.invalidRange) { try await store.get(key, range: wanted) }
      }
    }
  }

  @Test("reads no more than the limit", arguments: StoreUnderTest.allCases)
  func limit(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let key = try key("a")
      try await store.put(key, TestBytes.make(100), contentType: .bytes)
      #expect(try await store.bytes(key, limit: 100).count == 100)
      await #expect(throws: ObjectStoreError.tooLarge(limit: 99)) { try await store.bytes(key, limit: 99) }
    }
  }

  @Test("keeps a key and a folder of one name apart", arguments: StoreUnderTest.allCases)
  func nested(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      try await store.put(key("a/b"), [2], contentType: .bytes)
      try await store.put(key("a"), [1], contentType: .bytes)
      try await store.put(key("a/b/c"), [3], contentType: .bytes)
      #expect(try await store.bytes(key("a"), limit: 1) == [1])
      #expect(try await store.bytes(key("a/b"), limit: 1) == [2])
      #expect(try await store.bytes(key("a/b/c"), limit: 1) == [3])
    }
  }

  @Test("lists in the order of the bytes, page by page", arguments: StoreUnderTest.allCases)
  func lists(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let names = ["f/a", "f/a-b", "f/a.b", "f/a/0", "f/a/b", "f/a/b/c", "f/a0", "f/ab", "f/b"]
      for name in names.shuffled() + ["e/x", "f-/x", "f0/x", "g"] {
        try await store.put(key(name), Array(name.utf8), contentType: .bytes)
      }
      let folder = try KeyPrefix(tenant: tenant, "f")
      for limit in [1, 2, 3, 8, 9, 10] {
        var (found, page) = ([ObjectDescription](), try await store.list(folder, after: nil, limit: limit))
        while page.isFollowed {
          #expect(page.objects.count == limit)
          found += page.objects
          page = try await store.list(folder, after: page.objects.last?.key, limit: limit)
        }
        found += page.objects
        #expect(try found.map(\.key) == names.map(key), "\(limit) a page")
        #expect(found.map(\.length) == names.map(\.utf8.count))
      }
      var all: [ObjectKey] = []
      for try await object in store.objects(below: folder) { all.append(object.key) }
      #expect(try all == names.map(key))
    }
  }

  @Test("lists nothing of another tenant", arguments: StoreUnderTest.allCases)
  func tenants(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let other = TestTenant.fresh()
      try await store.put(key("a"), [1], contentType: .bytes)
      try await store.put(ObjectKey(tenant: other, "a"), [1], contentType: .bytes)
      let page = try await store.list(KeyPrefix(tenant: tenant), after: nil, limit: 1000)
      #expect(try page.objects.map(\.key) == [key("a")])
    }
  }

  @Test(
    "stores nothing of a body that is not as long as promised", arguments: StoreUnderTest.allCases,
    [999, 1001])
  func wrongLength(_ kind: StoreUnderTest, promised: Int) async throws {
    try await kind.open { store in
      let (key, bytes) = (try key("a"), TestBytes.make(1000))
      try await store.put(key, [1], contentType: .bytes)
      await #expect(throws: ObjectStoreError.wrongLength(promised: promised, offered: 1000)) {
        let stream = TestBytes.stream(bytes, pieceLength: 100)
        try await store.put(key, stream, length: promised, contentType: .bytes)
      }
      await #expect(throws: ObjectStoreError.wrongLength(promised: promised, offered: 1000)) {
        try await store.put(key, ByteStream(bytes), length: promised, contentType: .bytes)
      }
      #expect(try await store.bytes(key, limit: 1) == [1])
    }
  }

  @Test("stores nothing of a body that fails, and passes its error on", arguments: StoreUnderTest.allCases)
  func failingBody(_ kind: StoreUnderTest) async throws {
    struct Broken: Error {}
    try await kind.open { store in
      let key = try key("a")
      let stream = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
        continuation.yield(ByteBuffer(bytes: TestBytes.make(100_000)))
        continuation.finish(throwing: Broken())
      }
      await #expect(throws: Broken.self) {
        try await store.put(key, ByteStream(stream), length: 200_000, contentType: .bytes)
      }
      await #expect(throws: ObjectStoreError.notFound(key)) { try await store.head(key) }
    }
  }

  @Test("refuses more than one upload may carry", arguments: StoreUnderTest.allCases)
  func tooLarge(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let limit = 5 << 30
      await #expect(throws: ObjectStoreError.tooLarge(limit: limit)) {
        try await store.put(key("a"), ByteStream([]), length: limit + 1, contentType: .bytes)
      }
      await #expect(throws: ObjectStoreError.wrongLength(promised: limit, offered: 0)) {
        try await store.put(key("a"), ByteStream([]), length: limit, contentType: .bytes)
      }
    }
  }

  @Test("shows one whole version while others write", arguments: StoreUnderTest.allCases)
  func concurrent(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let key = try key("a")
      try await store.put(key, [UInt8](repeating: 0, count: 200_000), contentType: .bytes)
      try await withThrowingTaskGroup { group in
        for writer in UInt8(1)...4 {
          group.addTask {
            for _ in 0..<3 {
              let bytes = [UInt8](repeating: writer, count: 200_000 - Int(writer))
              try await store.put(key, bytes, contentType: .bytes)
            }
          }
        }
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<6 {
              let bytes = try await store.bytes(key, limit: 200_000)
              #expect(Set(bytes).count == 1)
              #expect(bytes.count == 200_000 - Int(bytes[0]))
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
