internal import Pages

/// A small picture of how something changed over time, from left to right whatever the language of the page: a table beside it has the
/// same numbers. Two lines differ in their marks, not in colour alone.
struct Trend {
  /// Of its texts on the page: a page has several.
  let id: String
  let title: String
  /// What can be seen in it.
  let description: String
  /// Each from the earliest to the latest.
  let lines: [[Point]]

  struct Point: Sendable {
    /// Seconds, from any instant.
    let at: Double
    let value: Double
    /// The value as it is written.
    let text: String
  }

  private static let (top, bottom) = (22.0, 122.0)
  /// Of the width: before the first mark there is room for the round numbers.
  private static let (first, last) = (0.12, 0.94)

  var svg: SafeHTML { SafeHTML(trusted: markup) }

  var markup: String {
    let drawing = drawing
    return """
      <svg class="chart" role="img" direction="ltr" aria-labelledby="\(id)-title \(id)-text" width="100%" \
      height="\(drawing.height)"><title id="\(id)-title">\(title.escaped)</title>\
      <desc id="\(id)-text">\(description.escaped)</desc>\(drawing.shapes.joined())</svg>
      """
  }

  private var drawing: ChartDrawing {
    let points = lines.flatMap(\.self)
    let scale = TrendScale(points.map(\.value))
    let (start, end) = (points.map(\.at).min() ?? 0, points.map(\.at).max() ?? 0)
    func x(_ point: Point) -> Double {
      end > start ? Self.first + (Self.last - Self.first) * (point.at - start) / (end - start) : 0.5
    }
    func y(_ value: Double) -> Double { Self.bottom - scale.share(value) * (Self.bottom - Self.top) }
    var drawing = ChartDrawing(height: Int(Self.bottom) + 12)
    for mark in scale.marks {
      drawing.line(0, y(mark), 1, y(mark), "chart-grid")
      drawing.text(Self.written(mark), 0, y(mark) - 3, .start, "chart-mark")
    }
    for (index, line) in lines.enumerated() {
      for (before, here) in zip(line, line.dropFirst()) {
        drawing.line(
          x(before), y(before.value), x(here), y(here.value),
          index == 0 ? "chart-line" : "chart-line chart-second")
      }
      for point in line {
        index == 0 ? drawing.dot(x(point), y(point.value)) : drawing.ring(x(point), y(point.value))
      }
      if let latest = line.last {
        drawing.text(latest.text, x(latest), y(latest.value) - 9, .middle, "chart-value")
      }
    }
    return drawing
  }

  private static func written(_ mark: Double) -> String {
    mark == mark.rounded() ? String(Int(mark)) : String((mark * 10).rounded() / 10)
  }
}

/// Round numbers around the values, two to six of them: not from zero, where nobody's temperature lies.
struct TrendScale: Equatable {
  let marks: [Double]

  init(_ values: [Double]) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let step = ChartScale.round(atLeast: max(high - low, abs(high) / 50, 0.1) / 3)
    let (from, to) = (
      (low / step).rounded(.down), max((high / step).rounded(.up), (low / step).rounded(.down) + 1)
    )
    marks = (Int(from)...Int(to)).map { Double($0) * step }
  }

  /// How far up, from 0 to 1.
  func share(_ value: Double) -> Double {
    let (low, high) = (marks[0], marks[marks.count - 1])
    return min(max((value - low) / (high - low), 0), 1)
  }
}
