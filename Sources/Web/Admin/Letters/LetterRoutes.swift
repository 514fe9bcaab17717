import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// One letter out of the list of all, for who can call the person it was for.
struct LetterRoutes: Sendable {
  let site: Site
  let page: Template<LetterPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(LetterPage.self)
  }

  var routes: [Route<Admission>] {
    let one = "\(Path.messages)/:id"
    return [
      site.route(.get, one, .may(.seeToLetters), .administration, "letter") { call in try await show(call) },
      site.route(.post, "\(one)/sending", .may(.seeToLetters), .administration, "letter.send", sendAgain),
      site.route(.post, "\(one)/settlement", .may(.seeToLetters), .administration, "letter.settle", settle),
    ]
  }

  @Sendable func sendAgain(_ call: Call) async throws -> Response {
    try await seeTo(call, "sent-again") { id, form in
      var fields = FieldReader(form)
      let address = form.value(of: "email").map { _ in fields.email("email") }
      try fields.finish()
      try await site.clinic.sendAgain(id, to: address, by: call.visitor)
    }
  }

  @Sendable func settle(_ call: Call) async throws -> Response {
    try await seeTo(call, "settled") { id, _ in try await site.clinic.settle(id, by: call.visitor) }
  }

  private func seeTo(
    _ call: Call, _ done: String, _ act: (ID<OutboxMessage>, Form) async throws -> Void
  ) async throws -> Response {
    try await call.submit { form in
      try await act(call.id(), form)
      return site.redirect(call, to: Path.failedLetters + "&done=\(done)&n=1")
    } showAgain: { form, refusal in
      try await show(call, typed: form, refusal)
    }
  }

  /// - Parameter typed: the form that was refused.
  private func show(_ call: Call, typed: Form? = nil, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, letter) = try await site.clinic.ask(
      call.visitor, .writtenLetter(call.id(), by: call.visitor, at: site.clinic.clock()))
    guard let letter else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let problem = refusal?.problems.first
    let content = LetterPage(
      letter, typed: typed?.value(of: "email"), formats,
      notice: refusal.map { _ in
        problem.map { formats.words[$0.message, $0.values] } ?? formats.words["letter.meanwhile"]
      })
    let isDesk = visit.account?.role.may(.keepFrontDesk) == true
    return site.show(
      content, page, call, visit, at: isDesk ? .desk : .admin, status: refusal?.status ?? .ok,
      from: Path.letter(letter.id))
  }

  private static let advice = ["refused", "again", "gone"]

  /// What this file asks of the catalogue.
  static let keys =
    LetterKind.allCases.map { "letter.\($0.rawValue)" } + advice.map { "letter.advice-\($0)" }
    + ["letter.unknown", "letter.meanwhile"]
}

extension LetterPage {
  fileprivate init(_ letter: WrittenLetter, typed: String?, _ formats: Formats, notice: String?) {
    let words = formats.words
    let advice = !letter.canBeSentAgain ? "gone" : letter.isGivenUp ? "again" : "refused"
    self.init(
      kind: words["letter.\(letter.letter?.rawValue ?? "unknown")"], recipient: letter.recipient,
      written: formats.longInstant(letter.writtenAt),
      status: Badge(words["delivery.\(letter.state)"], letter.hasFailed ? .warn : .quiet),
      reason: letter.reason, advice: letter.hasFailed ? words["letter.advice-\(advice)"] : nil,
      patient: letter.patient, phone: letter.phone, canBeSentAgain: letter.canBeSentAgain,
      address: letter.isToPatient ? typed ?? letter.recipient : nil, href: Path.letter(letter.id),
      back: letter.hasFailed ? Path.failedLetters : Path.messages, notice: notice)
  }
}
