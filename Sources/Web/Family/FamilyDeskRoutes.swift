import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// For the front desk: who acts for a patient, and what the clinic itself does about it.
struct FamilyDeskRoutes: Sendable {
  let site: Site
  let page: Template<FamilyDeskPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(FamilyDeskPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, one) = (Access.may(.keepPatients), "/patients/:id/family")
    return [
      site.route(.get, one, access, .frontDesk, "family") { call in try await show(Form(), call) },
      site.route(.post, "\(one)/parents", access, .frontDesk, "family.parent.create", addParent),
      site.route(.post, "\(one)/owner", access, .frontDesk, "family.owner.invite", inviteOwner),
      site.route(.post, "\(one)/:tie/ending", access, .frontDesk, "family.end", end),
    ]
  }

  /// The longest reason, and what was seen.
  static let (longestReason, longestDocument) = (300, 200)

  @Sendable func end(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let tie: ID<FamilyTie> = try call.id("tie")
    return try await call.submit { form in
      var fields = FieldReader(form)
      let reason = fields.text("reason", atMost: Self.longestReason)
      try fields.finish()
      try await site.clinic.endFamily(tie, of: id, because: reason, by: call.visitor)
      return site.redirect(call, to: "\(Path.family(of: id))?done=ended")
    } showAgain: { form, refusal in
      try await show(form, call, refusal, at: tie)
    }
  }

  @Sendable func addParent(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let email = fields.email("email")
      let document = fields.text("document", atMost: Self.longestDocument)
      try fields.finish()
      try await site.clinic.addParent(of: id, email: email, documentSeen: document, by: call.visitor)
      return site.redirect(call, to: "\(Path.family(of: id))?done=added")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func inviteOwner(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let email = fields.email("email")
      try fields.finish()
      try await site.clinic.inviteOwner(of: id, email: email, by: call.visitor)
      return site.redirect(call, to: "\(Path.family(of: id))?done=owner")
    } showAgain: { form, refusal in
      try await show(form, call, refusal, isOfOwner: true)
    }
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, at refused: ID<FamilyTie>? = nil,
    isOfOwner: Bool = false
  ) async throws -> Response {
    let (id, now): (ID<Patient>, Date) = (try call.id(), site.clinic.clock())
    let done = try call.query()["done"]
    let (visit, found) = try await site.clinic.ask(call.visitor, .family(of: id, by: call.visitor, at: now))
    guard let family = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let path = Path.family(of: id)
    let isChild = family.handover > now
    let blank = ShownForm(Form(), [], words)
    let isOfParent = refused == nil && !isOfOwner
    let owned = isOfOwner ? shown : blank
    let content = FamilyDeskPage(
      name: family.name, back: Path.person(id),
      handover: words[
        isChild ? "family.handover" : "family.handed-over",
        ["date": formats.date(formats.day(family.handover))]],
      ties: family.ties.map { tie in
        FamilyDeskRow(tie, path, tie.id == refused ? shown : blank, formats, at: now)
      },
      add: isChild && !family.isRetired ? "\(path)/parents" : nil,
      email: (isOfParent ? shown : blank).field("email", label: "family.parent-email"),
      document: (isOfParent ? shown : blank).field("document", label: "family.document-label"),
      owner: family.hasAccount || family.isRetired || !Handover.isNear(family.handover, at: now)
        ? nil : "\(path)/owner",
      isEarly: isChild,
      ownerEmail: Field(
        "owner-email", owned.form["email"], label: words["family.owner-email"],
        problem: owned.problem("email")),
      done: FamilyWords.done.contains(done) ? words["family.done.\(done)"] : nil, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .desk, status: refusal?.status ?? .ok, from: path)
  }

  static let keys = ["family.handed-over", "family.parent-email", "family.owner-email"]
}

extension FamilyDeskRow {
  fileprivate init(
    _ tie: FamilyAtDesk.Tie, _ path: String, _ shown: ShownForm, _ formats: Formats, at now: Date
  ) {
    let words = formats.words
    func date(_ instant: Date) -> String { formats.date(formats.day(instant)) }
    let isOver = tie.endsAt.map { $0 <= now } ?? false
    let ended = tie.ended.map {
      words[$0.byClinic ? "family.ended-by-clinic" : "family.ended", ["date": date($0.at)]]
    }
    self.init(
      name: tie.actorName, what: formats.family(tie.relationship, tie.scopes),
      since: words["family.since-date", ["date": date(tie.since)]], until: formats.family(until: tie.until),
      document: tie.documentSeen.isEmpty ? nil : tie.documentSeen,
      ended: ended ?? (isOver ? words["family.over"] : nil),
      endedReason: tie.ended.flatMap { $0.reason.isEmpty ? nil : $0.reason },
      end: tie.ended == nil && !isOver ? "\(path)/\(tie.id)/ending" : nil,
      reason: Field(
        "reason-\(tie.id)", shown.form["reason"],
        label: words.pair(words["family.reason-label"], tie.actorName), problem: shown.problem("reason")))
  }
}
