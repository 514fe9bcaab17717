extension Likeness {
  var outfit: [Shape] {
    let (cloth, fold) = accent.colours
    return switch clothes {
    case .coat: coat(over: cloth, fold)
    case .scrubs: scrubs(cloth, fold)
    case .jumper: jumper(cloth, fold)
    case .blouse: blouse(cloth, fold)
    case .blazer: blazer(cloth, fold)
    }
  }

  /// Over a shirt, with a stethoscope.
  private func coat(over shirt: String, _ fold: String) -> [Shape] {
    [
      .area("M122 240 L160 284 L198 240 L210 320 L110 320 Z", shirt),
      .pair(.area("M126 234 L110 252 L142 280 L160 270 Z", fold)),
      .pair(.area("M36 320 C38 280 60 262 92 250 L118 239 L140 320 Z", "#fbfaf7")),
      .pair(.area("M118 239 L98 262 L112 276 L106 286 L140 320 Z", "#e6e4de")),
      .line("M112 250 C108 286 122 300 136 304 M208 250 C212 280 206 292 200 298", "#4a5560", width: 4.4),
      .disc(199, 302, 7, "#8d99a5"), .disc(199, 302, 3.4, "#c9d1d8"),
    ]
  }

  private func scrubs(_ cloth: String, _ fold: String) -> [Shape] {
    [
      .pair(.area("M36 320 C38 280 60 262 92 250 L124 238 L160 284 L160 320 Z", cloth)),
      .area("M150 276 L170 276 L170 320 L150 320 Z", cloth),
      .line("M124 238 L160 284 L196 238", fold, width: 7),
      .line("M84 320 L88 290 M236 320 L232 290", fold, width: 3),
      .area("M200 292 h28 q4 0 4 4 v24 h-36 v-24 q0 -4 4 -4 Z", fold),
    ]
  }

  private func jumper(_ cloth: String, _ fold: String) -> [Shape] {
    [
      .area(
        """
        M36 320 C38 280 60 262 92 250 L126 238 C140 262 180 262 194 238 L228 250 C260 262 282 280 284 320 Z
        """, cloth),
      .line("M124 238 C138 266 182 266 196 238", fold, width: 11),
      .pair(.line("M86 320 C86 304 84 296 80 288", fold, width: 3)),
    ]
  }

  private func blouse(_ cloth: String, _ fold: String) -> [Shape] {
    [
      .pair(.area("M36 320 C38 280 60 262 92 250 L128 236 L160 280 L162 280 L162 320 Z", cloth)),
      .pair(.area("M128 232 L104 252 L138 282 L160 274 Z", fold)),
      .line("M160 280 L160 320", fold, width: 3),
      .disc(160, 296, 2.6, "#fff"), .disc(160, 312, 2.6, "#fff"),
    ]
  }

  private func blazer(_ cloth: String, _ fold: String) -> [Shape] {
    [
      .area("M124 238 L160 288 L196 238 L206 320 L114 320 Z", "#f6f1ea"),
      .pair(.area("M36 320 C38 280 60 262 92 250 L122 238 L148 320 Z", cloth)),
      .pair(.area("M122 238 L100 262 L116 276 L108 288 L148 320 Z", fold)),
    ]
  }
}
