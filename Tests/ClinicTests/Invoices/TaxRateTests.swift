import Testing

@testable import Clinic

@Suite("Tax within a price")
struct TaxRateTests {
  private func tax(_ minor: Int64, _ hundredths: Int) -> Int64 {
    TaxRate(hundredths: hundredths).contained(in: Money(minorUnits: minor, currency: "GBP")).minorUnits
  }

  @Test(
    "is taken out of it, half a minor unit up",
    arguments: [
      (12_000, 2000, 2000), (4500, 2000, 750), (4500, 0, 0), (0, 2000, 0), (1, 2000, 0), (3, 2000, 1),
      // 10 at 25% is exactly 2; 1 at 100% is half a unit, which is rounded up; 5 at 11.11% is 0.4999 and is not.
      (10, 2500, 2), (1, 10_000, 1), (5, 1111, 0), (10_000, 810, 749), (9_999_999_999, 10_000, 5_000_000_000),
    ] as [(Int64, Int, Int64)])
  func rounding(minor: Int64, hundredths: Int, expected: Int64) {
    #expect(tax(minor, hundredths) == expected)
    #expect(tax(-minor, hundredths) == -expected, "a credit note takes back exactly what it credits")
  }

  @Test("is never more than half a unit away from the share, which sixteen digits would have")
  func nearest() {
    for minor in stride(from: Int64(0), through: 100_000, by: 37) {
      for hundredths in [1, 210, 550, 770, 810, 1900, 2000, 2100, 2550, 10_000] {
        let (found, whole) = (tax(minor, hundredths), Int64(10_000 + hundredths))
        let error = 2 * (found * whole - minor * Int64(hundredths))
        #expect(error > -whole && error <= whole, "\(minor) at \(hundredths)")
      }
    }
  }

  @Test(
    "is written in percent",
    arguments: [(2000, "20"), (810, "8.1"), (5, "0.05"), (0, "0"), (10_000, "100"), (725, "7.25")])
  func percent(hundredths: Int, text: String) {
    #expect(TaxRate(hundredths: hundredths).percent == text)
  }
}
