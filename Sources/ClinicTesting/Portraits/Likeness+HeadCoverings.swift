/// Headscarf and turban, in the colour of the accent.
extension Likeness {
  var headscarfBehind: [Shape] {
    [
      .area(
        """
        M88 150 C82 84 120 54 160 54 C200 54 238 84 232 150 C232 190 244 226 258 258
        L62 258 C76 226 88 190 88 150 Z
        """, accent.colours.fold)
    ]
  }

  var headscarfOnShoulders: [Shape] {
    let (cloth, fold) = accent.colours
    return [
      .area(
        """
        M92 168 C92 206 120 216 160 216 C200 216 228 206 228 168 C234 214 250 236 262 262
        C230 292 192 300 160 300 C128 300 90 292 58 262 C70 236 86 214 92 168 Z
        """, cloth),
      .line("M84 252 C120 276 180 280 232 250", fold, width: 4),
    ]
  }

  var headscarf: [Shape] {
    let (cloth, fold) = accent.colours
    return [
      // The face shows through a hole.
      .area(
        """
        M90 156 C82 88 118 56 160 56 C202 56 238 88 230 156 C228 206 204 234 160 234
        C116 234 92 206 90 156 Z M160 92 C132 92 116 112 116 142 C116 178 136 205 160 205
        C184 205 204 178 204 142 C204 112 188 92 160 92 Z
        """, cloth),
      .line("M104 128 C110 92 134 74 164 74 M100 170 C104 196 118 214 136 222", fold, width: 4),
      .line("M120 232 C150 244 186 240 214 214", fold, width: 4),
    ]
  }

  var turban: [Shape] {
    let (cloth, fold) = accent.colours
    return [
      .area(
        """
        M100 130 C92 76 122 42 160 42 C198 42 228 76 220 130 C206 108 184 98 160 96
        C136 98 114 108 100 130 Z
        """, cloth),
      .line(
        """
        M106 106 C128 84 158 72 206 70 M103 120 C130 96 170 82 217 94 M116 72 C140 64 160 62 186 50
        """, fold, width: 4),
      .area("M146 98 L160 80 L174 98 Z", fold),
    ]
  }
}
