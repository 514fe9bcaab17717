internal import Pages

/// `GET /admin/consents`: what patients consent to, in the versions that hold now.
struct ConsentsPage: Page {
  let rows: [ConsentRow]
  var isPublished = false

  static let template = "admin/consents"

  var fields: Fields {
    ["rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "isPublished": .flag(isPublished)]
  }

  static let samples = [ConsentsPage(rows: ConsentRow.samples, isPublished: true), ConsentsPage(rows: [])]
}

struct ConsentRow: View {
  let name: String
  let language: String
  /// `Version 2, by Dana Whitfield, Tuesday 24 November 2026, 09:20`.
  let version: String
  /// It is needed before a visit by video or phone.
  var isForTelehealth = false
  let href: String
  let newHref: String

  var fields: Fields {
    [
      "name": .text(name), "ownName": .text(language), "version": .text(version), "href": .text(href),
      "newHref": .text(newHref), "isForTelehealth": .flag(isForTelehealth),
    ]
  }

  static let samples = [
    ConsentRow(
      name: "Telehealth", language: "English",
      version: "Version 2, by Dana Whitfield, Tuesday 24 November 2026, 09:20", isForTelehealth: true,
      href: "/consents/1",
      newHref: "/admin/consents/new?after=1")
  ]
}

/// `GET /admin/consents/new` and a refused `POST`: a version to be.
struct NewConsentPage: Page {
  let name: Field
  let text: Field
  let languages: ChoiceField
  /// The version that it begins from; 0 for none.
  let after: String
  let key: String
  var isForTelehealth = false
  /// What somebody else published meanwhile.
  var theirs: String?
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/consent"

  var fields: Fields {
    [
      "name": .view(name), "text": .view(text), "languages": .view(languages), "after": .text(after),
      "key": .text(key), "isForTelehealth": .flag(isForTelehealth), "isConflict": .flag(theirs != nil),
      "theirs": .text(theirs),
      "problems": .view(ProblemSummary(notice: notice, [name.control, text.control])),
    ]
  }

  static let samples = [
    NewConsentPage(
      name: Field("name", "Telehealth"), text: Field("text", "I agree."), languages: ChoiceField.samples[0],
      after: "1", key: "1"),
    NewConsentPage(
      name: Field("name", "", label: "Name", problem: "Please fill this in"), text: Field("text", ""),
      languages: ChoiceField.samples[0], after: "0", key: "1", theirs: "I agree to all of it.",
      notice: "Changed meanwhile."),
  ]
}

/// `GET /consents/:id`: one version, for everybody.
struct ConsentPage: Page {
  let name: String
  /// An ISO 639-1 code.
  let language: String
  let text: String
  let version: String
  let isCurrent: Bool
  let versions: [Link]

  static let template = "consents/consent"

  var fields: Fields {
    [
      "consentName": .text(name), "textLanguage": .text(language), "text": .text(text),
      "version": .text(version),
      "isCurrent": .flag(isCurrent), "versions": .list(versions), "hasVersions": .flag(!versions.isEmpty),
    ]
  }

  static let samples = [
    ConsentPage(
      name: "Telehealth", language: "en", text: "I agree to be seen by video.\n\nI can withdraw at any time.",
      version: "Version 2, Tuesday 24 November 2026", isCurrent: true,
      versions: [Link(text: "Version 1, Monday 2 March 2026", href: "/consents/1")]),
    ConsentPage(
      name: "Telehealth", language: "en", text: "I agree.", version: "Version 1, Monday 2 March 2026",
      isCurrent: false, versions: []),
  ]
}
