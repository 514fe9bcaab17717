import Foundation
import Testing

@testable import Credentials

@Suite("A version 7 UUID")
struct UUIDv7Tests {
  let now = Date(timeIntervalSince1970: 1_645_557_742)

  @Test("has RFC 9562's vector")
  func vector() {
    let uuid = UUIDv7.assemble(milliseconds: 0x017F_22E2_79B0, counter: 0xCC3, tail: 0x18C4_DC0C_0C07_398F)
    #expect(uuid.uuidString == "017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
  }

  @Test("begins with the time, and has version and variant")
  func layout() {
    for _ in 0..<100 {
      let bytes = octets(UUIDv7().next(at: now))
      #expect(bytes.prefix(6) == [0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0])
      #expect(bytes[6] >> 4 == 7)
      #expect(bytes[8] >> 6 == 0b10)
    }
  }

  @Test("rises, even ten thousand times in one millisecond")
  func monotonic() {
    let ids = UUIDv7(random: .seeded(1))
    let texts = (0..<10_000).map { _ in ids.next(at: now).uuidString }
    #expect(zip(texts, texts.dropFirst()).allSatisfy(<))
  }

  @Test("rises when the clock is set back a little, and follows it when it is set back far")
  func clock() {
    let ids = UUIDv7()
    let first = ids.next(at: now).uuidString
    #expect(ids.next(at: now - 10).uuidString > first)
    #expect(ids.next(at: now - 10.5).uuidString < first)
  }

  @Test("is made for any date without a trap", arguments: [-1, 1e12, Double.infinity, -.infinity, .nan])
  func extremes(seconds: Double) {
    let ids = UUIDv7()
    let texts = (0..<5000).map { _ in ids.next(at: Date(timeIntervalSince1970: seconds)).uuidString }
    #expect(Set(texts).count == 5000)
  }

  @Test("is another for everyone who asks at once")
  func concurrent() async {
    let ids = UUIDv7()
    let made = await withTaskGroup(of: [UUID].self) { group in
      for _ in 0..<8 { group.addTask { (0..<1000).map { _ in ids.next(at: now) } } }
      return await group.reduce(into: Set<UUID>()) { $0.formUnion($1) }
    }
    #expect(made.count == 8000)
  }

  private func octets(_ uuid: UUID) -> [UInt8] {
    withUnsafeBytes(of: uuid.uuid) { Array($0) }
  }
}
