extension Likeness {
  var beardShapes: [Shape] {
    let colour = hairColour.colours.base
    let moustache = Shape.area(
      """
      M141 178 C146 169 156 169 160 173 C164 169 174 169 179 178 C172 175 165 176 160 177
      C155 176 148 175 141 178 Z
      """, colour)
    return switch beard {
    case nil: []
    case .stubble: [.area(Self.jaw, colour, opacity: 0.2)]
    case .moustache: [moustache]
    case .short: [.area(Self.jaw, colour), bareSkin(22, 12), moustache]
    case .full: [.area(Self.longJaw, colour), bareSkin(18, 9), moustache]
    }
  }

  /// Around the mouth, without which a beard swallows the smile.
  private func bareSkin(_ width: Double, _ height: Double) -> Shape {
    .oval(160, 184, width, height, skin.colours.base)
  }

  private static let jaw = """
    M110 140 C112 150 116 162 126 168 C136 174 146 170 160 170 C174 170 184 174 194 168 C204 162 208 150
    210 140 C211 162 207 176 198 189 C188 203 174 211 160 211 C146 211 132 203 122 189
    C113 176 109 162 110 140 Z
    """

  private static let longJaw = """
    M110 138 C111 152 116 164 127 168 C138 172 148 169 160 169 C172 169 182 172 193 168 C204 164 209 152
    210 138 C214 168 212 190 200 208 C190 222 174 229 160 229 C146 229 130 222 120 208
    C108 190 106 168 110 138 Z
    """
}
