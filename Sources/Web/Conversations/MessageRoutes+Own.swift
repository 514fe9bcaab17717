import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Conversations of patients and their children with the clinic.
struct OwnMessageRoutes: Sendable {
  let site: Site
  let listPage: Template<MessagesPage>
  let newPage: Template<NewMessagePage>
  let conversations: ConversationShowing

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(MessagesPage.self)
    newPage = try site.library.template(NewMessagePage.self)
    conversations = try ConversationShowing(site: site)
  }

  var routes: [Route<Admission>] {
    let (own, one) = (Access.may(.writeToClinic), "\(Path.ownMessages)/:id")
    return [
      site.route(.get, Path.ownMessages, own, .ownRecord, "messages", list),
      site.route(.get, Path.newMessage, own, .ownRecord, "message.new") { call in
        try await showNew(call, nil)
      },
      site.route(.post, Path.ownMessages, own, .ownRecord, "message.begin", begin),
      site.route(.post, "\(Path.ownMessages)/draft", own, .ownRecord, "message.draft.new") { call in
        try await conversations.keepDraft(call, of: nil, .own)
      },
      site.route(.get, one, own, .ownRecord, "message") { call in
        try await conversations.show(call, .own, done: try call.query()["done"])
      },
      site.route(.post, "\(one)/answers", own, .ownRecord, "message.answer") { call in
        try await conversations.answer(call, .own)
      },
      site.route(.post, "\(one)/draft", own, .ownRecord, "message.draft") { call in
        try await conversations.keepDraft(call, of: try call.id(), .own)
      },
      site.route(.post, "\(one)/reading", own, .ownRecord, "message.read") { call in
        try await conversations.read(call, .own)
      },
      site.route(.post, "\(one)/closure", own, .ownRecord, "message.close") { call in
        try await conversations.act("closed", call, .own) { id, _ in
          try await site.clinic.close(id, .patient, .own, by: call.visitor)
        }
      },
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (found, version)) = try await site.clinic.ask(
      call.visitor, .ownConversations(site.clinic.sealedTexts, at: now), .myMessageVersion(at: now))
    let formats = try site.formats(visit, call)
    let content = MessagesPage(
      conversations: found.map { ConversationRow($0, .own, formats, at: now) }, version: version)
    return site.show(content, listPage, call, visit, at: .messages)
  }

  @Sendable func begin(_ call: Call) async throws -> Response {
    _ = try await site.beforeReading(call, MessageForm.limits, repeating: MessageForm.repeating) {
      try await site.clinic.ask(call.visitor, .nothing)
    }
    let read = try await MessageForm.read(call, site, .own, about: nil)
    return try await call.submit(read.form) { form in
      var fields = FieldReader(form)
      let topic = fields.text("topic", atMost: Conversation.longestTopic)
      let aim = Correspondent.Aim(form["aim"])
      if aim == nil { fields.refuse("aim", "problem.choose") }
      let patient = ID<Patient>(form["patient"])
      if patient == nil { fields.refuse("patient", "problem.choose") }
      let message = try await read.message(&fields)
      guard let aim, let patient else { throw Refusal.invalid(fields.problems) }
      let id = try await site.clinic.begin(
        NewConversation(patient: patient, aim: aim, topic: topic, message: message), .own, by: call.visitor)
      return site.redirect(call, to: "\(Path.conversation(id, .own))?done=sent")
    } showAgain: { form, refusal in
      try await showNew(call, form, refusal)
    }
  }

  private func showNew(_ call: Call, _ typed: Form?, _ refusal: Refusal? = nil) async throws -> Response {
    let (clinic, now) = (site.clinic, site.clinic.clock())
    let key = typed.flatMap { ID<NewMessage>($0["key"]) }
    let (visit, (people, correspondents, working, draft, documents, attached)) = try await clinic.ask(
      call.visitor, .ownPeople(for: .message, at: now), .correspondents(at: now), .workingTime(at: now),
      .draft(of: nil, clinic.sealedTexts), .documentsToSend(of: nil, at: now), .documents(sentWith: key?.uuid)
    )
    let formats = try site.formats(visit, call)
    let form =
      typed ?? Form(filledWith: [("topic", draft?.topic ?? ""), ("text", draft?.text ?? "")])
    let shown = ShownForm(form, refusal?.messageProblems(.own) ?? [], formats.words)
    var content = NewMessagePage(
      action: Path.ownMessages, back: Path.ownMessages,
      key: form.value(of: "key") ?? clinic.newKey().uuidString.lowercased())
    content.whose = shown.choices(
      "patient", people.map { (id: "\($0.id)", name: $0.name) }, label: "messages.patient-label")
    content.aims = correspondents.map { one in
      CorrespondentChoice(
        value: "\(one.aim)", name: one.name,
        usually: formats.words[
          "messages.usually",
          ["when": formats.longInstant(working.instant(one.hours, hoursAfter: now, in: formats.zone))]],
        isChosen: form["aim"] == "\(one.aim)")
    }
    content.aimsProblem = shown.problem("aim")
    content.topic = shown.field("topic", label: "messages.topic")
    content.text = shown.field("text", label: "messages.text")
    content.documents = [DocumentChoice](documents, shown, besides: people.first?.id)
    content.documentsProblem = shown.problem("documents")
    content.attached = attached.map { Line($0) }
    content.file = shown.secret("file", label: "messages.file")
    content.draft = "\(Path.ownMessages)/draft"
    content.isDraft = typed == nil && draft != nil
    content.notice = shown.problem("")
    return site.show(
      content, newPage, call, visit, at: .messages, status: refusal?.status ?? .ok, from: Path.newMessage)
  }

  /// What this file asks of the catalogues.
  static let keys =
    Refusal.messageKeys + ConversationRow.keys + MessageRow.keys + ConversationShowing.keys + [
      "messages.usually"
    ]
}
