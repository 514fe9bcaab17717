import Foundation
import NIOCore
import Testing

@testable import ObjectStore

@Suite("The file store")
struct FileStoreTests {
  let tenant = TestTenant.riverside

  @Test("keeps its objects when it is opened again")
  func reopened() async throws {
    try await withTemporaryFolder { folder in
      let key = try ObjectKey(tenant: tenant, "a")
      try await FileStore(folder: folder).put(key, [1, 2, 3], contentType: .jpeg)
      let again = try FileStore(folder: folder)
      #expect(try await again.bytes(key, limit: 3) == [1, 2, 3])
      #expect(try await again.head(key).contentType == .jpeg)
    }
  }

  @Test("lets nobody else read it")
  func permissions() async throws {
    try await withTemporaryFolder { folder in
      try await FileStore(folder: folder + "/store").put(
        ObjectKey(tenant: tenant, "a"), [1], contentType: .bytes)
      let files = FileManager.default
      for path in ["store", "store/\(tenant)", "store/\(tenant)/a@"] {
        let mode = try files.attributesOfItem(atPath: "\(folder)/\(path)")[.posixPermissions] as? Int
        #expect(try #require(mode) & 0o077 == 0, "\(path)")
      }
    }
  }

  @Test("follows no symbolic link out of its folder")
  func links() async throws {
    try await withTemporaryFolder { folder in
      let store = try FileStore(folder: folder + "/store")
      let (files, outside) = (FileManager.default, folder + "/outside")
      try files.createDirectory(atPath: outside, withIntermediateDirectories: false)
      try files.createSymbolicLink(atPath: "\(folder)/store/\(tenant)", withDestinationPath: outside)
      let key = try ObjectKey(tenant: tenant, "a")
      await #expect(throws: ObjectStoreError.self) { try await store.put(key, [1], contentType: .bytes) }
      await #expect(throws: ObjectStoreError.self) { try await store.get(key) }
      #expect(try files.contentsOfDirectory(atPath: outside).isEmpty)

      let other = try ObjectKey(tenant: TestTenant.hilltop, "a")
      try await store.put(other, [1], contentType: .bytes)
      let path = "\(folder)/store/\(other)@"
      try files.copyItem(atPath: path, toPath: outside + "/copy")
      try files.removeItem(atPath: path)
      try files.createSymbolicLink(atPath: path, withDestinationPath: outside + "/copy")
      await #expect(throws: ObjectStoreError.self) { try await store.get(other) }
    }
  }

  @Test("notices bytes that changed, are missing or were added")
  func damaged() async throws {
    try await withTemporaryFolder { folder in
      let store = try FileStore(folder: folder)
      let key = try ObjectKey(tenant: tenant, "a")
      let path = "\(folder)/\(key)@"
      let damages: [(inout Data) -> Void] = [
        { $0[$0.count - 1] ^= 1 }, { $0.removeLast() }, { $0.append(0) }, { $0[0] ^= 1 }, { $0[511] = 0 },
        { $0 = Data() }, { $0 = $0.prefix(511) },
      ]
      for damage in damages {
        try await store.put(key, TestBytes.make(300_000), contentType: .bytes)
        var bytes = try Data(contentsOf: URL(filePath: path))
        damage(&bytes)
        try bytes.write(to: URL(filePath: path))
        await #expect(throws: ObjectStoreError.corrupted(key)) {
          try await store.bytes(key, limit: 1_000_000)
        }
      }
    }
  }

  @Test("leaves nothing behind of uploads that failed")
  func failed() async throws {
    try await withTemporaryFolder { folder in
      let store = try FileStore(folder: folder)
      let key = try ObjectKey(tenant: tenant, "a")
      try await store.put(key, [1], contentType: .bytes)
      await #expect(throws: ObjectStoreError.self) {
        try await store.put(key, ByteStream([1]), length: 2, contentType: .bytes)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/.incoming").isEmpty)
    }
  }

  @Test("removes what a crash left, but not what another process is writing")
  func forgotten() async throws {
    try await withTemporaryFolder { folder in
      _ = try FileStore(folder: folder)
      let files = FileManager.default
      for (name, age) in [("old", 25.0), ("new", 23.0)] {
        let path = "\(folder)/.incoming/\(name)"
        try Data().write(to: URL(filePath: path))
        try files.setAttributes([.modificationDate: Date.now - age * 3600], ofItemAtPath: path)
      }
      _ = try FileStore(folder: folder)
      #expect(try files.contentsOfDirectory(atPath: folder + "/.incoming") == ["new"])
    }
  }

  @Test("shows strangers in its folder to nobody")
  func strangers() async throws {
    try await withTemporaryFolder { folder in
      let store = try FileStore(folder: folder)
      try await store.put(ObjectKey(tenant: tenant, "a"), [1], contentType: .bytes)
      for name in ["notes.txt", "x y@", ".hidden@", "lost+found"] {
        try Data().write(to: URL(filePath: "\(folder)/\(tenant)/\(name)"))
      }
      let page = try await store.list(KeyPrefix(tenant: tenant), after: nil, limit: 10)
      #expect(page.objects.map(\.key.text) == ["\(tenant)/a"])
    }
  }

  @Test("says why it cannot work in a folder")
  func unusable() async throws {
    #expect(throws: ObjectStoreError.self) { try FileStore(folder: "/nowhere/at/all") }
    try await withTemporaryFolder { folder in
      try Data().write(to: URL(filePath: folder + "/file"))
      #expect(throws: ObjectStoreError.self) { try FileStore(folder: folder + "/file") }
    }
  }

  @Test("reads an object to its end though it is replaced meanwhile")
  func replacedMeanwhile() async throws {
    try await withTemporaryFolder { folder in
      let store = try FileStore(folder: folder)
      let (key, bytes) = (try ObjectKey(tenant: tenant, "a"), TestBytes.make(400_000))
      try await store.put(key, bytes, contentType: .bytes)
      let old = try await store.get(key)
      try await store.put(key, [1], contentType: .bytes)
      #expect(try await TestBytes.collect(old.body) == bytes)
    }
  }
}
