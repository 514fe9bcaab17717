internal import Pages

/// `GET /admin/settings`, `GET /admin/access` and their refused forms: what a clinic decides for itself.
struct SettingsPage: Page {
  let heading: String
  let lead: String
  let action: String
  let groups: [EntryGroupView]
  /// What the form was made of.
  var seen = ""
  var suggestions: [Suggestions] = []
  var isSaved = false
  /// Whether somebody else was quicker.
  var isConflict = false
  /// Whether the logo is chosen on this page.
  var hasLogo = false
  var logo: String?
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/settings"

  var fields: Fields {
    [
      "heading": .text(heading), "lead": .text(lead), "action": .text(action), "groups": .list(groups),
      "seen": .text(seen), "suggestions": .list(suggestions), "isSaved": .flag(isSaved),
      "isConflict": .flag(isConflict), "hasLogo": .flag(hasLogo), "ownLogo": .text(logo),
      "problems": .view(ProblemSummary(notice: notice, groups.flatMap { $0.entryFields.map(\.control) })),
    ]
  }

  static let samples = [
    SettingsPage(
      heading: "Settings", lead: "What your clinic decides for itself.", action: "/admin/settings",
      groups: EntryGroupView.samples, seen: "name:1a", suggestions: Suggestions.samples, isSaved: true,
      hasLogo: true, logo: "/logo/1.png"),
    SettingsPage(
      heading: "Networks of the staff", lead: "From where people who work here sign in.",
      action: "/admin/access",
      groups: EntryGroupView.samples, isConflict: true, notice: "Somebody else was quicker."),
  ]
}
