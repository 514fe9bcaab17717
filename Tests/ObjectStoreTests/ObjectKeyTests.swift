import ObjectStore
import Testing

@Suite("A key")
struct ObjectKeyTests {
  let tenant = TestTenant.riverside

  @Test("is a tenant, folders and a name")
  func whole() throws {
    let key = try ObjectKey(tenant: tenant, "portraits", "a.jpg")
    #expect(key.text == "\(tenant)/portraits/a.jpg")
    #expect(key.tenant == tenant)
    #expect(try ObjectKey(key.text) == key)
  }

  @Test(
    "is refused when it leads elsewhere or needs escaping",
    arguments: [
      "", "..", ".", "a/..", "../a", "a//b", "/a", "a/", "a/./b", ".hidden", "a b", "a\\b", "ä", "A",
      "a%2fb",
      "a\u{0}b", "a\nb", "a@b", "a?b", "a#b", "a*b",
    ])
  func refused(rest: String) {
    #expect(throws: ObjectStoreError.self) { try ObjectKey("\(tenant)/\(rest)") }
  }

  @Test(
    "is refused without a tenant before it",
    arguments: [
      "portraits/a.jpg", "/portraits/a.jpg", "0190B5A1-7C1E-7C3A-9D2F-5A6B7C8D9E0F/a",
      "0190b5a17c1e7c3a9d2f5a6b7c8d9e0f/a", "0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0/a", TestTenant.riverside,
    ])
  func tenantless(text: String) {
    #expect(throws: ObjectStoreError.self) { try ObjectKey(text) }
  }

  @Test("has segments of up to 200 bytes")
  func segment() throws {
    _ = try ObjectKey(tenant: tenant, String(repeating: "a", count: 200))
    #expect(throws: ObjectStoreError.self) {
      try ObjectKey(tenant: tenant, String(repeating: "a", count: 201))
    }
  }

  @Test("has up to 1024 bytes")
  func length() throws {
    let folders = String(repeating: String(repeating: "a", count: 99) + "/", count: 9)
    let rest = 1024 - tenant.utf8.count - 1 - folders.utf8.count
    #expect(
      try ObjectKey("\(tenant)/\(folders)" + String(repeating: "b", count: rest)).text.utf8.count == 1024)
    #expect(throws: ObjectStoreError.self) {
      try ObjectKey("\(tenant)/\(folders)" + String(repeating: "b", count: rest + 1))
    }
  }

  @Test("is in a folder only if the folder's whole name fits")
  func prefix() throws {
    let portraits = try KeyPrefix(tenant: tenant, "portraits")
    #expect(portraits.contains(try ObjectKey(tenant: tenant, "portraits", "a")))
    #expect(!portraits.contains(try ObjectKey(tenant: tenant, "portraits-old", "a")))
    #expect(!portraits.contains(try ObjectKey(tenant: TestTenant.hilltop, "portraits", "a")))
    #expect(throws: ObjectStoreError.self) { try KeyPrefix(tenant: "", "portraits") }
    #expect(throws: ObjectStoreError.self) { try KeyPrefix(tenant: tenant, "..") }
  }

  @Test(
    "names its object's type as a header can",
    arguments: ["image/jpeg", "text/plain; charset=utf-8", "application/vnd.ms-excel", "image/svg+xml"])
  func contentType(text: String) throws {
    #expect(try ContentType(text).text == text)
  }

  @Test(
    "never with a type that breaks a header",
    arguments: [
      "", "image", "image/", "/jpeg", "a/b/c", "image/jpeg\r\nX: y", "image/jpég", "a b/c", "; a/b",
    ])
  func brokenContentType(text: String) {
    #expect(throws: ObjectStoreError.invalidContentType) { try ContentType(text) }
  }

  @Test("names a type of up to 127 bytes")
  func contentTypeLength() throws {
    _ = try ContentType("a/" + String(repeating: "b", count: 125))
    #expect(throws: ObjectStoreError.invalidContentType) {
      try ContentType("a/" + String(repeating: "b", count: 126))
    }
  }
}
