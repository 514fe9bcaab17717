import ClinicTesting
import Foundation
import Pages
import Testing

@testable import Web

@Suite("A chart")
struct ChartTests {
  private func chart(_ kind: Chart.Kind, _ values: [Double?], wholes: Bool = true) -> String {
    let chart = Chart(
      kind: kind, title: "Visits & <more>", description: "Highest: 5.",
      points: values.enumerated().map { index, value in
        Chart.Point(label: "P\(index)", group: "2026", value: value, text: value.map { "\($0)" } ?? "–")
      }, wholes: wholes, axis: { "\(Int($0))" })
    return chart.markup
  }

  @Test("has round numbers on its axis, from nothing to beyond the largest")
  func scale() {
    #expect(ChartScale(upTo: 7, wholes: true).marks == [0, 2, 4, 6, 8])
    #expect(ChartScale(upTo: 10, wholes: true).marks == [0, 2, 4, 6, 8, 10])
    #expect(ChartScale(upTo: 10.1, wholes: false).marks == [0, 5, 10, 15])
    #expect(ChartScale(upTo: 116, wholes: true).marks == [0, 50, 100, 150])
    #expect(
      ChartScale(upTo: 1, wholes: true).marks == [0, 1]
        && ChartScale(upTo: 2, wholes: true).marks == [0, 1, 2])
    #expect(ChartScale(upTo: 0.5, wholes: false).top == 0.5)
    #expect(ChartScale(upTo: 2_500_000_000, wholes: true).marks.map { $0 / 1e9 } == [0, 0.5, 1, 1.5, 2, 2.5])
  }

  @Test("has an axis for nothing, for one, and for what is beyond all measure")
  func extremes() {
    for odd in [0, -1, Double.nan, .infinity] {
      #expect(ChartScale(upTo: odd, wholes: true).marks == [0, 1])
    }
    for exponent in -12...300 {
      for digit in [1.0, 1.0000001, 3, 9.99] {
        let value =
          digit * (0..<abs(exponent)).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
        let scale = ChartScale(upTo: value, wholes: false)
        #expect(
          (2...7).contains(scale.marks.count) && scale.top >= value * 0.999999 && scale.share(value) <= 1)
      }
    }
    #expect(ChartScale(upTo: 10, wholes: true).share(20) == 1)
  }

  @Test("is one picture with a name and a text, whose words are escaped")
  func named() {
    for kind in [Chart.Kind.bars, .line] {
      let svg = chart(kind, [5, 3])
      #expect(svg.contains("role=\"img\" aria-labelledby=\"chart-title chart-text\""))
      #expect(svg.contains("<title id=\"chart-title\">Visits &amp; &lt;more&gt;</title>"))
      #expect(svg.contains("<desc id=\"chart-text\">Highest: 5.</desc>"))
      #expect(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"))
    }
  }

  @Test("of things has a bar for each, as long as its share, with its name and number")
  func bars() {
    let svg = chart(.bars, [10, 5, nil, 0])
    #expect(svg.count(of: "<rect") == 4)
    #expect(
      svg.contains("width=\"72%\"") && svg.contains("width=\"36%\"") && svg.count(of: "width=\"0%\"") == 2)
    for text in [">P0<", ">10.0<", ">P2<", ">–<"] { #expect(svg.contains(text)) }
    let long = Chart(
      kind: .bars, title: "", description: "",
      points: [Chart.Point(label: String(repeating: "long ", count: 20), value: 1, text: "1")],
      axis: { "\($0)" })
    #expect(long.markup.contains("long long long long long long long long…"))
  }

  @Test("of times has a line from one to the next, and a gap where there is none")
  func line() {
    #expect(chart(.line, [1, 2, 3]).count(of: "class=\"chart-line\"") == 2)
    let gap = chart(.line, [1, 2, nil, 3])
    #expect(gap.count(of: "class=\"chart-line\"") == 1 && gap.count(of: "<circle") == 3)
    let one = chart(.line, [4])
    #expect(one.count(of: "<circle") == 1 && one.contains("cx=\"50%\"") && !one.contains("chart-line"))
    // Names do not run into each other.
    let many = chart(.line, Array(repeating: 1, count: 24))
    #expect(many.count(of: ">P") == 6 && many.count(of: ">2026<") == 1)
    #expect(chart(.line, []).contains("<svg") && chart(.bars, []).contains("<svg"))
  }

  /// WCAG 2.2, 1.4.11: what is needed to understand a picture stands out from its ground by three to one.
  @Test("stands out from its ground, by day and by night", arguments: [0, 1])
  func contrast(scheme: Int) throws {
    let css = try String(contentsOfFile: TestPaths.root + "/Public/css/tokens.css", encoding: .utf8)
    let blocks = css.split(separator: ":root {").dropFirst()
    #expect(blocks.count == 2)
    func luminance(_ name: String) throws -> Double {
      for block in [blocks[blocks.startIndex + scheme], blocks[blocks.startIndex]] {
        guard let found = block.range(of: "--\(name): #") else { continue }
        var hex = block[found.upperBound...].prefix { $0.isHexDigit }.map(String.init)
        if hex.count == 3 { hex = hex.flatMap { [$0, $0] } }
        let parts = try stride(from: 0, to: 6, by: 2).map { index in
          let part = Double(try #require(Int(hex[index] + hex[index + 1], radix: 16))) / 255
          return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
      }
      throw CocoaError(.fileReadCorruptFile)
    }
    for (mark, least) in [("brand", 3.0), ("line-strong", 3), ("ink", 4.5), ("ink-soft", 4.5)] {
      let (one, other) = (try luminance(mark), try luminance("paper"))
      let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
      #expect(contrast >= least, "\(mark): \(contrast)")
    }
  }
}

extension String {
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
