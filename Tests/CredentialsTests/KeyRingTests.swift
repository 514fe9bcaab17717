import Credentials
import Testing

@Suite("A key ring")
struct KeyRingTests {
  @Test("takes keys of 32 bytes only", arguments: [0, 16, 31, 33, 64])
  func size(bytes: Int) {
    #expect(throws: KeyRingFault.wrongSize(id: "a", bytes: bytes)) {
      try KeyRing(keys: ["a": [UInt8](repeating: 1, count: bytes)], current: "a")
    }
  }

  @Test("needs its current key")
  func current() {
    #expect(throws: KeyRingFault.noCurrentKey("b")) { try KeyRing.sample("a", current: "b") }
    #expect(throws: KeyRingFault.noCurrentKey("a")) { try KeyRing(keys: [:], current: "a") }
  }

  @Test(
    "refuses an id that would not fit into a tag",
    arguments: ["", "a.b", "a b", "é", String(repeating: "a", count: 33)])
  func identifier(id: String) {
    #expect(throws: KeyRingFault.invalidIdentifier(id)) { try KeyRing.sample(id, current: id) }
  }

  @Test("takes the longest id")
  func longestIdentifier() throws {
    let id = String(repeating: "a", count: 32)
    let ring = try KeyRing.sample(id, current: id)
    let sealed = try SecretBox(ring).seal([1], context: "c")
    #expect(try SecretBox(ring).open(sealed, context: "c") == [1])
    let hash = KeyedHash(ring, purpose: "csrf")
    #expect(hash.isValid(hash.tag(for: "x"), for: "x"))
  }

  @Test("shows ids and no keys")
  func description() throws {
    let ring = try KeyRing.sample("b", "a", current: "b")
    #expect(String(reflecting: ring) == "KeyRing(a, b, current: b)")
  }
}

@Suite("A keyed hash")
struct KeyedHashTests {
  let hash: KeyedHash

  init() throws {
    hash = KeyedHash(try .sample("a", current: "a"), purpose: "csrf")
  }

  @Test("is valid for what it was made of, and for nothing else")
  func valid() {
    let tag = hash.tag(for: ["session", "form"])
    #expect(hash.isValid(tag, for: ["session", "form"]))
    let others = [
      ["session"], ["session", "forn"], ["form", "session"], ["sessionform"], ["session", "form", ""], [],
    ]
    for other in others {
      #expect(!hash.isValid(tag, for: other))
    }
    #expect(hash.tag(for: ["ab", "c"]) != hash.tag(for: ["a", "bc"]))
  }

  @Test("is not valid for another purpose, nor under another key")
  func separation() throws {
    let tag = hash.tag(for: "x")
    let otherPurpose = KeyedHash(try .sample("a", current: "a"), purpose: "offer")
    #expect(!otherPurpose.isValid(tag, for: "x"))
    let otherKey = try KeyRing(keys: ["a": [UInt8](repeating: 9, count: 32)], current: "a")
    #expect(!KeyedHash(otherKey, purpose: "csrf").isValid(tag, for: "x"))
  }

  @Test("stays valid while its key is in the ring")
  func rotation() throws {
    let tag = hash.tag(for: "x")
    #expect(tag.hasPrefix("a."))
    let rotated = KeyedHash(try .sample("a", "b", current: "b"), purpose: "csrf")
    #expect(rotated.isValid(tag, for: "x"))
    #expect(rotated.tag(for: "x").hasPrefix("b."))
    let without = KeyedHash(try .sample("b", current: "b"), purpose: "csrf")
    #expect(!without.isValid(tag, for: "x"))
  }

  @Test("is not valid with any character changed, added or left out")
  func tampering() {
    let tag = Array(hash.tag(for: "x").utf8)
    for index in tag.indices {
      var changed = tag
      changed[index] = tag[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(!hash.isValid(String(decoding: changed, as: UTF8.self), for: "x"))
      #expect(!hash.isValid(String(decoding: tag[..<index], as: UTF8.self), for: "x"))
    }
    for text in ["", ".", "a.", "a", "." + String(repeating: "A", count: 43)] {
      #expect(!hash.isValid(text, for: "x"))
    }
    #expect(!hash.isValid(String(decoding: tag, as: UTF8.self) + "A", for: "x"))
  }
}
