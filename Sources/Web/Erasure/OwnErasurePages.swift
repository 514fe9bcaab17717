internal import Pages

/// `GET /account/data/erasure`: for whom the visitor can ask, and what was asked for.
struct OwnErasuresPage: Page {
  let people: [ErasureSubjectRow]
  /// Requests that were carried out or that are over.
  let earlier: [Line]
  /// What was just done.
  var done: String?

  static let template = "erasure/own"

  var fields: Fields {
    [
      "people": .list(people), "earlier": .list(earlier), "hasEarlier": .flag(!earlier.isEmpty),
      "isEmpty": .flag(people.isEmpty && earlier.isEmpty), "done": .text(done),
    ]
  }

  static let samples = [
    OwnErasuresPage(
      people: ErasureSubjectRow.samples,
      earlier: [Line("No. 1042: carried out, Tuesday 24 November 2026, 09:40")],
      done: "Your request is with the clinic."),
    OwnErasuresPage(people: [], earlier: []),
  ]
}

struct ErasureSubjectRow: View {
  let name: String
  let href: String
  /// Of the latest request; nil for none.
  var state: String?

  var fields: Fields { ["name": .text(name), "href": .text(href), "state": .text(state)] }

  static let samples = [
    ErasureSubjectRow(name: "Paul Fletcher", href: "/account/data/erasure/1", state: "with the clinic"),
    ErasureSubjectRow(name: "محمد العربي", href: "/account/data/erasure/2"),
  ]
}

/// `GET /account/data/erasure/:id` and a refused `POST`: what would be erased and what the law keeps, before it is asked for; what
/// became of a request after.
struct ErasurePage: Page {
  let name: String
  let here: String
  let lines: [ErasureLineRow]
  /// What is asked for, and when.
  var asked: String?
  /// From when on the clinic can carry it out.
  var ripe = ""
  /// Where it is taken back; nil for who can't.
  var withdrawal: String?
  /// How the one before was decided.
  var before: String?
  /// Whether they have proved lately who they are.
  var isConfirmed = true
  var proof = ""
  var reason = Field("reason")
  var understood = Field("understood")
  var notice: String?
  var done: String?

  static let template = "erasure/ask"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control, understood.control])),
      "name": .text(name), "here": .text(here), "lines": .list(lines), "asked": .text(asked),
      "ripe": .text(ripe),
      "withdrawal": .text(withdrawal), "before": .text(before), "isConfirmed": .flag(isConfirmed),
      "proof": .text(proof), "reason": .view(reason), "understood": .view(understood), "done": .text(done),
      "isOpen": .flag(asked == nil),
    ]
  }

  static var samples: [ErasurePage] {
    let fresh = ErasurePage(
      name: "Paul Fletcher", here: "/account/data/erasure/1", lines: ErasureLineRow.samples)
    var (asked, unproved, refused) = (fresh, fresh, fresh)
    asked.asked = "Asked for on Tuesday 24 November 2026, 09:40"
    asked.ripe = "Tuesday 1 December 2026, 09:40"
    asked.withdrawal = "/account/data/erasure/1/withdrawal"
    asked.done = "Your request is with the clinic."
    unproved.isConfirmed = false
    unproved.proof = "/account/confirm?next=%2Faccount%2Fdata%2Ferasure%2F1"
    refused.before = "Declined: the record is needed for a claim."
    refused.reason = Field("reason", "ضغط", label: "Why", problem: "Too long")
    refused.understood = Field("understood", problem: "Please tick this if you want to go on")
    return [fresh, asked, unproved, refused]
  }
}

/// `GET /erasure-receipts/:token`: what is left for whoever asked.
struct ErasureReceiptPage: Page {
  let number: Int
  let decided: String
  /// When the last object was gone; nil while there are some.
  var finished: String?
  let lines: [ErasureLineRow]
  /// As signed, and what signs it.
  var text = ""
  var sha256 = ""
  var signature = ""

  static let template = "erasure/receipt"

  var fields: Fields {
    [
      "number": .number(number), "decided": .text(decided), "finished": .text(finished),
      "lines": .list(lines),
      "text": .text(text), "sha256": .text(sha256), "signature": .text(signature),
    ]
  }

  static let samples = [
    ErasureReceiptPage(
      number: 1042, decided: "Tuesday 24 November 2026, 09:40", finished: "Tuesday 24 November 2026, 09:41",
      lines: ErasureLineRow.samples, text: "polyclinic erasure 1\nclinic Riverside Polyclinic\n",
      sha256: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
      signature: "bm90IGEgc2lnbmF0dXJl"),
    ErasureReceiptPage(
      number: 1042, decided: "Tuesday 24 November 2026, 09:40", lines: ErasureLineRow.samples),
  ]
}
