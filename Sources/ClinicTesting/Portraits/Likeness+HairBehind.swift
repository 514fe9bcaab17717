/// Hair behind the neck, which long hair and buns have.
extension Likeness {
  var hairBehind: [Shape] {
    let colour = hairColour.colours.base
    switch hair {
    case .bob:
      return [
        .area(
          """
          M98 140 C92 84 124 60 160 60 C196 60 228 84 222 140 C222 172 226 196 218 214
          C200 226 120 226 102 214 C94 196 98 172 98 140 Z
          """, colour)
      ]
    case .long:
      return [
        .area(
          """
          M98 138 C92 84 124 60 160 60 C196 60 228 84 222 138 C224 190 234 236 240 276
          L80 276 C86 236 96 190 98 138 Z
          """, colour)
      ]
    case .waves:
      return [
        .area(
          """
          M96 142 C86 86 122 58 160 58 C198 58 234 86 224 142 C222 160 240 172 234 194
          C230 210 246 222 238 244 C232 262 214 266 200 262 L120 262 C106 266 88 262 82 244
          C74 222 90 210 86 194 C80 172 98 160 96 142 Z
          """, colour)
      ]
    case .bun:
      return [.disc(160, 52, 27, colour)]
    case .ponytail:
      return [
        .area(
          """
          M196 96 C236 96 250 136 246 176 C244 206 252 224 240 250 C228 232 214 214 214 180
          C214 150 208 124 196 96 Z
          """, colour)
      ]
    case .afro:
      return [.disc(160, 114, 72, colour), .pair(.disc(103, 132, 24, colour))]
    case .headscarf:
      return headscarfBehind
    case .sidePart, .quiff, .cropped, .curls, .bald, .pixie, .turban:
      return []
    }
  }

  var hairOnShoulders: [Shape] {
    hair == .headscarf ? headscarfOnShoulders : []
  }
}
