import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Conversations with patients, at work.
struct ConversationRoutes: Sendable {
  let site: Site
  let listPage: Template<ConversationsPage>
  let newPage: Template<NewMessagePage>
  let conversations: ConversationShowing

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(ConversationsPage.self)
    newPage = try site.library.template(NewMessagePage.self)
    conversations = try ConversationShowing(site: site)
  }

  var routes: [Route<Admission>] {
    let (staff, one) = (Access.may(.answerPatients), "\(Path.conversations)/:id")
    return [
      site.route(.get, Path.conversations, staff, .messages, "conversations", list),
      site.route(.get, one, staff, .messages, "conversation") { call in
        try await conversations.show(call, .clinic, done: try call.query()["done"])
      },
      site.route(.post, "\(one)/answers", staff, .messages, "conversation.answer") { call in
        try await conversations.answer(call, .clinic)
      },
      site.route(.post, "\(one)/draft", staff, .messages, "conversation.draft") { call in
        try await conversations.keepDraft(call, of: try call.id(), .clinic)
      },
      site.route(.post, "\(one)/reading", staff, .messages, "conversation.read") { call in
        try await conversations.read(call, .clinic)
      },
      site.route(.post, "\(one)/taking", staff, .messages, "conversation.take") { call in
        try await conversations.act("taken", call, .clinic) { id, _ in
          try await site.clinic.takeOn(id, by: call.visitor)
        }
      },
      site.route(.post, "\(one)/handover", staff, .messages, "conversation.hand-over", handOver),
      site.route(.post, "\(one)/notes", staff, .messages, "conversation.note") { call in
        try await conversations.act("noted", call, .clinic) { id, form in
          var fields = FieldReader(form)
          let text = fields.text("note", atMost: Conversation.longestText, lines: true)
          try fields.finish()
          guard let key = ID<NewMessage>(form["key"]) else { throw Refusal.staleForm }
          try await site.clinic.note(id, text, key: key.uuid, by: call.visitor)
        }
      },
      site.route(.post, "\(one)/closure", staff, .messages, "conversation.close") { call in
        try await conversations.act("closed", call, .clinic) { id, form in
          let reason = Conversation.Reason(rawValue: form["reason"])
          guard let reason, Conversation.Reason.clinics.contains(reason) else {
            throw Refusal.invalid([Problem("reason", "problem.choose")])
          }
          try await site.clinic.close(id, reason, .clinic, by: call.visitor)
        }
      },
      site.route(.post, "\(one)/reopening", staff, .messages, "conversation.reopen") { call in
        try await conversations.act("reopened", call, .clinic) { id, _ in
          try await site.clinic.reopen(id, by: call.visitor)
        }
      },
      site.route(.get, "/patients/:id/conversation", .may(.keepDocuments), .messages, "patient.conversation")
      { call in
        try await showNew(call, Form())
      },
      site.route(
        .post, "/patients/:id/conversations", .may(.keepDocuments), .messages, "patient.conversation.begin",
        begin),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let (query, now) = (try call.query(), site.clinic.clock())
    let patient = ID<Patient>(query["patient"])
    let scope = ConversationScope(rawValue: query["scope"]) ?? (patient == nil ? .teams : .all)
    let team = ID<CareTeam>(query["team"])
    let (visit, (found, counts, teams, version, name)) = try await site.clinic.ask(
      call.visitor,
      .conversations(
        scope, of: team, about: patient, after: ID<Conversation>(query["after"]), site.clinic.sealedTexts,
        at: now),
      .conversationCounts(at: now), .myCareTeams, .myMessageVersion(at: now),
      .correspondent(patient, by: call.visitor, at: now))
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = found.prefix(Conversation.pageSize)
    let content = ConversationsPage(
      scopes: ConversationScope.allCases.map { one in
        ScopeLink(
          text: words["conversations.scope-\(one.rawValue)"], count: counts[one].map(String.init),
          href: Path.conversations(one, team: team, about: name == nil ? nil : patient),
          isCurrent: one == scope)
      },
      teams: [Choice("", words["conversations.all-teams"])]
        + teams.map { Choice("\($0.id)", $0.name, chosen: $0.id == team) },
      scope: scope.rawValue, patient: name, patientID: name == nil ? "" : patient?.description ?? "",
      write: visit.account?.role.may(.keepDocuments) == true && name != nil
        ? patient.map(Path.newConversation(with:)) : nil,
      rows: shown.map { ConversationRow($0, .clinic, formats, at: now) },
      older: found.count > shown.count
        ? shown.last.map { Path.conversations(scope, team: team, about: patient, after: $0.id) } : nil,
      version: version,
      done: ConversationShowing.done.contains(query["done"]) ? words["messages.done-\(query["done"])"] : nil)
    return site.show(content, listPage, call, visit, at: .messages)
  }

  @Sendable func handOver(_ call: Call) async throws -> Response {
    try await conversations.act("handed-over", call, .clinic) { id, form in
      var fields = FieldReader(form)
      let note = fields.text("handover-note", atMost: Conversation.longestText, required: false, lines: true)
      let aim = Correspondent.Aim(form["to"])
      if aim == nil { fields.refuse("to", "problem.choose") }
      try fields.finish()
      guard let aim else { throw Refusal.invalid(fields.problems) }
      guard let key = ID<NewMessage>(form["key"]) else { throw Refusal.staleForm }
      try await site.clinic.handOver(
        id, to: aim, note: note, key: key.uuid, seen: Int(form["seen"]) ?? -1, by: call.visitor)
    }
  }

  @Sendable func begin(_ call: Call) async throws -> Response {
    let patient: ID<Patient> = try call.id()
    let name = try await site.beforeReading(call, MessageForm.limits, repeating: MessageForm.repeating) {
      try await site.clinic.ask(
        call.visitor, .correspondent(patient, by: call.visitor, at: site.clinic.clock())
      ).answer
    }
    guard name != nil else { throw Refusal.unknown }
    let read = try await MessageForm.read(call, site, .clinic, about: patient)
    return try await call.submit(read.form) { form in
      var fields = FieldReader(form)
      let topic = fields.text("topic", atMost: Conversation.longestTopic)
      let message = try await read.message(&fields)
      let id = try await site.clinic.begin(
        NewConversation(patient: patient, aim: nil, topic: topic, message: message), .clinic, by: call.visitor
      )
      return site.redirect(call, to: "\(Path.conversation(id, .clinic))?done=sent")
    } showAgain: { form, refusal in
      try await showNew(call, form, refusal)
    }
  }

  private func showNew(_ call: Call, _ form: Form, _ refusal: Refusal? = nil) async throws -> Response {
    let (patient, now): (ID<Patient>, Date) = (try call.id(), site.clinic.clock())
    let key = ID<NewMessage>(form["key"])
    let (visit, (name, attached)) = try await site.clinic.ask(
      call.visitor, .correspondent(patient, by: call.visitor, at: now), .documents(sentWith: key?.uuid))
    guard let name else { throw Refusal.unknown }
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.messageProblems(.clinic) ?? [], words)
    var content = NewMessagePage(
      patientName: name, action: "/patients/\(patient)/conversations",
      back: Path.conversations(.all, about: patient),
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased())
    content.topic = shown.field("topic", label: "messages.topic")
    content.text = shown.field("text", label: "messages.text")
    content.documentsProblem = shown.problem("documents")
    content.attached = attached.map { Line($0) }
    content.file = shown.secret("file", label: "messages.file")
    content.notice = shown.problem("")
    return site.show(
      content, newPage, call, visit, at: .messages, status: refusal?.status ?? .ok,
      from: Path.newConversation(with: patient))
  }

  /// What this file asks of the catalogues.
  static let keys =
    ConversationScope.allCases.map { "conversations.scope-\($0.rawValue)" } + ["conversations.all-teams"]
}
