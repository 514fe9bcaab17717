/// One flat piece of a drawing, as an SVG element.
struct Shape: Sendable {
  let svg: String

  static func area(_ path: String, _ colour: String, opacity: Double = 1) -> Shape {
    Shape(
      svg: "<path d=\"\(path)\" fill=\"\(colour)\" fill-rule=\"evenodd\" opacity=\"\(opacity)\"/>")
  }

  static func line(_ path: String, _ colour: String, width: Double, opacity: Double = 1) -> Shape {
    let round = "stroke-linecap=\"round\" stroke-linejoin=\"round\""
    let pen = "stroke=\"\(colour)\" stroke-width=\"\(width)\" \(round)"
    return Shape(svg: "<path d=\"\(path)\" fill=\"none\" \(pen) opacity=\"\(opacity)\"/>")
  }

  static func disc(_ x: Double, _ y: Double, _ radius: Double, _ colour: String) -> Shape {
    oval(x, y, radius, radius, colour)
  }

  static func oval(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: String, opacity: Double = 1
  ) -> Shape {
    let place = "cx=\"\(x)\" cy=\"\(y)\" rx=\"\(width)\" ry=\"\(height)\""
    return Shape(svg: "<ellipse \(place) fill=\"\(colour)\" opacity=\"\(opacity)\"/>")
  }

  /// The shapes, and their mirror images on the other side of the face.
  static func pair(_ shapes: Shape...) -> Shape {
    let one = shapes.map(\.svg).joined()
    return Shape(svg: "\(one)<g transform=\"matrix(-1 0 0 1 320 0)\">\(one)</g>")
  }
}
