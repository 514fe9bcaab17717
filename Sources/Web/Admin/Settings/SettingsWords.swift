import Clinic

/// The texts of settings, by their keys.
enum SettingsWords {
  /// Every setting says what it does.
  static let hints = [
    ClinicSettings.fields.map { "settings.\($0.key)" }, AccessSettings.fields.map { "access.\($0.key)" },
  ].flatMap(\.self)

  static let keys = [
    "kept.settings", "kept.settings.text", "kept.access", "kept.access.text", "settings.usual",
    "settings.nothing",
    "settings.changed", "settings.unchanged", "problem.zone", "problem.currency", "problem.colour",
    "problem.contrast", "problem.language-not-offered", "problem.network", "problem.own-network",
    "problem.choose-file", "letter-texts.patient", "label.letterNote", "label.logo", "label.consentName",
    "label.consentText", "label.pageLanguage", "consents.by",
    "domain.name", "domain.active", "domain.waits", "problem.domain", "problem.domain-letters",
    "problem.domain-address", "problem.domain-alone", "problem.domain-dot", "problem.domain-whole",
    "problem.domain-installation", "problem.domain-reserved", "problem.domain-taken", "problem.domain-first",
  ]
}
