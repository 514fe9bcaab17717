/// Brows, eyes, nose and cheeks; the mouth; the glasses.
extension Likeness {
  var features: [Shape] {
    [
      .pair(.oval(130, 171, 12, 8, skin.colours.blush, opacity: 0.32)),
      .pair(.line("M128 129 C133 123 143 122 149 126", brow, width: 4.6)),
      .pair(.oval(139, 145, 5, 5.8, Self.ink)),
      // The light comes from one side, so these are no mirror images.
      .disc(141, 142.6, 1.7, "#fff"), .disc(183, 142.6, 1.7, "#fff"),
      .pair(.line("M131 141 C134 137 143 136 147 140", Self.ink, width: 2, opacity: 0.75)),
      .line("M160 147 C158 156 154 162 155 166 C157 169 162 169 165 167", skin.colours.shade, width: 3.2),
    ]
  }

  /// White brows vanish on a pale face.
  private var brow: String {
    hairColour == .white ? HairColour.silver.colours.base : hairColour.colours.base
  }

  var mouthShapes: [Shape] {
    let lips = skin.colours.lips
    return switch mouth {
    case .smile: [.line("M143 181 Q160 195 177 181", lips, width: 3.6)]
    case .gentle: [.line("M147 183 Q160 191 173 183", lips, width: 3.6)]
    case .lopsided: [.line("M145 184 Q162 194 176 179", lips, width: 3.6)]
    case .grin:
      [
        .area("M141 179 Q160 184 179 179 Q176 198 160 198 Q144 198 141 179 Z", lips),
        .area("M144 181.5 Q160 185.5 176 181.5 Q175 188 160 188.5 Q145 188 144 181.5 Z", "#fff"),
      ]
    }
  }

  var glassesShapes: [Shape] {
    guard let glasses else { return [] }
    let bridge = Shape.line(
      "M155 143 Q160 139 165 143 M119 142 L109 139 M201 142 L211 139", Self.frame, width: 3.4)
    switch glasses {
    case .round:
      return [lens("M119 146 a18 18 0 1 0 36 0 a18 18 0 1 0 -36 0 Z", 3.4), bridge]
    case .square:
      return [
        lens("M127 131 h19 q9 0 9 9 v11 q0 9 -9 9 h-19 q-9 0 -9 -9 v-11 q0 -9 9 -9 Z", 3.4), bridge,
      ]
    case .halfRim:
      return [
        lens("M118 137 Q118 160 137 160 Q154 160 155 138 Z", 1.4),
        .pair(.line("M118 137 Q136 132 155 138", Self.frame, width: 4.4)), bridge,
      ]
    }
  }

  private func lens(_ path: String, _ rim: Double) -> Shape {
    .pair(.area(path, "#fff", opacity: 0.16), .line(path, Self.frame, width: rim))
  }

  private static let ink = "#2a2226"
  private static let frame = "#3b3338"
}
