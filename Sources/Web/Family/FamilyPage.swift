internal import Pages

/// `GET /account/family`: who acts for whoever is signed in and for their children, and for whom they act.
struct FamilyPage: Page {
  /// What waits for an answer of theirs.
  var asked: [FamilyRow] = []
  /// Who acts for them.
  var mine: [FamilyRow] = []
  /// Whom they have asked.
  var waiting: [FamilyRow] = []
  /// For whom they act because it was allowed.
  var others: [FamilyRow] = []
  var children: [FamilyChild] = []
  /// Where they allow somebody to act; nil for who has no record of their own.
  var newHref: String?
  /// What has just been done.
  var done: String?
  var notice: String?

  static let template = "family/family"

  var fields: Fields {
    [
      "asked": .list(asked), "hasAsked": .flag(!asked.isEmpty), "mine": .list(mine),
      "hasMine": .flag(!mine.isEmpty), "waiting": .list(waiting), "hasWaiting": .flag(!waiting.isEmpty),
      "others": .list(others), "hasOthers": .flag(!others.isEmpty), "familyChildren": .list(children),
      "hasFamilyChildren": .flag(!children.isEmpty), "newHref": .text(newHref), "done": .text(done),
      "problems": .view(ProblemSummary(notice: notice, [])),
    ]
  }

  static var samples: [FamilyPage] {
    let rows = FamilyRow.samples
    return [
      FamilyPage(
        asked: [rows[1]], mine: [rows[0]], waiting: [rows[2]], others: [rows[1]],
        children: FamilyChild.samples,
        newHref: "/account/family/new?patient=1", done: "The letter is on its way."),
      FamilyPage(newHref: "/account/family/new?patient=1"),
      FamilyPage(notice: "The clinic has ended this before. Please ask the clinic."),
    ]
  }
}

/// Somebody who acts, is asked to, or for whom one acts.
struct FamilyRow: View {
  let name: String
  /// `Book visits, pay invoices`.
  let what: String
  /// `Until 4 May 2027`; nil for no end.
  var until: String?
  /// More beside: who asks, or for whom.
  var about: String?
  /// To everything about it; nil where it is asked for only.
  var href: String?
  var accept: String?
  var decline: String?
  var withdraw: String?

  var fields: Fields {
    [
      "familyName": .text(name), "what": .text(what), "untilText": .text(until), "about": .text(about),
      "href": .text(href), "accept": .text(accept), "decline": .text(decline), "withdraw": .text(withdraw),
    ]
  }

  static let samples = [
    FamilyRow(
      name: "Nguyễn Thị Minh Khai", what: "Book visits and pay invoices", until: "Until 4 May 2027",
      href: "/account/family/1"),
    FamilyRow(
      name: "محمد العربي", what: "See visits, documents, notes and results", about: "Asked by محمد العربي",
      href: "/account/family/2", accept: "/account/family/invitations/1/acceptance",
      decline: "/account/family/invitations/1/refusal"),
    FamilyRow(
      name: "a.very.long.address.that.does.not.fit.on.a.phone@department.hospital.example.org",
      what: "All that a parent may", about: "For Léo Moreau",
      withdraw: "/account/family/invitations/1/withdrawal"),
  ]
}

/// A child, with everybody who is a parent of theirs.
struct FamilyChild: View {
  let name: String
  let parents: [FamilyRow]
  /// `From 28 February 2034 on this record is their own.`
  let handover: String
  /// Whether that is so soon that there is something to do.
  let isNear: Bool
  /// Where the other parent is asked.
  let invite: String

  var fields: Fields {
    [
      "childName": .text(name), "parents": .list(parents), "handover": .text(handover),
      "isNear": .flag(isNear),
      "invite": .text(invite),
    ]
  }

  static let samples = [
    FamilyChild(
      name: "Léo Moreau", parents: [FamilyRow.samples[0]],
      handover: "From 28 February 2034 on this record is their own.", isNear: false,
      invite: "/account/family/new?patient=2"),
    FamilyChild(
      name: "王小美", parents: [], handover: "From 3 December 2026 on this record is their own.", isNear: true,
      invite: "/account/family/new?patient=3"),
  ]
}
