import CivilTime
import Clinic
import Pages

/// The texts of what is known of a person, by their keys.
enum PersonWords {
  static let surroundings = Surroundings(currency: "", today: .first)

  static let hints: Set = [
    "person.reach.email", "person.languages.interpreter", "person.needs.note", "person.coverage.coverage",
    "person.contacts.contacts",
  ]

  static let keys: [String] = [
    EntryWords.keys(NameSection.self), EntryWords.keys(BirthSection.self), EntryWords.keys(ReachSection.self),
    EntryWords.keys(LanguagesSection.self), EntryWords.keys(NeedsSection.self),
    EntryWords.keys(ContactsSection.self), EntryWords.keys(CoverageSection.self), hints.map { "\($0).hint" },
    PersonPart.allCases.flatMap {
      ["person.\($0.rawValue)", "person.\($0.rawValue).lead", "person.\($0.rawValue).empty"]
    },
    ProfileGap.allCases.map { "person.gap.\($0.rawValue)" },
    PatientChange.Origin.allCases.map { "person.origin.\($0.rawValue)" },
    [
      "person.yes", "person.no", "person.name.further", "person.correction-open",
      "person.correction-declined",
      "person.correction-note", "person.at-sight.note", "person.at-sight.interpreter", "problem.person-email",
      "problem.person-days", "problem.sign-which", "problem.sign-needed", "problem.language-first",
      "problem.language-twice", "problem.birth-same", "problem.list-long", "problem.title", "problem.number",
      "problem.number-range", "problem.day", "problem.day-written", "problem.entry-changed",
      "problem.record-retired",
      "kept.row", "kept.choose", "desk.name",
    ],
  ].flatMap(\.self)

  static func label(_ part: PersonPart, _ field: String) -> String { "person.\(part.rawValue).\(field)" }

  /// What the history keeps is the spelling of forms; codes are said in words.
  static func said(_ text: String, _ part: PersonPart, _ field: String, _ formats: Formats) -> String {
    switch part {
    case .name: said(text, NameSection.self, field, formats)
    case .birth: said(text, BirthSection.self, field, formats)
    case .reach: said(text, ReachSection.self, field, formats)
    case .languages: said(text, LanguagesSection.self, field, formats)
    case .needs: said(text, NeedsSection.self, field, formats)
    case .contacts: said(text, ContactsSection.self, field, formats)
    case .coverage: said(text, CoverageSection.self, field, formats)
    }
  }

  private static func said<S: PersonSection>(
    _ text: String, _: S.Type, _ field: String, _ formats: Formats
  ) -> String {
    guard let control = S.fields.first(where: { $0.key == field })?.control, !text.isEmpty else {
      return text
    }
    let texts: Texts =
      switch control {
      case .someOf: .several(text.components(between: "; "))
      case .rows: .rows(text.components(between: "; ").map { $0.components(between: " | ") })
      default: .one(text)
      }
    return formats.said(texts, control)
  }
}

extension String {
  fileprivate func components(between separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}

extension Badge {
  /// What whoever receives a patient is to know, each in words.
  static func needs(_ needs: [NeedAtSight], _ words: Words) -> [Badge] {
    needs.map { need in
      switch need {
      case .need(let need): Badge(words["need.\(need.rawValue)"], .good)
      case .signLanguage(let language): Badge(words["sign.\(language.rawValue)"], .good)
      case .interpreter(let language):
        Badge(
          words["person.at-sight.interpreter", ["language": words["speaks.\(language.rawValue)"]]], .good)
      case .note: Badge(words["person.at-sight.note"], .quiet)
      }
    }
  }
}
