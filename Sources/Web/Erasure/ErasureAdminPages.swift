internal import Pages

/// `GET /admin/erasures`: whose data are to be erased.
struct ErasuresPage: Page {
  let rows: [ErasureRow]
  var done: String?

  static let template = "erasure/list"

  var fields: Fields { ["rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "done": .text(done)] }

  static let samples = [
    ErasuresPage(rows: ErasureRow.samples, done: "The data are erased."), ErasuresPage(rows: []),
  ]
}

struct ErasureRow: View {
  /// Of the patient; a number once it was carried out.
  let name: String
  let href: String
  let state: String
  let when: String
  let waits: Bool

  var fields: Fields {
    [
      "name": .text(name), "href": .text(href), "state": .text(state), "when": .text(when),
      "waits": .flag(waits),
    ]
  }

  static let samples = [
    ErasureRow(
      name: "Paul Fletcher, 1042", href: "/admin/erasures/1", state: "asked for",
      when: "Tuesday 24 November 2026, 09:40", waits: true),
    ErasureRow(
      name: "1007", href: "/admin/erasures/2", state: "carried out", when: "Monday 23 November 2026, 16:20",
      waits: false),
  ]
}

/// `GET /admin/erasures/:id` and its refused forms: what would happen to which data, and the decision.
struct ErasureReviewPage: Page {
  let name: String
  let number: Int
  let here: String
  let state: String
  /// Who asks.
  let asker: String
  let asked: String
  let reason: String
  let lines: [ErasureLineRow]
  /// Nil once it was decided.
  var ripe: String?
  var isRipe = false
  /// Who decided, and when.
  var decided: String?
  var words: String?
  /// Whoever asked leaves the decision to others.
  var isOwn = false
  var isConfirmed = true
  var proof = ""
  var basis = ChoiceField("basis", [])
  var answer = Field("words")
  var typed = Field("name")
  /// Where what is kept can be opened.
  var kept: String?
  /// Objects that are still to go from the store.
  var left: Int?
  var receipt = ""
  var signature = ""
  var notice: String?

  static let template = "erasure/review"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [basis.control, answer.control, typed.control])),
      "name": .text(name), "number": .number(number), "here": .text(here), "state": .text(state),
      "asker": .text(asker), "asked": .text(asked), "reason": .text(reason), "lines": .list(lines),
      "ripe": .text(ripe), "isRipe": .flag(isRipe), "decided": .text(decided), "words": .text(words),
      "isOwn": .flag(isOwn), "isConfirmed": .flag(isConfirmed), "proof": .text(proof), "basis": .view(basis),
      "answer": .view(answer), "typed": .view(typed), "kept": .text(kept),
      "left": .text(left.map { String($0) }),
      "receipt": .text(receipt), "hasReceipt": .flag(!receipt.isEmpty), "signature": .text(signature),
    ]
  }

  static var samples: [ErasureReviewPage] {
    let early = ErasureReviewPage(
      name: "Paul Fletcher", number: 1042, here: "/admin/erasures/1", state: "asked for",
      asker: "Paul Fletcher",
      asked: "Tuesday 24 November 2026, 09:40", reason: "I have moved away.", lines: ErasureLineRow.samples,
      ripe: "Tuesday 1 December 2026, 09:40",
      basis: ChoiceField("basis", Choice.samples, label: "Why it is declined", problem: "Please choose"),
      answer: Field("words", "", label: "Answer", problem: "Please fill this in"))
    var (ripe, unproved, own, over, done) = (early, early, early, early, early)
    ripe.isRipe = true
    ripe.typed = Field("name", "Paul", label: "Name", problem: "Not as the record says it")
    unproved.isRipe = true
    unproved.isConfirmed = false
    unproved.proof = "/account/confirm?next=%2Fadmin%2Ferasures%2F1"
    own.isOwn = true
    over.ripe = nil
    over.decided = "Dana Whitfield, Wednesday 25 November 2026, 08:15"
    over.words = "The record is needed for a claim: it is kept until that is settled."
    done.ripe = nil
    done.decided = over.decided
    done.left = 3
    done.kept = "/admin/erasures/1/kept"
    done.receipt = "polyclinic erasure 1\n"
    done.signature = "bm90IGEgc2lnbmF0dXJl"
    return [early, ripe, unproved, own, over, done]
  }
}

/// `GET /admin/erasures/:id/kept` and its refused form: what the law keeps, for whoever gives a reason.
struct KeptRecordPage: Page {
  let number: Int
  let back: String
  let here: String
  /// Nil while it is closed.
  var entries: [KeptEntryRow]?
  var invoices: [Line] = []
  var isConfirmed = true
  var proof = ""
  var reason = Field("reason")
  var notice: String?

  static let template = "erasure/kept"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])), "number": .number(number),
      "back": .text(back), "here": .text(here), "isOpen": .flag(entries != nil),
      "entries": .list(entries ?? []),
      "invoices": .list(invoices), "hasInvoices": .flag(!invoices.isEmpty), "isConfirmed": .flag(isConfirmed),
      "isEmpty": .flag(entries?.isEmpty == true && invoices.isEmpty), "proof": .text(proof),
      "reason": .view(reason),
    ]
  }

  static let samples = [
    KeptRecordPage(
      number: 1042, back: "/admin/erasures/1", here: "/admin/erasures/1/kept",
      reason: Field("reason", "no", label: "Reason", problem: "Please say more: at least 10 characters")),
    KeptRecordPage(
      number: 1042, back: "/admin/erasures/1", here: "/admin/erasures/1/kept", isConfirmed: false,
      proof: "/account/confirm?next=%2Fadmin%2Ferasures%2F1%2Fkept"),
    KeptRecordPage(
      number: 1042, back: "/admin/erasures/1", here: "/admin/erasures/1/kept", entries: KeptEntryRow.samples,
      invoices: [Line("INV-2026-00012, 24 November 2026, £45.00, Paul Fletcher, 1 High Street")]),
    KeptRecordPage(number: 1042, back: "/admin/erasures/1", here: "/admin/erasures/1/kept", entries: []),
  ]
}

struct KeptEntryRow: View {
  let sort: String
  let title: String
  let when: String
  let texts: [Line]

  var fields: Fields {
    ["sort": .text(sort), "title": .text(title), "when": .text(when), "texts": .list(texts)]
  }

  static let samples = [
    KeptEntryRow(
      sort: "Note", title: "Visit, Dr Amira Haddad", when: "Tuesday 24 November 2026, 09:40",
      texts: [Line("Cough for two weeks.")])
  ]
}
