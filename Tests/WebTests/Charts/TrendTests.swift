import Testing

@testable import Web

@Suite("A trend")
struct TrendTests {
  @Test(
    "has round numbers around its values, two at least",
    arguments: [[36.4, 37.0], [72.5], [120, 180], [0, 0], [-1, 4], [200_000]])
  func scale(values: [Double]) {
    let scale = TrendScale(values)
    #expect((2...8).contains(scale.marks.count), "\(scale.marks)")
    #expect(
      scale.marks[0] <= (values.min() ?? 0) + 1e-9
        && scale.marks[scale.marks.count - 1] >= (values.max() ?? 0) - 1e-9)
    #expect(values.allSatisfy { (0...1).contains(scale.share($0)) })
  }

  @Test("says in words what it shows, in text that is escaped, and keeps left to right")
  func drawn() {
    let points = [Trend.Point(at: 0, value: 1, text: "<1>"), Trend.Point(at: 5, value: 2, text: "2")]
    let svg = Trend(id: "heart", title: "A & B", description: "From <1> to 2", lines: [points, points]).markup
    #expect(svg.contains("aria-labelledby=\"heart-title heart-text\"") && svg.contains("direction=\"ltr\""))
    #expect(svg.contains("A &amp; B") && svg.contains("&lt;1&gt;") && !svg.contains("<1>"))
    #expect(svg.contains("chart-dot") && svg.contains("chart-ring"))
  }
}
