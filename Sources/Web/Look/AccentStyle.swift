import Clinic

/// The tokens of Public/css/tokens.css that follow from a clinic's own colour.
///
/// Whatever the colour, text holds 4.5:1 on every ground that it stands on (WCAG 2.2, 1.4.3): where the colour itself does
/// not, the nearest darker or lighter one does. `Colour.grounds` says which those are.
struct AccentStyle {
  let accent: Colour

  var css: String {
    let tint = accent.mixed(with: .white, 0.9)
    let brand = accent.reaching(4.5, on: Colour.grounds + [tint], towards: .black)
    let strong = brand.mixed(with: .black, 0.3)
    let deep = brand.mixed(with: .black, 0.2).reaching(9, on: [.white], towards: .black)
    let soft = deep.mixed(with: .white, 0.5).reaching(4.5, on: [deep], towards: .white)
    let darkTint = accent.mixed(with: .black, 0.6).reaching(9, on: [.white], towards: .black)
    let bright = accent.reaching(7, on: Self.dark + [darkTint], towards: .white)
    let brighter = bright.mixed(with: .white, 0.4)
    let darkDeep = deep.mixed(with: .black, 0.4)
    return """
      :root{--brand:\(brand);--brand-strong:\(strong);--tint:\(tint);--deep:\(deep);--on-deep:#fff;--on-deep-soft:\(soft)}
      @media (prefers-color-scheme:dark){:root{--brand:\(bright);--brand-strong:\(brighter);--on-brand:#000;--tint:\(darkTint);\
      --deep:\(darkDeep)}}

      """
  }

  /// The same of the dark scheme.
  static let dark = ["#131d1b", "#1a2724", "#1f2b27", "#2a3733"].compactMap { Colour($0) }
}
