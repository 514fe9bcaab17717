import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("An offer")
struct OfferTests {
  private func offer(_ test: TestClinic) -> Offer {
    let start = test.clock.now
    return Offer(
      practitioner: test.riverside.doctor, service: test.riverside.services[0],
      slot: Slot(
        location: test.riverside.room, during: start..<(start + 900),
        needs: [
          Slot.Need(.practitioner, from: -300, until: 900), Slot.Need(.room, from: 0, until: 1200),
          Slot.Need(.anyOf(.device, (0..<8).map { _ in UUID() }), from: 60, until: 120),
        ], places: 7),
      scheduleVersion: 3, priceMinor: 9_007_199_254_740_993, cancellationMinutes: 2_880, needsApproval: true,
      isFirstVisit: true, capacity: 8,
      dayLimit: Offer.DayLimit(most: 12, day: (start - 3600)..<(start + 80_000)), goodUntil: start + 3600)
  }

  @Test("comes back from its text as it was")
  func roundTrip() async throws {
    try await TestClinic.using { test in
      let original = offer(test)
      let text = test.clinic.sign(original, at: "riverside.localhost")
      let back = try test.clinic.offer(text, at: "riverside.localhost")
      #expect(back.content == original.content && back == original)
      #expect(
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "+") })
    }
  }

  @Test("is worth nothing at another host, changed in any letter, or cut")
  func forged() async throws {
    try await TestClinic.using { test in
      let plain = Slot(location: test.riverside.room, during: test.clock.now..<(test.clock.now + 900))
      let text = test.clinic.sign(
        Offer(
          practitioner: test.riverside.doctor, service: test.riverside.services[0], slot: plain,
          scheduleVersion: 3, priceMinor: 1, goodUntil: test.clock.now), at: "riverside.localhost")
      #expect(throws: Refusal.unknown) { try test.clinic.offer(text, at: "hilltop.localhost") }
      var letters = Array(text)
      for index in letters.indices.dropLast() {
        let letter = letters[index]
        letters[index] = letter == "A" ? "B" : "A"
        #expect(throws: Refusal.unknown) { try test.clinic.offer(String(letters), at: "riverside.localhost") }
        letters[index] = letter
      }
      for length in [0, 1, 40, text.count - 1] {
        #expect(throws: Refusal.unknown) {
          try test.clinic.offer(String(text.prefix(length)), at: "riverside.localhost")
        }
      }
      #expect(throws: Refusal.unknown) { try test.clinic.offer(text + "AAAA", at: "riverside.localhost") }
    }
  }
}
