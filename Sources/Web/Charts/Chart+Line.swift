extension Chart {
  /// A dot for each value, joined to the one before; round numbers above lines across, the names of some below.
  var line: ChartDrawing {
    let scale = scale
    let (top, bottom) = (24.0, 214.0)
    var drawing = ChartDrawing(height: 256)
    for mark in scale.marks {
      let y = bottom - scale.share(mark) * (bottom - top)
      drawing.line(0, y, 1, y, mark == 0 ? "chart-axis" : "chart-grid")
      drawing.text(axis(mark), 0, y - 4, .start, "chart-mark")
    }
    func x(_ index: Int) -> Double {
      points.count == 1
        ? 0.5 : Self.first + (Self.last - Self.first) * Double(index) / Double(points.count - 1)
    }
    func y(_ value: Double) -> Double { bottom - scale.share(value) * (bottom - top) }
    for index in points.indices.dropFirst() {
      guard let before = points[index - 1].value, let here = points[index].value else { continue }
      drawing.line(x(index - 1), y(before), x(index), y(here), "chart-line")
    }
    for (index, point) in points.enumerated() {
      guard let value = point.value else { continue }
      drawing.dot(x(index), y(value))
    }
    if let highest = points.indices.filter({ points[$0].value != nil }).max(by: {
      (points[$0].value ?? 0, $1) < (points[$1].value ?? 0, $0)
    }) {
      drawing.text(
        points[highest].text, x(highest), y(points[highest].value ?? 0) - 10, .middle, "chart-value")
    }
    let step = max(1, (points.count + Self.most - 1) / Self.most)
    var group = ""
    for index in stride(from: 0, to: points.count, by: step) {
      drawing.text(points[index].label, x(index), bottom + 18, .middle)
      if points[index].group != group {
        group = points[index].group
        drawing.text(group, x(index), bottom + 36, .middle, "chart-mark")
      }
    }
    return drawing
  }

  /// Of the width: before the first dot there is room for the round numbers.
  private static var first: Double { 0.15 }
  private static var last: Double { 0.95 }
  /// More names than these run into each other on a telephone.
  private static var most: Int { 7 }
}
