import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Letters that did not arrive, for who can call the people they were for.
struct FailedLetterRoutes: Sendable {
  let site: Site
  let page: Template<FailedLettersPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(FailedLettersPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/letters", .may(.seeToLetters), .administration, "letters", list),
      site.route(
        .post, "/letters/:id/sending", .may(.seeToLetters), .administration, "letter.send", sendAgain),
      site.route(
        .post, "/letters/:id/settlement", .may(.seeToLetters), .administration, "letter.settle", settle),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    try await show(call, done: try call.query()["done"])
  }

  @Sendable func sendAgain(_ call: Call) async throws -> Response {
    try await seeTo(call, "again") { id, form in
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
      return site.redirect(call, to: "\(Path.letters)?done=\(done)")
    } showAgain: { form, refusal in
      try await show(call, done: refusal.problems.isEmpty ? "meanwhile" : "", typed: form, refusal)
    }
  }

  /// - Parameter typed: the form of one letter that was refused.
  private func show(
    _ call: Call, done: String, typed: Form? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, failures) = try await site.clinic.ask(call.visitor, .workFailures())
    let formats = try site.formats(visit, .english)
    let words = formats.words
    let own: ID<OutboxMessage>? = try? call.id()
    let content = FailedLettersPage(
      letters: failures.letters.map {
        FailedLetterRow($0, typed: $0.id == own ? typed?.value(of: "email") : nil, formats)
      },
      jobs: failures.jobs.map { Line("\($0.kind): \($0.reason)") },
      done: Self.outcomes.contains(done) ? words["letters.done-\(done)"] : nil,
      notice: refusal?.problems.first.map { words[$0.message, $0.values] })
    return site.show(
      content, page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.letters)
  }

  private static let outcomes = ["again", "settled", "meanwhile"]

  /// What this file asks of the catalogue.
  static let keys =
    outcomes.map { "letters.done-\($0)" }
    + LetterKind.allCases.map { "letter.\($0.rawValue)" }
    + ["letter.unknown", "letters.advice-refused", "letters.advice-again", "letters.advice-gone"]
}

extension FailedLetterRow {
  init(_ letter: FailedLetter, typed: String?, _ formats: Formats) {
    let words = formats.words
    let advice =
      !letter.canBeSentAgain
      ? "letters.advice-gone" : letter.isGivenUp ? "letters.advice-again" : "letters.advice-refused"
    self.init(
      kind: words["letter.\(letter.letter?.rawValue ?? "unknown")"], recipient: letter.recipient,
      written: formats.longInstant(letter.writtenAt), reason: letter.reason, advice: words[advice],
      patient: letter.patient, phone: letter.phone, canBeSentAgain: letter.canBeSentAgain,
      address: letter.isToPatient ? typed ?? letter.recipient : nil,
      href: Path.letter(letter.id))
  }
}
