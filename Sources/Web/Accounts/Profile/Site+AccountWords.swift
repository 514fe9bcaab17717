import Clinic

extension Site {
  /// The texts that the pages of the account ask for by name.
  static let accountWords =
    Formats.keys + ZoneRegion.keys + PreferenceRoutes.eventKeys + LooksRoutes.keys + MyDataRoutes.keys
    + PersonWords.keys
    + FeedbackRoutes.publicKeys + HelpRoutes.keys + [
      "person.theirs",
      "problem.not-your-password", "problem.name-missing", "problem.own-address", "problem.address-gone",
      "problem.address-resend", "problem.understood", "problem.last-administrator", "act.changed",
      "profile.further-part", "problem.children-enough", "problem.child-age",
      "label.preferred", "label.use", "label.tag",
    ] + AdministrativeGender.allCases.map { "gender.\($0.rawValue)" }
    + HumanName.Use.offered.map { "name-use.\($0.rawValue)" } + Act.allCases.map { "act.\($0.rawValue)" }
    + Detail.allCases.map { "detail.\($0.rawValue)" }
}
