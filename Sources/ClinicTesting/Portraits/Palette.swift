/// The colours of the portraits: warm, a little muted, so that twelve of them sit quietly beside each other.
extension Likeness.Backdrop {
  /// The wall, and the lighter sun on it.
  var colours: (wall: String, sun: String) {
    switch self {
    case .sand: ("#ecd9c0", "#f6e9d7")
    case .sage: ("#c3d3bd", "#dbe6d5")
    case .sky: ("#bcd6e3", "#d8e8f0")
    case .rose: ("#ebc5bd", "#f6ddd6")
    case .lilac: ("#cfc8e2", "#e3deef")
    case .apricot: ("#f3cba4", "#fae1c8")
    case .mint: ("#b5d8cd", "#d3eae3")
    case .slate: ("#b9c4cf", "#d5dde4")
    }
  }
}

extension Likeness.Skin {
  /// Skin, the same in shade, the blush of the cheeks, the lips.
  var colours: (base: String, shade: String, blush: String, lips: String) {
    switch self {
    case .porcelain: ("#fbdcc8", "#edbfa5", "#f2a090", "#c9706a")
    case .peach: ("#f4c9a8", "#e2a983", "#ea8f76", "#bd635a")
    case .honey: ("#e8b88c", "#d19a6b", "#db7f60", "#ae584c")
    case .olive: ("#d8a878", "#bd8959", "#c97450", "#a05145")
    case .amber: ("#c68b5c", "#a97043", "#b9603c", "#8d4338")
    case .chestnut: ("#a56c43", "#87532f", "#9c4a2c", "#7a352b")
    case .umber: ("#80502f", "#653b20", "#84381f", "#6b2d26")
    case .ebony: ("#613a25", "#492917", "#6e2d1c", "#7a3a35")
    }
  }
}

extension Likeness.HairColour {
  /// Hair, and the light on it.
  var colours: (base: String, light: String) {
    switch self {
    case .black: ("#231f24", "#3d373e")
    case .espresso: ("#3a2823", "#553c34")
    case .brown: ("#5e3f2c", "#7c563e")
    case .auburn: ("#7b3a26", "#9a5138")
    case .copper: ("#b3602f", "#cc7d48")
    case .blond: ("#d3a660", "#e4c084")
    case .silver: ("#9b9ca3", "#b8b9bf")
    case .white: ("#dcdbd8", "#efeeec")
    }
  }
}

extension Likeness.Accent {
  /// Cloth, and its folds.
  var colours: (base: String, fold: String) {
    switch self {
    case .teal: ("#2c7f82", "#21686b")
    case .navy: ("#2f4468", "#243655")
    case .terracotta: ("#c0633f", "#a45032")
    case .mustard: ("#d59c33", "#b98424")
    case .plum: ("#7a4468", "#633554")
    case .forest: ("#3f6b4c", "#31573c")
    case .coral: ("#e07f69", "#c96752")
    case .denim: ("#5a7fa5", "#486b8f")
    }
  }
}
