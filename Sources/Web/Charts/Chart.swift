internal import Pages

/// A picture of a table that stands beside it. It is drawn on the server, as SVG, and says in words what it shows
/// (WCAG 2.2, 1.1.1); colours come from the style sheet and tell nothing that a label does not (1.4.1, 1.4.11).
struct Chart {
  enum Kind: Sendable {
    /// Of things: one below the other, each with its name and number.
    case bars
    /// Of times: from left to right.
    case line
  }

  struct Point: Sendable {
    let label: String
    /// Beneath the label where it is another than that of the point before, such as the year of a month.
    var group = ""
    /// Nil for none: a line has a gap there.
    let value: Double?
    /// The value as it is written.
    let text: String
  }

  let kind: Kind
  let title: String
  /// What can be seen in it.
  let description: String
  let points: [Point]
  /// Whether there is nothing between one and the next whole number.
  var wholes = false
  /// How a mark of the axis is written.
  let axis: @Sendable (Double) -> String

  var scale: ChartScale {
    ChartScale(upTo: points.compactMap(\.value).max() ?? 0, wholes: wholes)
  }

  /// Widths are shares of whatever room there is, heights are pixels: its text is as large on a telephone as anywhere.
  var markup: String {
    let drawing = kind == .bars ? bars : line
    return """
      <svg class="chart" role="img" aria-labelledby="chart-title chart-text" width="100%" height="\(drawing.height)">\
      <title id="chart-title">\(title.escaped)</title><desc id="chart-text">\(description.escaped)</desc>\
      \(drawing.shapes.joined())</svg>
      """
  }

  var svg: SafeHTML { SafeHTML(trusted: markup) }
}

/// What stands between the ends of an `svg` element.
struct ChartDrawing {
  let height: Int
  var shapes: [String] = []

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    shapes.append(
      "<line class=\"\(style)\" x1=\"\(percent(x1))\" y1=\"\(pixels(y1))\" x2=\"\(percent(x2))\" y2=\"\(pixels(y2))\"/>"
    )
  }

  mutating func bar(_ width: Double, at y: Double, height: Double) {
    shapes.append(
      "<rect class=\"chart-bar\" x=\"0\" y=\"\(pixels(y))\" width=\"\(percent(width))\" height=\"\(pixels(height))\"/>"
    )
  }

  mutating func dot(_ x: Double, _ y: Double) {
    shapes.append("<circle class=\"chart-dot\" cx=\"\(percent(x))\" cy=\"\(pixels(y))\" r=\"4\"/>")
  }

  /// A mark that differs from a dot in its shape.
  mutating func ring(_ x: Double, _ y: Double) {
    shapes.append("<circle class=\"chart-ring\" cx=\"\(percent(x))\" cy=\"\(pixels(y))\" r=\"4\"/>")
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, beside: Int = 0, _ anchor: Anchor = .start, _ style: String = ""
  ) {
    let place = "x=\"\(percent(x))\" y=\"\(pixels(y))\"" + (beside == 0 ? "" : " dx=\"\(beside)\"")
    let look = style.isEmpty ? "" : " class=\"\(style)\""
    shapes.append("<text\(look) \(place) text-anchor=\"\(anchor.rawValue)\">\(text.escaped)</text>")
  }

  /// Of the width, from 0 to 1.
  private func percent(_ share: Double) -> String { "\(hundredths(share * 100))%" }
  private func pixels(_ value: Double) -> String { hundredths(value) }

  private func hundredths(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

extension String {
  /// For element text.
  var escaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
