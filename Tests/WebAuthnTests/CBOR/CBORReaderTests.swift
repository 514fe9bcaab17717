import Testing

@testable import WebAuthn

@Suite("The CBOR reader")
struct CBORReaderTests {
  @Test(
    "refuses what is cut short, at every place",
    arguments: ["1903e8", "4401020304", "6161", "83010203", "a201020304", "1bffffffffffffffff"])
  func cutShort(hex: String) {
    let bytes = [UInt8](hex: hex)
    #expect(throws: Never.self) { try CBORReader.decode(bytes) }
    for count in bytes.indices {
      #expect(throws: CBORFault.cutShort) { try CBORReader.decode(Array(bytes[..<count])) }
    }
  }

  @Test("refuses what follows the item")
  func trailing() {
    #expect(throws: CBORFault.trailingBytes) { try CBORReader.decode([0x00, 0x00]) }
  }

  @Test(
    "refuses a number that could be shorter, and takes the next one",
    arguments: [
      ("1817", "1818"), ("1900ff", "190100"), ("1a0000ffff", "1a00010000"),
      ("1b00000000ffffffff", "1b0000000100000000"), ("3817", "3818"),
    ])
  func shortest(long: String, right: String) {
    #expect(throws: CBORFault.notShortest) { try CBORReader.decode([UInt8](hex: long)) }
    #expect(throws: Never.self) { try CBORReader.decode([UInt8](hex: right)) }
  }

  @Test("refuses a length that could be shorter", arguments: ["580100", "780161", "980100", "b8010000"])
  func shortestLength(hex: String) {
    #expect(throws: CBORFault.notShortest) { try CBORReader.decode([UInt8](hex: hex)) }
  }

  @Test(
    "refuses reserved heads and a lone break",
    arguments: ["1c", "1d", "1e", "5c", "fc", "fd", "fe", "ff"])
  func reserved(hex: String) {
    #expect(throws: CBORFault.malformedHead) { try CBORReader.decode([UInt8](hex: hex)) }
  }

  @Test("reads sizes of the largest kind without reserving anything")
  func absurdLengths() {
    for size in ["ffffffffffffffff", "7fffffffffffffff", "0000000100000000"] {
      for string in ["5b", "7b"] {
        #expect(throws: CBORFault.cutShort) { try CBORReader.decode([UInt8](hex: string + size)) }
      }
      for collection in ["9b", "bb"] {
        #expect(throws: CBORFault.tooManyItems) { try CBORReader.decode([UInt8](hex: collection + size)) }
      }
    }
  }

  @Test("refuses text that is not UTF-8", arguments: ["61ff", "62c328", "63eda080"])
  func utf8(hex: String) {
    #expect(throws: CBORFault.textNotUTF8) { try CBORReader.decode([UInt8](hex: hex)) }
  }

  @Test(
    "wants keys in rising order: integers, negative ones, texts; short before long; each once",
    arguments: [
      ("a203000100", "a201000300"), ("a220000100", "a201002000"), ("a2616100" + "2000", "a22000616100"),
      ("a262616100616200", "a261620062616100"), ("a201000100", "a101" + "00"), ("a2616100616100", "a1616100"),
    ])
  func keyOrder(wrong: String, right: String) {
    #expect(throws: CBORFault.keysNotSorted) { try CBORReader.decode([UInt8](hex: wrong)) }
    #expect(throws: Never.self) { try CBORReader.decode([UInt8](hex: right)) }
  }

  @Test("refuses two keys that are equal as Unicode")
  func equivalentKeys() {
    let (composed, decomposed) = (CBOR.text("\u{E9}").encoded, CBOR.text("e\u{301}").encoded)
    #expect(throws: CBORFault.keysNotSorted) {
      try CBORReader.decode([0xA2] + composed + [0x00] + decomposed + [0x00])
    }
  }

  @Test("takes integers and texts as keys only", arguments: ["a14000", "a18000", "a1a000", "a1f400"])
  func keyKinds(hex: String) {
    #expect(throws: CBORFault.unsupportedKey) { try CBORReader.decode([UInt8](hex: hex)) }
  }

  @Test("goes four levels deep and no further")
  func depth() {
    #expect(throws: Never.self) { try CBORReader.decode([UInt8](hex: "81a10081a100" + "00")) }
    #expect(throws: CBORFault.tooDeep) { try CBORReader.decode([UInt8](hex: "8181818180")) }
    #expect(throws: CBORFault.tooDeep) { try CBORReader.decode([UInt8](hex: "81818181a0")) }
    #expect(throws: CBORFault.tooDeep) { try CBORReader.decode([UInt8](repeating: 0x81, count: 1_000_000)) }
  }

  @Test("reads 256 items and no more, wherever they are")
  func items() {
    func array(of count: Int) -> [UInt8] { CBOR.array(Array(repeating: .null, count: count)).encoded }
    #expect(throws: Never.self) { try CBORReader.decode(array(of: 255)) }
    #expect(throws: CBORFault.tooManyItems) { try CBORReader.decode(array(of: 256)) }
    #expect(throws: Never.self) { try CBORReader.decode([0x82] + array(of: 253) + [0xF6]) }
    #expect(throws: CBORFault.tooManyItems) { try CBORReader.decode([0x82] + array(of: 254) + [0xF6]) }
    func map(of count: UInt64) -> [UInt8] {
      let pairs = (0..<count).map { (CBOR.unsigned($0), CBOR.null) }
      return CBOR.map(Dictionary(uniqueKeysWithValues: pairs)).encoded
    }
    #expect(throws: Never.self) { try CBORReader.decode(map(of: 127)) }
    #expect(throws: CBORFault.tooManyItems) { try CBORReader.decode(map(of: 128)) }
  }

  @Test("leaves the rest to whoever reads on")
  func rest() throws {
    var reader = ByteReader([0xA1, 0x01, 0x02, 0xFF])
    #expect(try CBORReader.decode(from: &reader) == .map([1: 2]))
    #expect(reader.remaining == 1)
  }
}
