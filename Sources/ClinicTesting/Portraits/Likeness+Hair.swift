/// Hair over the forehead: the layer that gives a head its outline.
extension Likeness {
  var hairInFront: [Shape] {
    switch hair {
    case .sidePart:
      locks(
        """
        M106 142 C98 96 122 64 164 64 C206 64 222 98 214 142 C210 130 208 122 204 114
        C178 116 146 110 132 96 C126 108 112 118 106 142 Z
        """, shine: "M146 76 C162 70 184 74 196 88")
    case .quiff:
      locks(
        """
        M107 140 C98 104 112 82 128 78 C124 62 156 50 186 60 C208 66 222 96 213 140
        C210 124 206 112 198 104 C176 108 146 106 126 100 C116 110 112 122 107 140 Z
        """, shine: "M140 70 C156 62 178 64 192 76")
    case .cropped:
      locks(
        """
        M108 138 C102 92 128 68 160 68 C192 68 218 92 212 138 C208 116 200 102 186 98
        C170 94 150 94 134 98 C120 102 112 116 108 138 Z
        """)
    case .pixie:
      locks(
        """
        M104 150 C94 98 120 62 162 62 C206 62 226 98 216 150 C212 134 210 124 206 116
        C188 118 176 112 166 102 C156 118 132 126 116 124 C110 132 106 140 104 150 Z
        """, shine: "M132 80 C146 72 172 70 188 82")
    case .bob, .long, .waves:
      locks(
        """
        M100 168 C92 100 116 62 160 62 C204 62 228 100 220 168 C214 150 212 128 202 112
        C184 112 164 104 152 90 C144 106 124 116 116 120 C108 134 106 150 100 168 Z
        """, shine: "M122 92 C132 78 148 72 164 72")
    case .bun, .ponytail:
      locks(
        """
        M105 146 C97 96 124 64 160 64 C196 64 223 96 215 146 C211 122 200 104 176 96
        C150 90 126 100 116 118 C110 128 107 136 105 146 Z
        """, shine: "M130 82 C142 74 160 72 174 76")
    case .curls:
      curls([
        (112, 116, 18), (118, 96, 19), (134, 82, 20), (154, 75, 21), (176, 78, 20), (194, 90, 19),
        (206, 108, 18), (209, 126, 12), (110, 132, 11), (140, 96, 14), (164, 94, 15), (186, 100, 13),
      ])
    case .afro:
      curls([(118, 104, 15), (134, 92, 16), (152, 86, 16), (172, 86, 16), (190, 94, 15), (204, 106, 14)])
    case .bald: bald
    case .headscarf: headscarf
    case .turban: turban
    }
  }

  private func locks(_ path: String, shine: String? = nil) -> [Shape] {
    let (colour, light) = hairColour.colours
    return [.area(path, colour)] + (shine.map { [.line($0, light, width: 5)] } ?? [])
  }

  private func curls(_ curls: [(x: Double, y: Double, radius: Double)]) -> [Shape] {
    curls.map { .disc($0.x, $0.y, $0.radius, hairColour.colours.base) }
  }

  private var bald: [Shape] {
    [
      .pair(.area("M107 150 C103 132 105 118 112 108 C114 122 112 136 111 152 Z", hairColour.colours.base)),
      .line("M138 88 Q158 80 176 86", "#fff", width: 6, opacity: 0.25),
    ]
  }
}
