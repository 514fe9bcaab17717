extension Chart {
  /// Each bar beneath its name, with its number behind it; round numbers below all.
  var bars: ChartDrawing {
    let scale = scale
    let row = 46.0
    let bottom = Double(points.count) * row
    var drawing = ChartDrawing(height: Int(bottom) + 24)
    for mark in scale.marks {
      let x = scale.share(mark) * Self.widest
      drawing.line(x, 0, x, bottom, mark == 0 ? "chart-axis" : "chart-grid")
      drawing.text(axis(mark), x, bottom + 17, mark == 0 ? .start : .middle, "chart-mark")
    }
    for (index, point) in points.enumerated() {
      let top = Double(index) * row
      drawing.text(Self.short(point.label), 0, top + 15, beside: 6)
      let width = point.value.map(scale.share) ?? 0
      drawing.bar(width * Self.widest, at: top + 21, height: 16)
      drawing.text(point.text, width * Self.widest, top + 34, beside: 6, .start, "chart-value")
    }
    return drawing
  }

  /// Of the width; the rest is for the number behind the longest bar.
  private static let widest = 0.72
  /// As many characters as there is room for on a telephone. The table has the whole name.
  private static let longest = 40

  private static func short(_ label: String) -> String {
    label.count <= longest ? label : label.prefix(longest - 1) + "…"
  }
}
