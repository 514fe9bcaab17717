internal import Pages

/// `GET /admin/services/:id/retirement`: what it affects when an entry is taken out of use or away, before that is done.
struct RetirementPage: Page {
  let title: String
  let back: String
  let effects: [EffectRow]
  /// Nil for what is never retired, but taken away.
  let retire: String?
  /// Nil for what has a history.
  let remove: String?
  var notice: String?

  static let template = "catalogue/retirement"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "title": .text(title), "back": .text(back),
      "effects": .list(effects), "isHarmless": .flag(effects.isEmpty), "retire": .text(retire),
      "remove": .text(remove),
    ]
  }

  static let samples = [
    RetirementPage(
      title: "X-ray", back: "/admin/services/2", effects: EffectRow.samples,
      retire: "/admin/services/2/retirement", remove: nil),
    RetirementPage(
      title: "Laser 2", back: "/admin/devices/2", effects: [], retire: "/admin/devices/2/retirement",
      remove: "/admin/devices/2/removal"),
    RetirementPage(
      title: "Christmas Day", back: "/admin/holidays/2", effects: [], retire: nil,
      remove: "/admin/holidays/2/removal", notice: "Something happened with it."),
  ]
}

/// How much there is of something that a retirement concerns.
struct EffectRow: View {
  let text: String
  let advice: String
  /// Where they are listed; nil where nothing lists them.
  let href: String?

  var fields: Fields { ["text": .text(text), "advice": .text(advice), "href": .text(href)] }

  static let samples = [
    EffectRow(text: "3 appointments ahead", advice: "They stay as they are.", href: nil),
    EffectRow(text: "2 doctors give it", advice: "They no longer offer it.", href: "/admin/practitioners"),
  ]
}
