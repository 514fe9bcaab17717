internal import Pages

/// `GET /account/family/new` and a refused `POST`: somebody is asked to act for a patient, or to be a child's other parent.
struct NewFamilyPage: Page {
  /// Whose record it is.
  let name: String
  let patient: String
  /// Whether it is a child's: a parent has all rights.
  let isChild: Bool
  var email = Field("email")
  var scopes = ChoiceField("scope", [])
  var until = Field("until")
  /// The last day that can be chosen, and the first: ISO 8601.
  var first = ""
  var last = ""
  var notice: String?

  static let template = "family/new"

  var fields: Fields {
    [
      "name": .text(name), "patient": .text(patient), "isChild": .flag(isChild), "email": .view(email),
      "scopes": .view(scopes), "until": .view(until), "firstDay": .text(first), "lastDay": .text(last),
      "problems": .view(ProblemSummary(notice: notice, [email.control, scopes.control, until.control])),
    ]
  }

  static var samples: [NewFamilyPage] {
    [
      NewFamilyPage(
        name: "Paul Moreau", patient: "1", isChild: false, scopes: FamilyTiePage.sampleScopes,
        first: "2026-12-01", last: "2028-12-01"),
      NewFamilyPage(
        name: "王小美", patient: "2", isChild: true,
        email: Field("email", "", label: "E-mail address", problem: "Please fill this in")),
    ]
  }
}

/// `GET /account/family/:id` and what is refused there: what somebody may do for a patient, what they did, and its end.
struct FamilyTiePage: Page {
  /// Who acts.
  let actor: String
  /// For whom.
  let name: String
  let what: String
  let until: String?
  let since: String
  /// When a child's record is handed over; nil for an adult's.
  var handover: String?
  var change: String?
  var scopes = ChoiceField("scope", [])
  var day = Field("until")
  var first = ""
  var last = ""
  var revoke: String?
  var resign: String?
  /// What they did, the latest first; nil where that is not for whoever sees it.
  var acts: [FamilyActRow]?
  var notice: String?

  static let template = "family/tie"

  var fields: Fields {
    [
      "actor": .text(actor), "name": .text(name), "what": .text(what), "untilText": .text(until),
      "since": .text(since), "handover": .text(handover), "change": .text(change), "scopes": .view(scopes),
      "until": .view(day), "firstDay": .text(first), "lastDay": .text(last), "revoke": .text(revoke),
      "resign": .text(resign), "showsActs": .flag(acts != nil), "acts": .list(acts ?? []),
      "hasActs": .flag(acts?.isEmpty == false),
      "problems": .view(ProblemSummary(notice: notice, [scopes.control, day.control])),
    ]
  }

  static let sampleScopes = ChoiceField(
    "scope",
    [
      Choice("book", "Book, move and cancel visits, and see which there are", chosen: true),
      Choice("see", "See visits, documents, notes and results", chosen: false),
    ])

  static var samples: [FamilyTiePage] {
    [
      FamilyTiePage(
        actor: "Nguyễn Thị Minh Khai", name: "Paul Moreau", what: "Book visits and pay invoices",
        until: "Until 4 May 2027", since: "4 May 2026", change: "/account/family/1/terms",
        scopes: sampleScopes, day: Field("until", "2027-05-04"), first: "2026-12-01", last: "2028-12-01",
        revoke: "/account/family/1/revocation", acts: FamilyActRow.samples),
      FamilyTiePage(
        actor: "محمد العربي", name: "Léo Moreau", what: "All that a parent may", until: nil,
        since: "4 May 2026",
        handover: "From 28 February 2034 on this record is their own.",
        resign: "/account/family/1/resignation",
        acts: [], notice: "A child has to have somebody who acts for them. Please ask the clinic."),
      FamilyTiePage(
        actor: "Dana Whitfield", name: "王小美", what: "See visits, documents, notes and results", until: nil,
        since: "4 May 2026", resign: "/account/family/1/resignation"),
    ]
  }
}

/// One thing that somebody did for a patient.
struct FamilyActRow: View {
  let what: String
  let at: String
  /// ISO 8601.
  let iso: String

  var fields: Fields { ["what": .text(what), "at": .text(at), "iso": .text(iso)] }

  static let samples = [
    FamilyActRow(what: "Appointment booked", at: "Monday 2 November 2026, 18:05", iso: "2026-11-02T18:05:00Z")
  ]
}
