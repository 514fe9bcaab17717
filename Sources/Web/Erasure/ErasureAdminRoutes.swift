import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Whether a person's data are erased, and what is kept of who was.
struct ErasureAdminRoutes: Sendable {
  let site: Site
  let listPage: Template<ErasuresPage>
  let page: Template<ErasureReviewPage>
  let keptPage: Template<KeptRecordPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(ErasuresPage.self)
    page = try site.library.template(ErasureReviewPage.self)
    keptPage = try site.library.template(KeptRecordPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, one) = (Access.may(.decideErasures), "\(Path.erasures)/:id")
    return [
      site.route(.get, Path.erasures, access, .administration, "erasures", list),
      site.route(.get, one, access, .administration, "erasure") { call in try await show(Form(), call) },
      site.route(.post, "\(one)/declination", access, .administration, "erasure.decline", decline),
      site.route(.post, "\(one)/execution", access, .administration, "erasure.carry-out", carryOut),
      site.route(.get, "\(one)/kept", access, .administration, "erasure.kept") { call in
        try await showKept(Form(), call)
      },
      site.route(.post, "\(one)/kept", access, .administration, "erasure.kept.open", openKept),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let done = try call.query()["done"]
    let (visit, requests) = try await site.clinic.ask(
      call.visitor, .erasures(by: call.visitor, at: site.clinic.clock()))
    let formats = try site.formats(visit, call)
    let words = formats.words
    let content = ErasuresPage(
      rows: requests.map { one in
        ErasureRow(
          name: words.list([one.name, String(one.number)].filter { !$0.isEmpty }), href: Path.erasure(one.id),
          state: words["erasure.state.\(one.state.rawValue)"],
          when: formats.longInstant(one.decidedAt ?? one.askedAt), waits: one.state == .asked)
      }, done: Self.done.contains(done) ? words["erasures.\(done)"] : nil)
    return site.show(content, listPage, call, visit, at: .admin)
  }

  @Sendable func decline(_ call: Call) async throws -> Response {
    let id: ID<ErasureRequest> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let basis = fields.choice("basis", ErasureRequest.Basis.self)
      let words = fields.text("words", atMost: ErasureRequest.longestWords, lines: true)
      try fields.finish()
      guard let basis else { throw Refusal.invalid(fields.problems) }
      try await site.clinic.declineErasure(id, basis, words: words, by: call.visitor)
      return site.redirect(call, to: "\(Path.erasures)?done=declined")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func carryOut(_ call: Call) async throws -> Response {
    let id: ID<ErasureRequest> = try call.id()
    return try await site.confirmed(call, back: Path.erasure(id)) {
      try await call.submit { form in
        var fields = FieldReader(form)
        let name = fields.text("name", atMost: 201)
        try fields.finish()
        try await site.clinic.carryOutErasure(id, named: name, by: call.visitor)
        return site.redirect(call, to: "\(Path.erasures)?done=carried-out")
      } showAgain: { form, refusal in
        try await show(form, call, refusal)
      }
    }
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<ErasureRequest>, site.clinic.clock())
    let (visit, (found, plan, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .erasure(id, by: call.visitor, at: now), .erasurePlan(of: id, at: now),
      .isConfirmed(by: call.visitor, at: now, for: 300))
    guard let request = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    var content = ErasureReviewPage(request, plan, formats)
    content.isRipe = request.state == .asked && now >= request.ripeAt
    content.isConfirmed = isConfirmed
    content.proof = Path.with(next: Path.erasure(id), Path.confirmIdentity)
    content.basis = shown.choices(
      "basis",
      ErasureRequest.Basis.allCases.map { ($0.rawValue, formats.words["erasure.basis.\($0.rawValue)"]) },
      label: "erasures.basis")
    content.answer = shown.field("words", label: "erasures.answer")
    content.typed = shown.field("name", label: "erasures.typed")
    content.notice = shown.problem("")
    return site.show(
      content, page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.erasure(id))
  }

  @Sendable func openKept(_ call: Call) async throws -> Response {
    let id: ID<ErasureRequest> = try call.id()
    let path = "\(Path.erasure(id))/kept"
    return try await site.confirmed(call, back: path) {
      try await call.submit { form in
        var fields = FieldReader(form)
        let reason = fields.reason(
          "reason", atLeast: KeptRecord.shortestReason, atMost: KeptRecord.longestReason)
        try fields.finish()
        try await site.clinic.openErased(id, because: reason, by: call.visitor)
        return site.redirect(call, to: path)
      } showAgain: { form, refusal in
        try await showKept(form, call, refusal)
      }
    }
  }

  private func showKept(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<ErasureRequest>, site.clinic.clock())
    let (visit, (found, kept, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .erasure(id, by: call.visitor, at: now),
      site.clinic.kept(of: id, by: call.visitor, at: now),
      .isConfirmed(by: call.visitor, at: now, for: 300))
    guard let request = found, [.erasing, .done].contains(request.state) else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let path = "\(Path.erasure(id))/kept"
    let content = KeptRecordPage(
      number: request.number, back: Path.erasure(id), here: path,
      entries: kept?.entries.map { one in
        KeptEntryRow(
          sort: formats.words["kept-sort.\(one.sort)"], title: one.title, when: formats.longInstant(one.at),
          texts: one.texts.map { Line($0) })
      },
      invoices: (kept?.invoices ?? []).map { one in
        Line(
          formats.words.list([one.number, formats.date(one.issued), formats.money(one.amount), one.buyer]))
      },
      isConfirmed: isConfirmed, proof: Path.with(next: path, Path.confirmIdentity),
      reason: shown.field("reason", label: "erasures.open-reason"), notice: shown.problem(""))
    return site.show(content, keptPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: path)
  }

  private static let done = ["declined", "carried-out"]

  /// What this file asks of the catalogue.
  static let keys =
    ErasureRoutes.keys + done.map { "erasures.\($0)" } + KeptRecord.sorts.map { "kept-sort.\($0)" } + [
      "erasures.basis", "erasures.answer", "erasures.typed", "erasures.open-reason", "problem.own-erasure",
      "problem.erasure-name",
    ]
}

extension ErasureReviewPage {
  fileprivate init(_ request: ErasureRequest, _ plan: ErasurePlan, _ formats: Formats) {
    let isDecided = [.erasing, .done].contains(request.state)
    self.init(
      name: request.name, number: request.number, here: Path.erasure(request.id),
      state: formats.words["erasure.state.\(request.state.rawValue)"], asker: request.asker,
      asked: formats.longInstant(request.askedAt), reason: request.reason,
      lines: isDecided
        ? ErasureWords(request, formats).rows(request.lines) : ErasureWords(plan, formats).rows(plan.lines))
    isOwn = request.isAskers
    if request.state == .asked { ripe = formats.longInstant(request.ripeAt) }
    if let at = request.decidedAt {
      decided = formats.words.list([request.decider, formats.longInstant(at)])
    }
    if let basis = request.basis {
      words = formats.words.list([formats.words["erasure.basis.\(basis.rawValue)"], request.words])
    }
    if isDecided {
      kept = "\(Path.erasure(request.id))/kept"
      left = request.objectsLeft > 0 || request.state == .erasing ? request.objectsLeft : nil
    }
    if let receipt = request.receipt {
      self.receipt = receipt.text
      signature = Data(receipt.signature).base64EncodedString()
    }
  }
}
