/// A portrait is a stack of flat shapes on a square of 320 units, the back of the hair first and the glasses
/// last. The face is symmetrical about x = 160; its eyes are at y = 145.
extension Likeness {
  /// The drawing as an SVG document, `pixels` wide and high.
  public func svg(pixels: Int) -> String {
    let layers = [
      wall, hairBehind, neck, outfit, hairOnShoulders, head, features, beardShapes, mouthShapes, hairInFront,
      glassesShapes,
    ]
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="\(pixels)" height="\(pixels)">
      \(layers.joined().map(\.svg).joined(separator: "\n"))
      </svg>
      """
  }

  private var wall: [Shape] {
    [.area("M0 0 H320 V320 H0 Z", backdrop.colours.wall), .disc(160, 150, 128, backdrop.colours.sun)]
  }

  private var neck: [Shape] {
    [
      .area(
        """
        M136 178 L136 222 C136 232 124 238 112 242 L160 288 L208 242 C196 238 184 232 184 222 L184 178 Z
        """, skin.colours.base),
      .area("M136 196 C146 211 174 211 184 196 L184 208 C176 226 144 226 136 208 Z", skin.colours.shade),
    ]
  }

  private var head: [Shape] {
    let face = Shape.area(
      """
      M110 132 C110 94 131 76 160 76 C189 76 210 94 210 132 C210 156 207 172 197 186 C187 200 174 207 160 207
      C146 207 133 200 123 186 C113 172 110 156 110 132 Z
      """, skin.colours.base)
    return hair.hidesEars ? [face] : ears + [face]
  }

  private var ears: [Shape] {
    let ears = Shape.pair(
      .oval(110, 149, 9, 14, skin.colours.base), .line("M106 143 q6 4 3 13", skin.colours.shade, width: 2.4))
    return earrings ? [ears, .pair(.disc(108, 165, 3.6, "#e9c46a"))] : [ears]
  }
}

extension Likeness.Hair {
  var hidesEars: Bool {
    switch self {
    case .bob, .long, .waves, .headscarf, .turban: true
    case .sidePart, .quiff, .cropped, .curls, .afro, .bald, .bun, .ponytail, .pixie: false
    }
  }
}
