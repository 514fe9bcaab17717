import Credentials
import Testing

@Suite("A secret box")
struct SecretBoxTests {
  let box: SecretBox
  let context = "riverside/accounts/totp_secret/42"

  init() throws {
    box = SecretBox(try .sample("a", current: "a"))
  }

  @Test("opens what it sealed", arguments: [0, 1, 16, 1000])
  func roundTrip(size: Int) throws {
    let plaintext = RandomSource.seeded(UInt64(size)).bytes(size)
    let sealed = try box.seal(plaintext, context: context)
    #expect(try box.open(sealed, context: context) == plaintext)
    #expect(sealed.count == 1 + 1 + 1 + 12 + size + 16)
  }

  @Test("never seals twice alike")
  func nonce() throws {
    #expect(try box.seal([1, 2, 3], context: context) != box.seal([1, 2, 3], context: context))
  }

  @Test("does not open in another place")
  func wrongContext() throws {
    let sealed = try box.seal([1], context: context)
    for other in ["", "hilltop/accounts/totp_secret/42", context + "1"] {
      #expect(throws: SecretFault.notAuthentic) { try box.open(sealed, context: other) }
    }
  }

  @Test("does not open with any bit changed")
  func tampering() throws {
    let sealed = try box.seal(Array("secret".utf8), context: context)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: SecretFault.self) { try box.open(changed, context: context) }
      }
    }
  }

  @Test("knows what it did not seal")
  func malformed() throws {
    let sealed = try box.seal([], context: context)
    for length in sealed.indices {
      #expect(throws: SecretFault.malformed) { try box.open(Array(sealed.prefix(length)), context: context) }
    }
    #expect(throws: SecretFault.malformed) { try box.open([2] + sealed.dropFirst(), context: context) }
  }

  @Test("opens what an older key sealed, until that key is gone")
  func rotation() throws {
    let sealed = try box.seal([1, 2], context: context)
    let rotated = SecretBox(try .sample("a", "b", current: "b"))
    #expect(try rotated.open(sealed, context: context) == [1, 2])
    let resealed = try rotated.resealed(sealed, context: context)
    let without = SecretBox(try .sample("b", current: "b"))
    #expect(try without.open(resealed, context: context) == [1, 2])
    #expect(try SecretBox.keyID(of: sealed) == "a" && SecretBox.keyID(of: resealed) == "b")
    #expect(resealed.starts(with: rotated.heading) && !sealed.starts(with: rotated.heading))
    #expect(throws: SecretFault.notAuthentic) { try rotated.resealed(sealed, context: "elsewhere") }
    #expect(throws: SecretFault.unknownKey("a")) { try without.open(sealed, context: context) }
  }

  @Test("binds the key's name: one key under two names does not open for the other")
  func header() throws {
    let key = [UInt8](repeating: 5, count: 32)
    let twins = SecretBox(try KeyRing(keys: ["a": key, "b": key], current: "a"))
    var sealed = try twins.seal([1], context: context)
    sealed[2] = UInt8(ascii: "b")
    #expect(throws: SecretFault.notAuthentic) { try twins.open(sealed, context: context) }
  }
}
