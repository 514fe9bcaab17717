import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Who acts for whom: asked, answered, changed and ended by the people themselves.
struct FamilyRoutes: Sendable {
  let site: Site
  let page: Template<FamilyPage>
  let newPage: Template<NewFamilyPage>
  let tiePage: Template<FamilyTiePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(FamilyPage.self)
    newPage = try site.library.template(NewFamilyPage.self)
    tiePage = try site.library.template(FamilyTiePage.self)
  }

  var routes: [Route<Admission>] {
    let (access, one) = (Access.may(.bookForOneself), "\(Path.family)/:id")
    let asked = "\(Path.family)/invitations/:id"
    return [
      site.route(.get, Path.family, access, .account, "account.family") { call in try await show(call) },
      site.route(.get, Path.newFamily, access, .account, "account.family.new") { call in
        try await showNew(Form(), ID<Patient>(try call.query()["patient"]), call)
      },
      site.route(.post, Path.family, access, .account, "account.family.invite", invite),
      site.route(.get, one, access, .account, "account.family.tie") { call in try await showTie(nil, call) },
      site.route(.post, "\(one)/terms", access, .account, "account.family.change", change),
      site.route(.post, "\(one)/revocation", access, .account, "account.family.revoke") { call in
        try await end(call, "ended") { id in try await site.clinic.revoke(id, by: call.visitor) }
      },
      site.route(.post, "\(one)/resignation", access, .account, "account.family.resign") { call in
        try await end(call, "resigned") { id in try await site.clinic.resign(id, by: call.visitor) }
      },
      site.route(.post, "\(asked)/acceptance", access, .account, "account.family.accept") { call in
        try await answer(call, "accepted") { id in try await site.clinic.accept(id, by: call.visitor) }
      },
      site.route(.post, "\(asked)/refusal", access, .account, "account.family.decline") { call in
        try await answer(call, "declined") { id in try await site.clinic.decline(id, by: call.visitor) }
      },
      site.route(.post, "\(asked)/withdrawal", access, .account, "account.family.withdraw") { call in
        try await answer(call, "withdrawn") { id in try await site.clinic.withdraw(id, by: call.visitor) }
      },
    ]
  }

  @Sendable func invite(_ call: Call) async throws -> Response {
    try await call.submit(try await Form.read(from: call.request, repeating: ["scope"])) { form in
      var fields = FieldReader(form)
      let isChild = form["child"] == "1"
      let email = fields.email("email")
      let (scopes, until) = isChild ? ([], nil) : (fields.scopes(), fields.until())
      try fields.finish()
      guard let patient = ID<Patient>(form["patient"]) else { throw Refusal.unknown }
      try await site.clinic.invite(
        NewFamilyInvitation(patient: patient, email: email, scopes: scopes, until: until), by: call.visitor)
      return site.redirect(call, to: "\(Path.family)?done=invited")
    } showAgain: { form, refusal in
      try await showNew(form, ID<Patient>(form["patient"]), call, refusal)
    }
  }

  @Sendable func change(_ call: Call) async throws -> Response {
    let id: ID<FamilyTie> = try call.id()
    return try await call.submit(try await Form.read(from: call.request, repeating: ["scope"])) { form in
      var fields = FieldReader(form)
      let (scopes, until) = (fields.scopes(), fields.until())
      try fields.finish()
      try await site.clinic.change(id, to: scopes, until: until, by: call.visitor)
      return site.redirect(call, to: "\(Path.family)?done=changed")
    } showAgain: { form, refusal in
      try await showTie(form, call, refusal)
    }
  }

  private func end(
    _ call: Call, _ done: String, _ act: (ID<FamilyTie>) async throws -> Void
  ) async throws -> Response {
    let id: ID<FamilyTie> = try call.id()
    return try await call.submit { _ in
      try await act(id)
      return site.redirect(call, to: "\(Path.family)?done=\(done)")
    } showAgain: { _, refusal in
      try await showTie(nil, call, refusal)
    }
  }

  private func answer(
    _ call: Call, _ done: String, _ act: (ID<FamilyInvitation>) async throws -> Void
  ) async throws -> Response {
    let id: ID<FamilyInvitation> = try call.id()
    return try await call.submit { _ in
      try await act(id)
      return site.redirect(call, to: "\(Path.family)?done=\(done)")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let now = site.clinic.clock()
    let done = try call.query()["done"]
    let (visit, (ties, invitations, subjects)) = try await site.clinic.ask(
      call.visitor, .familyTies(at: now), .familyInvitations(at: now), .familySubjects(at: now))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(Form(), refusal?.problems ?? [], formats.words)
    let content = FamilyPage(
      asked: invitations.filter(\.isToMe).map { FamilyRow(asked: $0, formats) },
      mine: ties.filter { $0.isOfMyself && !$0.isMine }.map { FamilyRow(actor: $0, formats) },
      waiting: invitations.filter { !$0.isToMe }.map { FamilyRow(waiting: $0, subjects, formats) },
      others: ties.filter { $0.isMine && $0.relationship == .delegate }.map {
        FamilyRow(subject: $0, formats)
      },
      children: subjects.filter { !$0.isMyself }.map { FamilyChild($0, ties, formats, at: now) },
      newHref: subjects.first(where: \.isMyself).map { Path.newFamily(for: $0.id) },
      done: FamilyWords.done.contains(done) ? formats.words["family.done.\(done)"] : nil,
      notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.family)
  }

  private func showNew(
    _ form: Form, _ patient: ID<Patient>?, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, subjects) = try await site.clinic.ask(call.visitor, .familySubjects(at: now))
    guard let subject = subjects.first(where: { patient.map { $0.uuid } == $0.id.uuid }) else {
      throw Refusal.unknown
    }
    let formats = try site.formats(visit, call)
    let today = formats.day(now)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let content = NewFamilyPage(
      name: subject.name, patient: "\(subject.id)", isChild: !subject.isMyself,
      email: shown.field("email", label: "family.email-label"), scopes: shown.scopes(),
      until: shown.field("until", label: "family.until-label"), first: "\(today)",
      last: "\(today.adding(days: FamilyTie.longest))", notice: shown.problem(""))
    return site.show(
      content, newPage, call, visit, at: .account, status: refusal?.status ?? .ok,
      from: Path.newFamily(for: subject.id))
  }

  private func showTie(_ form: Form?, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<FamilyTie> = try call.id()
    let now = site.clinic.clock()
    let (visit, (found, acts)) = try await site.clinic.ask(
      call.visitor, .familyTie(id, at: now), .acts(by: id, at: now))
    guard let tie = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let today = formats.day(now)
    let kept =
      form
      ?? Form(
        filledWith: tie.scopes.map { ("scope", $0.rawValue) } + [("until", tie.until.map { "\($0)" } ?? "")])
    let shown = ShownForm(kept, refusal?.problems ?? [], formats.words)
    let content = FamilyTiePage(
      actor: tie.actorName, name: tie.patientName, what: formats.family(tie.relationship, tie.scopes),
      until: formats.family(until: tie.until), since: formats.date(formats.day(tie.since)),
      handover: tie.relationship == .parent ? tie.endsAt.map { formats.handover($0, at: now).text } : nil,
      change: tie.mayChange ? Path.family(id, "terms") : nil, scopes: shown.scopes(),
      day: shown.field("until", label: "family.until-label"), first: "\(today)",
      last: "\(today.adding(days: FamilyTie.longest))",
      revoke: tie.mayChange ? Path.family(id, "revocation") : nil,
      resign: tie.isMine ? Path.family(id, "resignation") : nil,
      acts: tie.isMine && tie.relationship == .delegate ? nil : acts.map { FamilyActRow($0, formats) },
      notice: shown.problem(""))
    return site.show(
      content, tiePage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.family(id))
  }
}

