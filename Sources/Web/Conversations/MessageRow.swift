import Clinic
import FoundationEssentials
import Pages

/// A message, or a note among staff, as it is shown.
struct MessageRow: View {
  let sender: String
  /// `Clinic`, `You`, `Note for staff`; empty for nothing more.
  let role: String
  /// Written on this side.
  let isOurs: Bool
  let isNote: Bool
  let text: String
  let when: String
  let iso: String
  /// Whether the other side has read it, of what this side wrote.
  var mark: String?
  var documents: [MessageDocument] = []

  var fields: Fields {
    [
      "sender": .text(sender), "role": .text(role), "isOurs": .flag(isOurs), "isNote": .flag(isNote),
      "words": .text(text),
      "when": .text(when), "iso": .text(iso), "mark": .text(mark), "documents": .list(documents),
      "hasDocuments": .flag(!documents.isEmpty),
    ]
  }

  static let samples = [
    MessageRow(
      sender: "Paul Moreau", role: "", isOurs: true, isNote: false,
      text: "It was 150 over 95 this morning.\nShould I come in earlier?", when: "24 November 2026, 09:40",
      iso: "2026-11-24T09:40:00Z", mark: "Read by Dana Whitfield, 24 November 2026, 10:05",
      documents: MessageDocument.samples),
    MessageRow(
      sender: "Dana Whitfield", role: "Clinic", isOurs: false, isNote: false, text: "نعم، من فضلك.",
      when: "24 November 2026, 10:07", iso: "2026-11-24T10:07:00Z"),
    MessageRow(
      sender: "Ben Carter", role: "Note for staff", isOurs: true, isNote: true, text: "Amira knows.",
      when: "24 November 2026, 10:06", iso: "2026-11-24T10:06:00Z"),
  ]
}

/// A document that came with a message.
struct MessageDocument: View {
  let title: String
  /// Nil for one that can't be opened from here, or not yet.
  let href: String?

  var fields: Fields { ["title": .text(title), "href": .text(href)] }

  static let samples = [
    MessageDocument(title: "pressure.jpg", href: "/documents/1"),
    MessageDocument(title: "report.pdf", href: nil),
  ]
}

extension MessageRow {
  init(_ one: Communication, _ side: Conversation.Side, opensDocuments: Bool, _ formats: Formats) {
    let words = formats.words
    let isOurs = one.isFromClinic == (side == .clinic)
    let role: String =
      if one.category == .note { words["conversations.note"] } else if one.isOwn {
        words["messages.you"]
      } else if one.isFromClinic { words["messages.clinic"] } else { words["messages.patient"] }
    let mark: String? =
      if !isOurs || one.category == .note { nil } else if let at = one.received {
        words["messages.read", ["who": one.receivedBy ?? "", "when": formats.moment(at)]]
      } else { words["messages.delivered"] }
    self.init(
      sender: one.sender, role: role, isOurs: isOurs, isNote: one.category == .note, text: one.text,
      when: formats.moment(one.sent), iso: formats.iso(one.sent), mark: mark,
      documents: one.documents.map { document in
        let isOpen = document.isReady && opensDocuments
        return MessageDocument(
          title: document.title,
          href: isOpen ? Path.document(document.id, side == .own ? .own : .clinic) : nil)
      })
  }

  /// What this file asks of the catalogues.
  static let keys = [
    "messages.you", "messages.clinic", "messages.patient", "messages.read", "messages.delivered",
    "conversations.note",
  ]
}
