import Testing

@testable import Clinic

@Suite("An exact decimal")
struct ExactDecimalTests {
  @Test(
    "keeps every digit that was typed, with a point or a comma",
    arguments: [
      ("36.8", "36.8"), ("36,80", "36.80"), (" 5.0 ", "5.0"), ("-1.5", "-1.5"), ("−2", "-2"),
      ("0.05", "0.05"),
      ("999999999", "999999999"), ("1.123456", "1.123456"), ("007", "7"), ("٣٦", "36"), ("٣٦٫٨", "36.8"),
      ("۱۲٫۵", "12.5"),
    ])
  func typed(typed: String, shown: String) {
    #expect(ExactDecimal(typed)?.description == shown)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", " ", "1.", ".5", "1,2,3", "1.1234567", "1234567890", "1e5", "٣٦٫", "a", "--1", "1 0", "+5",
    ])
  func refused(typed: String) {
    #expect(ExactDecimal(typed) == nil)
  }

  @Test("is the same however it is written, and in order")
  func order() {
    #expect(ExactDecimal("5.0") == 5 && ("5.0" as ExactDecimal).hashValue == ExactDecimal(5).hashValue)
    #expect(("5.09" as ExactDecimal) < "5.1" && ("-1" as ExactDecimal) < "-0.5")
  }

  @Test("is converted exactly and rounded once")
  func conversion() {
    let cases: [(ExactDecimal, String, String)] = [
      ("98.6", "[degF]", "37.00"), ("100.4", "[degF]", "38.00"), ("32", "[degF]", "0.00"),
      ("99", "[degF]", "37.22"),
      ("-40", "[degF]", "-40.00"), ("70", "[in_i]", "177.80"), ("1", "[in_i]", "2.54"),
      ("150", "[lb_av]", "68.04"),
      ("1", "[lb_av]", "0.45"), ("36.8", "Cel", "36.8"), ("72.5", "kg", "72.5"),
    ]
    for (typed, unit, kept) in cases {
      #expect(MeasuredIn.kept(typed, unit).description == kept, "\(typed) \(unit)")
    }
  }
}
