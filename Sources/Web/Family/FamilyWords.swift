import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

extension Formats {
  /// What somebody may do: `Book, move and cancel visits; pay invoices`, or all that a parent may.
  func family(_ relationship: FamilyTie.Relationship, _ scopes: [FamilyScope]) -> String {
    relationship == .parent
      ? words["family.parent"] : words.list(scopes.map { words["family.scope-short.\($0.rawValue)"] })
  }

  /// Until when; nil where there is no end to it.
  func family(until: Day?) -> String? {
    until.map { words["family.until", ["date": date($0)]] }
  }

  /// When a child's record is handed over; `soon` where it is near enough that their parents are told.
  func handover(_ instant: Date, at now: Date) -> (text: String, isNear: Bool) {
    (words["family.handover", ["date": date(day(instant))]], Handover.isNear(instant, at: now))
  }
}

extension ShownForm {
  /// What can be allowed, as boxes to be ticked.
  func scopes() -> ChoiceField {
    choices(
      "scope", FamilyScope.allCases.map { ($0.rawValue, words["family.scope.\($0.rawValue)"]) },
      label: "family.scope-label")
  }
}

extension FieldReader {
  /// The things that were ticked.
  mutating func scopes() -> [FamilyScope] {
    let chosen = form.all("scope").compactMap(FamilyScope.init)
    if chosen.isEmpty || chosen.count < form.all("scope").count { refuse("scope", "problem.family-scope") }
    return FamilyScope.allCases.filter(chosen.contains)
  }

  /// The last day; nil where none is given. Whether it is within bounds is the clinic's to say, by its own day.
  mutating func until() -> Day? {
    if form["until"].trimmed.isEmpty { return nil }
    guard let day = Day(iso: form["until"].trimmed) else {
      refuse("until", "problem.day")
      return nil
    }
    return day
  }
}

enum FamilyWords {
  /// What has just been done, by the word in the page's address.
  static let done = [
    "invited", "accepted", "declined", "withdrawn", "changed", "ended", "resigned", "added", "owner",
  ]

  /// What these pages ask of the catalogues.
  static let keys =
    FamilyScope.allCases.flatMap { ["family.scope.\($0.rawValue)", "family.scope-short.\($0.rawValue)"] }
    + done.map { "family.done.\($0)" } + [
      "family.parent", "family.until", "family.handover", "family.scope-label", "family.until-label",
      "family.email-label",
      "family.reason-label", "family.document-label", "family.ended", "family.ended-by-clinic", "family.over",
      "family.since-date",
      "family.asked-by", "family.for", "problem.family-scope", "problem.family-far",
      "problem.family-own-address",
      "problem.family-enough", "problem.family-blocked", "problem.family-last-parent",
      "problem.family-no-account",
      "problem.child-handed-over", "problem.invitation-birth", "problem.invitation-early", "history.by",
    ] + FamilyDeskRoutes.keys
}

extension Path {
  static let family = "/account/family"
  static let newFamily = "/account/family/new"
  static func newFamily(for patient: ID<Patient>) -> String { "\(newFamily)?patient=\(patient)" }
  static func family(_ id: ID<FamilyTie>) -> String { "/account/family/\(id)" }
  static func family(_ id: ID<FamilyTie>, _ what: String) -> String { "/account/family/\(id)/\(what)" }
  static func family(_ id: ID<FamilyInvitation>, _ what: String) -> String {
    "/account/family/invitations/\(id)/\(what)"
  }
  static func family(of id: ID<Patient>) -> String { "/patients/\(id)/family" }
}
