internal import Pages

/// `GET /messages/:id`, `GET /conversations/:id` and their refused forms.
struct ConversationPage: Page {
  let topic: String
  /// With whom, as the patient sees it; the patient, as staff do.
  let who: String
  var child: String?
  let state: Badge
  /// By when there is an answer, as a rule.
  var due: String?
  /// `Closed by Dana Whitfield, 24 November 2026: answered`
  var closed: String?
  let messages: [MessageRow]
  let here: String
  let back: String
  let version: String
  /// Where a script hears of changes.
  let events: String
  /// What its reader has seen of it.
  let seen: Int
  /// Makes sending the form twice answer once.
  let key: String
  /// Whether an answer can be written here; else one begins another.
  let takesAnswers: Bool
  var text = Field("text")
  /// What was written to what takes no answers any more: for another message.
  var unsent: String?
  var documents: [DocumentChoice] = []
  var attached: [Line] = []
  var file: Field?
  var documentsProblem: String?
  var isDraft = false
  /// For a patient: whether it can be closed.
  var mayClose = false
  var staff: ConversationTools?
  var done: String?
  var notice: String?

  static let template = "conversations/conversation"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice,
          [text.control, Control(id: "documents", label: nil, problem: documentsProblem)]
            + (file.map { [$0.control] } ?? []) + (staff?.controls ?? []))),
      "topic": .text(topic), "who": .text(who), "child": .text(child), "state": .view(state),
      "due": .text(due),
      "closed": .text(closed), "messages": .list(messages), "here": .text(here), "back": .text(back),
      "version": .text(version), "events": .text(events), "seen": .number(seen), "key": .text(key),
      "takesAnswers": .flag(takesAnswers), "text": .view(text), "unsent": .text(unsent),
      "documents": .list(documents),
      "hasDocuments": .flag(!documents.isEmpty), "documentsProblem": .text(documentsProblem),
      "attached": .list(attached), "hasAttached": .flag(!attached.isEmpty), "file": .view(file),
      "isDraft": .flag(isDraft),
      "mayClose": .flag(mayClose), "staff": .view(staff), "isStaff": .flag(staff != nil), "done": .text(done),
    ]
  }

  static var samples: [ConversationPage] {
    var own = ConversationPage(
      topic: "My blood pressure at home", who: "Dr Amira Haddad",
      state: Badge("Waiting for the clinic", .quiet),
      due: "Thursday 26 November 2026, 14:00", messages: Array(MessageRow.samples.prefix(2)),
      here: "/messages/1",
      back: "/messages", version: "1", events: "/messages/events", seen: 2, key: "key", takesAnswers: true)
    own.documents = DocumentChoice.samples
    own.file = Field("file")
    own.mayClose = true
    var crossed = own
    crossed.text = Field("text", "Thank you", label: "Your message")
    crossed.isDraft = true
    crossed.attached = [Line("pressure.jpg")]
    crossed.notice = "There is a new message above that you had not seen yet."
    var staff = ConversationPage(
      topic: "سؤال عن الفاتورة", who: "محمد العربي", state: Badge("Overdue", .warn),
      due: "Tuesday 24 November 2026, 14:00", messages: MessageRow.samples, here: "/conversations/1",
      back: "/conversations",
      version: "1", events: "/conversations/events", seen: 3, key: "key", takesAnswers: true)
    staff.staff = ConversationTools.samples[0]
    staff.done = "You see to it."
    var closed = ConversationPage(
      topic: "My blood pressure at home", who: "Front desk", child: "Léo Moreau",
      state: Badge("Closed", .quiet),
      closed: "Closed by Dana Whitfield, 24 November 2026, 10:07: answered",
      messages: [MessageRow.samples[1]],
      here: "/messages/1", back: "/messages", version: "1", events: "/messages/events", seen: 1, key: "key",
      takesAnswers: false)
    closed.text = Field("text")
    closed.unsent = "One more question"
    return [own, crossed, staff, closed]
  }
}

/// What staff do with a conversation besides answering.
struct ConversationTools: View {
  let patientHref: String?
  /// The team, and who sees to it.
  let team: String?
  let takenBy: String?
  let mayTake: Bool
  let mayReopen: Bool
  let mayClose: Bool
  let colleagues: [Choice]
  var to = Field("to")
  var handOverNote = Field("handover-note")
  var note = Field("note")
  let reasons: [Choice]
  var reason = Field("reason")
  let isAwaiting: Bool

  var controls: [Control] { [to.control, handOverNote.control, note.control, reason.control] }

  var fields: Fields {
    [
      "patientHref": .text(patientHref), "team": .text(team), "takenBy": .text(takenBy),
      "mayTake": .flag(mayTake),
      "mayReopen": .flag(mayReopen), "mayClose": .flag(mayClose), "colleagues": .list(colleagues),
      "to": .view(to),
      "handOverNote": .view(handOverNote), "note": .view(note), "reasons": .list(reasons),
      "reason": .view(reason),
      "isAwaiting": .flag(isAwaiting),
      "isHandingOver": .flag(to.problem != nil || handOverNote.problem != nil),
      "isNoting": .flag(note.problem != nil), "isClosing": .flag(reason.problem != nil),
    ]
  }

  static let samples = [
    ConversationTools(
      patientHref: "/patients/1", team: "Billing", takenBy: "Ben Carter", mayTake: true, mayReopen: false,
      mayClose: true,
      colleagues: [Choice("team:1", "Front desk"), Choice("person:2", "Dana Whitfield")],
      reasons: [Choice("answered", "It is answered"), Choice("booked", "A visit is booked")], isAwaiting: true
    ),
    ConversationTools(
      patientHref: nil, team: nil, takenBy: nil, mayTake: false, mayReopen: true, mayClose: false,
      colleagues: [],
      to: Field("to", "", label: "To whom", problem: "Please choose one"), reasons: [], isAwaiting: false),
  ]
}
