internal import Pages

/// `GET /documents/:id` and `GET /patient-documents/:id`: one document, who has seen it, and what can be done with it.
struct DocumentPage: Page {
  let document: DocumentRow
  /// `Paul Moreau`, at the clinic and for a child's.
  let whose: String
  let back: String
  /// Where its bytes are for some minutes; nil while it is not given out.
  var content: String?
  /// Where its picture is; nil where none is drawn, or not yet.
  var preview: String?
  /// Why it is not given out.
  var state: State = .ready
  /// It is given out, and no scanner has looked through it.
  var isUnscanned = false
  let views: [DocumentViewRow]
  /// Where it is asked to be deleted; nil for who may not.
  var deletion: String?
  /// Days after which a deleted one is gone.
  var notice: String?

  enum State: Sendable { case ready, waiting, infected, lost }

  static let template = "documents/document"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)),
      "document": .view(document), "name": .text(document.title), "whose": .text(whose), "back": .text(back),
      "content": .text(content), "preview": .text(preview), "isWaiting": .flag(state == .waiting),
      "isInfected": .flag(state == .infected), "isLost": .flag(state == .lost),
      "isUnscanned": .flag(isUnscanned),
      "views": .list(views), "isUnseen": .flag(views.isEmpty), "deletion": .text(deletion),
    ]
  }

  static var samples: [DocumentPage] {
    let rows = DocumentRow.samples
    return [
      DocumentPage(
        document: rows[0], whose: "Paul Moreau", back: "/documents",
        content: "/documents/1/content?until=1&link=a",
        preview: "/documents/1/preview?until=1&link=a", views: DocumentViewRow.samples,
        deletion: "/documents/1/deletion"),
      DocumentPage(document: rows[1], whose: "Léo Moreau", back: "/documents", state: .waiting, views: []),
      DocumentPage(document: rows[1], whose: "Léo Moreau", back: "/documents", state: .infected, views: []),
      DocumentPage(document: rows[1], whose: "Léo Moreau", back: "/documents", state: .lost, views: []),
      DocumentPage(
        document: rows[1], whose: "Léo Moreau", back: "/documents",
        content: "/documents/2/content?until=1&link=a", isUnscanned: true, views: []),
    ]
  }
}

/// Who looked at a document or took it.
struct DocumentViewRow: View {
  let who: String
  let role: String
  let what: String
  let when: String

  var fields: Fields { ["who": .text(who), "role": .text(role), "what": .text(what), "when": .text(when)] }

  static let samples = [
    DocumentViewRow(
      who: "Dr Amira Haddad", role: "Doctor", what: "File opened", when: "Tuesday 24 November 2026, 11:02")
  ]
}
