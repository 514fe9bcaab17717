import Testing

@testable import WebAuthn

@Suite("CBOR has RFC 8949's vectors (appendix A)")
struct CBORVectorTests {
  private static let oneToTwentyFive = CBOR.array((1...25).map { .unsigned($0) })

  @Test(
    "those of CTAP2's canonical form are read",
    arguments: [
      ("00", 0), ("01", 1), ("0a", 10), ("17", 23), ("1818", 24), ("1819", 25), ("1864", 100),
      ("1903e8", 1000), ("1a000f4240", 1_000_000), ("1b000000e8d4a51000", 1_000_000_000_000),
      ("1bffffffffffffffff", .unsigned(.max)), ("3bffffffffffffffff", .negative(.max)), ("20", -1),
      ("29", -10), ("3863", -100), ("3903e7", -1000), ("f4", .bool(false)), ("f5", .bool(true)),
      ("f6", .null), ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", ""), ("6161", "a"),
      ("6449455446", "IETF"), ("62225c", "\"\\"), ("62c3bc", "\u{FC}"), ("63e6b0b4", "\u{6C34}"),
      ("64f0908591", "\u{10151}"), ("80", .array([])), ("83010203", .array([1, 2, 3])),
      ("8301820203820405", .array([1, .array([2, 3]), .array([4, 5])])),
      ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", oneToTwentyFive),
      ("a0", .map([:])), ("a201020304", .map([1: 2, 3: 4])),
      ("a26161016162820203", .map(["a": 1, "b": .array([2, 3])])),
      ("826161a161626163", .array(["a", .map(["b": "c"])])),
      (
        "a56161614161626142616361436164614461656145",
        .map(["a": "A", "b": "B", "c": "C", "d": "D", "e": "E"])
      ),
    ] as [(String, CBOR)])
  func canonical(hex: String, item: CBOR) throws {
    #expect(try CBORReader.decode([UInt8](hex: hex)) == item)
    #expect(item.encoded == [UInt8](hex: hex))
  }

  @Test(
    "floats, tags and other simple values are refused",
    arguments: [
      "f90000", "f98000", "f93c00", "fb3ff199999999999a", "f93e00", "f97bff", "fa47c35000", "fa7f7fffff",
      "fb7e37e43c8800759c", "f90001", "f90400", "f9c400", "fbc010666666666666", "f97c00", "f97e00", "f9fc00",
      "fa7f800000", "fa7fc00000", "faff800000", "fb7ff0000000000000", "fb7ff8000000000000",
      "fbfff0000000000000", "f7", "f0", "f8ff", "c249010000000000000000", "c349010000000000000000",
      "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "c1fb41d452d9ec200000",
      "d74401020304", "d818456449455446", "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
    ])
  func unsupported(hex: String) {
    #expect(throws: CBORFault.unsupportedItem) { try CBORReader.decode([UInt8](hex: hex)) }
  }

  @Test(
    "indefinite lengths are refused",
    arguments: [
      "5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff",
      "9f01820203820405ff", "83018202039f0405ff", "83019f0203ff820405",
      "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", "bf61610161629f0203ffff",
      "826161bf61626163ff", "bf6346756ef563416d7421ff",
    ])
  func indefinite(hex: String) {
    #expect(throws: CBORFault.indefiniteLength) { try CBORReader.decode([UInt8](hex: hex)) }
  }
}
