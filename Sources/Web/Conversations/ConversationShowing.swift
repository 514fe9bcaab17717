import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// One conversation, as either side sees it and writes in it.
struct ConversationShowing: Sendable {
  let site: Site
  let page: Template<ConversationPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(ConversationPage.self)
  }

  func answer(_ call: Call, _ side: Conversation.Side) async throws -> Response {
    let id: ID<Conversation> = try call.id()
    let patient = try await site.beforeReading(call, MessageForm.limits, repeating: MessageForm.repeating) {
      try await site.clinic.ask(call.visitor, .patient(of: id, side, at: site.clinic.clock())).answer
    }
    guard let patient else { throw Refusal.unknown }
    let read = try await MessageForm.read(call, site, side, about: patient)
    return try await call.submit(read.form) { form in
      var fields = FieldReader(form)
      let message = try await read.message(&fields)
      try await site.clinic.answer(id, message, side, by: call.visitor)
      return site.redirect(call, to: "\(Path.conversation(id, side))?done=sent")
    } showAgain: { form, refusal in
      try await show(call, side, form, refusal)
    }
  }

  /// - Parameter done: in one word what was done; the list says it where the conversation is another's from now on.
  func act(
    _ done: String, _ call: Call, _ side: Conversation.Side,
    _ work: (ID<Conversation>, Form) async throws -> Void
  ) async throws -> Response {
    let id: ID<Conversation> = try call.id()
    return try await call.submit { form in
      try await work(id, form)
      let (_, patient) = try await site.clinic.ask(
        call.visitor, .patient(of: id, side, at: site.clinic.clock()))
      return site.redirect(
        call,
        to: patient == nil
          ? "\(Path.conversations)?done=\(done)" : "\(Path.conversation(id, side))?done=\(done)")
    } showAgain: { form, refusal in
      try await show(call, side, form, refusal)
    }
  }

  /// A page shows by itself what came.
  func read(_ call: Call, _ side: Conversation.Side) async throws -> Response {
    do {
      _ = try await call.form()
    } catch {
      _ = try await site.clinic.ask(call.visitor, .nothing)
      throw error
    }
    try await site.clinic.read(try call.id(), side, by: call.visitor)
    return Response(status: .noContent)
  }

  /// A script keeps what is typed.
  func keepDraft(_ call: Call, of id: ID<Conversation>?, _ side: Conversation.Side) async throws -> Response {
    do {
      let form = try await call.form()
      var fields = FieldReader(form)
      let topic = fields.text("topic", atMost: Conversation.longestTopic, required: false)
      let text = fields.text("text", atMost: Conversation.longestText, required: false, lines: true)
      try fields.finish()
      try await site.clinic.keep(
        MessageDraft(topic: topic, text: text), of: id, side, key: ID<NewMessage>(form["key"])?.uuid,
        by: call.visitor)
    } catch let refusal as Refusal where refusal.isCorrectable {
      // Who may not come in is told that first.
      _ = try await site.clinic.ask(call.visitor, .nothing)
      return Response(status: refusal.status)
    }
    return Response(status: .noContent)
  }

  func show(
    _ call: Call, _ side: Conversation.Side, _ typed: Form? = nil, _ refusal: Refusal? = nil,
    done: String = ""
  ) async throws -> Response {
    let id: ID<Conversation> = try call.id()
    let (clinic, now) = (site.clinic, site.clinic.clock())
    let key = typed.flatMap { ID<NewMessage>($0["key"]) }
    let (visit, (found, messages, version, draft, documents, attached, colleagues)) = try await clinic.ask(
      call.visitor, .conversation(id, side, clinic.sealedTexts, by: call.visitor, at: now),
      .communications(of: id, side, clinic.sealedTexts, at: now), .myMessageVersion(at: now),
      .draft(of: id, clinic.sealedTexts), .documentsToSend(of: id, side, at: now),
      .documents(sentWith: key?.uuid),
      .colleagues)
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let role = visit.account?.role
    let sendsDocuments = side == .own || role?.may(.keepDocuments) == true
    let form = typed ?? Form(filledWith: [("text", draft?.text ?? "")])
    let shown = ShownForm(form, refusal?.messageProblems(side) ?? [], words)
    var content = ConversationPage(
      topic: found.topic, who: side == .own ? found.teamName ?? found.takenByName ?? "" : found.patientName,
      child: side == .own && !found.isOwn ? found.patientName : nil,
      state: Badge(found, side, words, at: now),
      due: found.answerDue.map { formats.longInstant($0) }, closed: found.closed.map { formats.told($0) },
      messages: messages.map { MessageRow($0, side, opensDocuments: sendsDocuments, formats) },
      here: Path.conversation(id, side), back: side == .own ? Path.ownMessages : Path.conversations,
      version: version,
      events: side == .own ? "\(Path.ownMessages)/events" : "\(Path.conversations)/events", seen: found.seen,
      key: form.value(of: "key") ?? clinic.newKey().uuidString.lowercased(),
      takesAnswers: side == .clinic || found.takesAnswers(at: now))
    content.text = shown.field("text", label: "messages.text")
    content.unsent = content.takesAnswers ? nil : typed?.value(of: "text")
    if sendsDocuments {
      content.documents = [DocumentChoice](documents, shown, besides: found.patient)
      content.file = shown.secret("file", label: "messages.file")
    }
    content.documentsProblem = shown.problem("documents")
    content.attached = attached.map { Line($0) }
    content.isDraft = typed == nil && draft != nil
    content.mayClose = side == .own && found.state != .closed
    if side == .clinic {
      content.staff = ConversationTools(found, colleagues, role, visit.account?.id, shown)
    }
    content.done = Self.done.contains(done) ? words["messages.done-\(done)"] : nil
    content.notice = shown.problem("")
    return site.show(
      content, page, call, visit, at: .messages, status: refusal?.status ?? .ok,
      from: Path.conversation(id, side))
  }

  static let done = ["sent", "taken", "handed-over", "noted", "closed", "reopened"]

  /// What this file asks of the catalogues.
  static let keys =
    done.map { "messages.done-\($0)" } + Conversation.Reason.allCases.map { "messages.reason-\($0.rawValue)" }
    + ["messages.closed-by", "conversations.to", "conversations.note", "conversations.reason"]
}

