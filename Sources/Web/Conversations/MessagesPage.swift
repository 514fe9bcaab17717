internal import Pages

/// `GET /messages`: what a patient and their children write with the clinic.
struct MessagesPage: Page {
  let conversations: [ConversationRow]
  /// Which state of them this is. Public/js/live.js asks for newer ones.
  let version: String

  static let template = "conversations/messages"

  var fields: Fields {
    [
      "conversations": .list(conversations), "isEmpty": .flag(conversations.isEmpty),
      "version": .text(version),
    ]
  }

  static let samples = [
    MessagesPage(conversations: ConversationRow.samples, version: "1"),
    MessagesPage(conversations: [], version: "none"),
  ]
}

/// `GET /messages/new`, `GET /patients/:id/conversation` and their refused forms: what begins a conversation.
struct NewMessagePage: Page {
  /// At the clinic: to whom; nil for the patient's own page.
  var patientName: String?
  let action: String
  let back: String
  /// Makes sending the form twice begin one.
  let key: String
  var whose = ChoiceField("patient", [])
  var aims: [CorrespondentChoice] = []
  var aimsProblem: String?
  var topic = Field("topic")
  var text = Field("text")
  var documents: [DocumentChoice] = []
  /// Came with the form before it was refused.
  var attached: [Line] = []
  var file: Field?
  var documentsProblem: String?
  /// Where a script keeps what is typed; nil for nowhere.
  var draft: String?
  var isDraft = false
  var notice: String?

  static let template = "conversations/new"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice,
          [
            whose.control, Control(id: "aim", label: nil, problem: aimsProblem), topic.control, text.control,
            Control(id: "documents", label: nil, problem: documentsProblem),
          ] + (file.map { [$0.control] } ?? []))),
      "patientName": .text(patientName), "action": .text(action), "back": .text(back), "key": .text(key),
      "whose": .view(whose), "isOfSome": .flag(whose.choices.count > 1),
      "only": .text(whose.choices.first?.value ?? ""),
      "isOfOne": .flag(whose.choices.count == 1), "aims": .list(aims), "hasAims": .flag(!aims.isEmpty),
      "aimsProblem": .text(aimsProblem), "topic": .view(topic), "text": .view(text),
      "documents": .list(documents),
      "hasDocuments": .flag(!documents.isEmpty), "documentsProblem": .text(documentsProblem),
      "attached": .list(attached), "hasAttached": .flag(!attached.isEmpty), "file": .view(file),
      "draft": .text(draft),
      "isDraft": .flag(isDraft), "nobody": .flag(patientName == nil && aims.isEmpty),
    ]
  }

  static var samples: [NewMessagePage] {
    var own = NewMessagePage(action: "/messages", back: "/messages", key: "key")
    own.whose = ChoiceField("patient", [Choice("1", "Paul Moreau"), Choice("2", "Léo Moreau")])
    own.aims = CorrespondentChoice.samples
    own.documents = DocumentChoice.samples
    own.file = Field("file")
    own.draft = "/messages/draft"
    own.isDraft = true
    var refused = own
    refused.aimsProblem = "Please choose one"
    refused.text = Field("text", "", label: "Your message", problem: "Please fill this in")
    refused.attached = [Line("pressure.jpg")]
    refused.notice = "You have sent many messages within the hour."
    return [
      own, refused,
      NewMessagePage(
        patientName: "محمد العربي", action: "/patients/1/conversations", back: "/conversations", key: "key",
        file: Field("file")),
      NewMessagePage(action: "/messages", back: "/messages", key: "key"),
    ]
  }
}

/// Whom one can write to.
struct CorrespondentChoice: View {
  let value: String
  let name: String
  /// `Usually answered by Thursday 26 November 2026, 14:00`
  let usually: String
  let isChosen: Bool

  var fields: Fields {
    ["value": .text(value), "name": .text(name), "usually": .text(usually), "isChosen": .flag(isChosen)]
  }

  static let samples = [
    CorrespondentChoice(
      value: "team:1", name: "Front desk", usually: "Usually answered by Tuesday 24 November 2026, 14:00",
      isChosen: true),
    CorrespondentChoice(
      value: "person:2", name: "Dr Amira Haddad",
      usually: "Usually answered by Thursday 26 November 2026, 14:00",
      isChosen: false),
  ]
}

/// A document that is there already, to be sent along.
struct DocumentChoice: View {
  let value: String
  let title: String
  /// Of a parent: whose it is.
  var child: String?
  let isChosen: Bool

  var fields: Fields {
    ["value": .text(value), "title": .text(title), "child": .text(child), "isChosen": .flag(isChosen)]
  }

  static let samples = [
    DocumentChoice(value: "1", title: "Blood count.pdf", isChosen: true),
    DocumentChoice(value: "2", title: "رسالة الإحالة.jpg", child: "Léo Moreau", isChosen: false),
  ]
}
