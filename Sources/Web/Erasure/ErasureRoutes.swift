import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// That one's own data, or a child's, be erased: what that means, asked for, taken back; and the receipt.
struct ErasureRoutes: Sendable {
  let site: Site
  let listPage: Template<OwnErasuresPage>
  let page: Template<ErasurePage>
  let receiptPage: Template<ErasureReceiptPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(OwnErasuresPage.self)
    page = try site.library.template(ErasurePage.self)
    receiptPage = try site.library.template(ErasureReceiptPage.self)
  }

  var routes: [Route<Admission>] {
    let (own, one) = (Access.may(.seeOwnRecord), "\(Path.ownErasures)/:id")
    return [
      site.route(.get, Path.ownErasures, own, .ownRecord, "own-erasures", list),
      site.route(.get, one, own, .ownRecord, "own-erasure") { call in try await show(Form(), call) },
      site.route(.post, one, own, .ownRecord, "own-erasure.create", ask),
      site.route(
        .post, "/account/data/erasure-requests/:id/withdrawal", own, .ownRecord, "own-erasure.withdraw",
        withdraw),
      site.route(.get, "/erasure-receipts/:token", .anyone, .publicInformation, "erasure-receipt", receipt),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    let done = try call.query()["done"]
    let (visit, (people, requests)) = try await site.clinic.ask(
      call.visitor, .erasureSubjects(at: now), .ownErasures(at: now))
    let formats = try site.formats(visit, call)
    let words = formats.words
    let content = OwnErasuresPage(
      people: people.map { one in
        let latest = requests.first { $0.patient == one.id && $0.state != .withdrawn }
        return ErasureSubjectRow(
          name: one.name, href: Path.ownErasure(one.id),
          state: latest.map { words["erasure.state.\($0.state.rawValue)"] })
      },
      earlier: requests.filter { [.erasing, .done].contains($0.state) }.map { one in
        Line(
          words[
            "erasure.earlier",
            [
              "number": String(one.number), "state": words["erasure.state.\(one.state.rawValue)"],
              "when": formats.longInstant(one.decidedAt ?? one.askedAt),
            ]])
      }, done: done == "withdrawn" ? words["erasure.withdrawn"] : nil)
    return site.show(content, listPage, call, visit, at: .account)
  }

  @Sendable func ask(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let reason = fields.text("reason", atMost: ErasureRequest.longestReason, required: false, lines: true)
      if form.value(of: "understood") == nil { fields.refuse("understood", "problem.understood") }
      try fields.finish()
      return try await site.confirmed(call, back: Path.ownErasure(id)) {
        try await site.clinic.askErasure(of: id, because: reason, by: call.visitor)
        return site.redirect(call, to: "\(Path.ownErasure(id))?done=1")
      }
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func withdraw(_ call: Call) async throws -> Response {
    let id: ID<ErasureRequest> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.withdrawErasure(id, by: call.visitor)
      return site.redirect(call, to: "\(Path.ownErasures)?done=withdrawn")
    } showAgain: { _, _ in
      try await list(call)
    }
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let isDone = try refusal == nil && call.query()["done"] == "1"
    let (visit, (people, latest, plan, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .erasureSubjects(at: now), .latestErasure(of: id, at: now),
      .erasurePlan(ofOwn: id, at: now), .isConfirmed(by: call.visitor, at: now, for: 300))
    guard let person = people.first(where: { $0.id == id }) else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let path = Path.ownErasure(id)
    var content = ErasurePage(
      name: person.name, here: path, lines: ErasureWords(plan, formats).rows(plan.lines))
    content.isConfirmed = isConfirmed
    content.proof = Path.with(next: path, Path.confirmIdentity)
    content.reason = shown.field("reason", label: "erasure.reason")
    content.understood = Field("understood", problem: shown.problem("understood"))
    content.notice = shown.problem("")
    if let latest, latest.state == .asked {
      content.asked = words["erasure.asked", ["when": formats.longInstant(latest.askedAt)]]
      content.ripe = formats.longInstant(latest.ripeAt)
      content.withdrawal = latest.isAskers ? Path.erasureWithdrawal(latest.id) : nil
      content.done = isDone ? words["erasure.is-asked"] : nil
    } else if let latest, latest.state == .declined, let basis = latest.basis {
      content.before =
        words[
          "erasure.was-declined", ["basis": words["erasure.basis.\(basis.rawValue)"], "words": latest.words]]
    }
    return site.show(content, page, call, visit, at: .account, status: refusal?.status ?? .ok, from: path)
  }

  @Sendable func receipt(_ call: Call) async throws -> Response {
    let link = try call.secret("token")
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .erasure(linked: link.hash, at: site.clinic.clock()))
    guard let request = found, let decided = request.decidedAt else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    var content = ErasureReceiptPage(
      number: request.number, decided: formats.longInstant(decided),
      finished: request.doneAt.map { formats.longInstant($0) },
      lines: ErasureWords(request, formats).rows(request.lines))
    if let receipt = request.receipt {
      content.text = receipt.text
      content.sha256 = receipt.sha256
      content.signature = Data(receipt.signature).base64EncodedString()
    }
    return site.show(content, receiptPage, call, visit)
  }

  /// What this file asks of the catalogue.
  static let keys =
    ErasureWords.keys + [
      "erasure.earlier", "erasure.withdrawn", "erasure.reason", "erasure.asked", "erasure.is-asked",
      "erasure.was-declined",
    ]
}

extension Path {
  static let ownErasures = "/account/data/erasure"
  static func ownErasure(_ id: ID<Patient>) -> String { "\(ownErasures)/\(id)" }
  static func erasureWithdrawal(_ id: ID<ErasureRequest>) -> String {
    "/account/data/erasure-requests/\(id)/withdrawal"
  }
  static func erasureReceipt(_ token: String) -> String { "/erasure-receipts/\(token)" }
  static let erasures = "/admin/erasures"
  static func erasure(_ id: ID<ErasureRequest>) -> String { "\(erasures)/\(id)" }
}