extension Formats {
  /// `Closed by Dana Whitfield, 24 November 2026, 10:07: answered`
  fileprivate func told(_ closing: Conversation.Closing) -> String {
    words[
      "messages.closed-by",
      [
        "who": closing.by, "when": moment(closing.at),
        "why": words["messages.reason-\(closing.reason.rawValue)"],
      ]]
  }
}

extension ConversationTools {
  init(
    _ one: Conversation, _ colleagues: [Correspondent], _ role: Role?, _ me: ID<Account>?, _ shown: ShownForm
  ) {
    let words = shown.words
    let patient: String? =
      if role?.may(.keepPatients) == true {
        "/patients/\(one.patient)"
      } else if role?.may(.openRecords) == true { "/records/\(one.patient)" } else { nil }
    self.init(
      patientHref: patient, team: one.teamName, takenBy: one.takenByName,
      mayTake: one.takenBy == nil && one.state != .closed, mayReopen: one.state == .closed,
      mayClose: one.state != .closed,
      colleagues: colleagues.map {
        Choice("\($0.aim)", $0.name, chosen: shown.form["to"] == "\($0.aim)")
      },
      to: shown.field("to", label: "conversations.to"),
      handOverNote: shown.field("handover-note", label: "conversations.note"),
      note: shown.field("note", label: "conversations.note"),
      reasons: Conversation.Reason.clinics.map {
        Choice(
          $0.rawValue, words["messages.reason-\($0.rawValue)"], chosen: shown.form["reason"] == $0.rawValue)
      },
      reason: shown.field("reason", label: "conversations.reason"),
      isAwaiting: shown.form.value(of: "text") == nil || shown.form["awaits"] == "yes"
        || shown.form.value(of: "key") == nil)
  }
}
