import Clinic
import Pages

/// The texts of entries and their fields, by their keys.
enum EntryWords {
  /// Fields whose meaning a label does not tell.
  static let hints = Set([
    "specialties.synonyms", "places.site", "places.kind", "places.openings", "devices.kind",
    "services.description",
    "services.price", "services.online", "services.first", "services.before", "services.after",
    "services.grid",
    "services.packed", "services.notice", "services.working", "services.most", "services.capacity",
    "services.approval", "services.cancellation", "services.preparation", "services.papers",
    "services.requirements", "services.category", "services.channel", "services.questions", "services.tax",
    "services.ahead", "practitioners.languages", "practitioners.bio", "practitioners.kind",
    "practitioners.hours", "practitioners.days",
  ]).union(SettingsWords.hints)

  static let keys: [String] = [ofFields, ofNouns, ofEffects, others].flatMap(\.self)

  private static let ofFields = [
    keys(SpecialtyEntry.self), keys(PlaceEntry.self), keys(DeviceEntry.self), keys(HolidayEntry.self),
    keys(ServiceEntry.self), keys(PractitionerEntry.self), keys(ClinicSettings.self),
    keys(AccessSettings.self),
    hints.map { "kept.\($0).hint" },
  ].flatMap(\.self)

  private static let ofNouns = Noun.listed.map { "kept.\($0.rawValue).new" }

  private static let ofEffects = Effect.allCases.flatMap { effect in
    ["effect.\(effect.rawValue)", "effect.\(effect.rawValue)-one", "effect.\(effect.rawValue)-text"]
  }

  private static let others = [
    "kept.added", "kept.saved", "kept.retired-now", "kept.back-now", "kept.row",
    "kept.choose",
    "kept.photo", "kept.outside", "kept.outside-one", "problem.yes-no", "problem.title", "problem.span",
    "problem.span-long", "problem.money",
    "problem.no-such-name", "problem.list-long", "problem.name-taken", "problem.day-taken",
    "problem.part-of-itself", "problem.site-within", "problem.no-kind", "problem.minutes-order",
    "problem.question-options", "problem.question-no-options", "problem.question-unit",
    "problem.question-no-unit",
    "problem.question-when", "problem.question-before", "problem.question-twice", "problem.question-never",
    "problem.paper-twice", "problem.entry-changed", "problem.has-history",
  ]

  static func keys<E: Fielded>(_: E.Type) -> [String] {
    let groups = E.groups.map { "\(E.words).group.\($0.key)" }
    let fields = E.fields.flatMap { field in
      [label(E.self, field.key)] + keys(field.control, label(E.self, field.key))
    }
    return groups + fields
  }

  private static func keys(_ control: EntryControl, _ label: String) -> [String] {
    switch control {
    case .oneOf(let options, let words), .someOf(let options, let words): options.map { "\(words).\($0)" }
    case .rows(let parts): parts.flatMap { ["\(label).\($0.key)"] + keys($0.control, "\(label).\($0.key)") }
    default: []
    }
  }

  static func label<E: Fielded>(_: E.Type, _ key: String) -> String { "\(E.words).\(key)" }
}

extension Words {
  func hint<E: Fielded>(_: E.Type, _ key: String) -> String? {
    let label = EntryWords.label(E.self, key)
    let isHinted =
      label.hasPrefix("kept.")
      ? EntryWords.hints.contains(String(label.dropFirst(5))) : PersonWords.hints.contains(label)
    return isHinted ? self["\(label).hint"] : nil
  }

  func effect(_ effect: Effect, _ count: Int) -> String {
    self["effect.\(effect.rawValue)\(count == 1 ? "-one" : "")", ["count": String(count)]]
  }
}