extension FamilyActRow {
  fileprivate init(_ act: FamilyAct, _ formats: Formats) {
    self.init(
      what: formats.words["act.\(act.act.rawValue)"], at: formats.longInstant(act.at),
      iso: formats.iso(act.at))
  }
}

extension FamilyRow {
  fileprivate init(actor tie: FamilyTie, _ formats: Formats) {
    self.init(
      name: tie.actorName, what: formats.family(tie.relationship, tie.scopes),
      until: formats.family(until: tie.until), href: Path.family(tie.id))
  }

  fileprivate init(subject tie: FamilyTie, _ formats: Formats) {
    self.init(
      name: tie.patientName, what: formats.family(tie.relationship, tie.scopes),
      until: formats.family(until: tie.until), href: Path.family(tie.id))
  }

  fileprivate init(asked one: FamilyInvitation, _ formats: Formats) {
    self.init(
      name: one.patientName, what: formats.family(one.relationship, one.scopes),
      until: formats.family(until: one.until), about: formats.words["family.asked-by", ["name": one.inviter]],
      accept: Path.family(one.id, "acceptance"), decline: Path.family(one.id, "refusal"))
  }

  fileprivate init(waiting one: FamilyInvitation, _ subjects: [FamilySubject], _ formats: Formats) {
    let isOfChild = subjects.contains { $0.id == one.patient && !$0.isMyself }
    self.init(
      name: one.email, what: formats.family(one.relationship, one.scopes),
      until: formats.family(until: one.until),
      about: isOfChild ? formats.words["family.for", ["name": one.patientName]] : nil,
      withdraw: Path.family(one.id, "withdrawal"))
  }
}

extension FamilyChild {
  fileprivate init(_ subject: FamilySubject, _ ties: [FamilyTie], _ formats: Formats, at now: Date) {
    let handover = subject.handover.map { formats.handover($0, at: now) }
    self.init(
      name: subject.name,
      parents: ties.filter { $0.patient == subject.id }.map { FamilyRow(actor: $0, formats) },
      handover: handover?.text ?? "", isNear: handover?.isNear ?? false,
      invite: Path.newFamily(for: subject.id))
  }
}
