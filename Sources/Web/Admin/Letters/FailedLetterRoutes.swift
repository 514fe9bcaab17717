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
    try await seeTo(call, "again") { try await site.clinic.sendAgain($0, by: call.visitor) }
  }

  @Sendable func settle(_ call: Call) async throws -> Response {
    try await seeTo(call, "settled") { try await site.clinic.settle($0, by: call.visitor) }
  }

  private func seeTo(
    _ call: Call, _ done: String, _ act: (ID<OutboxMessage>) async throws -> Void
  ) async throws -> Response {
    try await call.submit { _ in
      try await act(call.id())
      return site.redirect(call, to: "\(Path.letters)?done=\(done)")
    } showAgain: { _, refusal in
      try await show(call, done: "meanwhile", status: refusal.status)
    }
  }

  private func show(_ call: Call, done: String, status: HTTPResponse.Status = .ok) async throws -> Response {
    let (visit, failures) = try await site.clinic.ask(call.visitor, .workFailures())
    let formats = try site.formats(visit, .english)
    let words = formats.words
    let content = FailedLettersPage(
      letters: failures.letters.map { FailedLetterRow($0, formats) },
      jobs: failures.jobs.map { Line("\($0.kind): \($0.reason)") },
      done: Self.outcomes.contains(done) ? words["letters.done-\(done)"] : nil)
    return site.show(content, page, call, visit, at: .admin, status: status, from: Path.letters)
  }

  private static let outcomes = ["again", "settled", "meanwhile"]

  /// What this file asks of the catalogue.
  static let keys =
    outcomes.map { "letters.done-\($0)" }
    + LetterKind.allCases.map { "letter.\($0.rawValue)" }
    + ["letter.unknown", "letters.advice-refused", "letters.advice-again", "letters.advice-gone"]
}

extension FailedLetterRow {
  init(_ letter: FailedLetter, _ formats: Formats) {
    let words = formats.words
    let advice =
      !letter.canBeSentAgain
      ? "letters.advice-gone" : letter.isGivenUp ? "letters.advice-again" : "letters.advice-refused"
    self.init(
      kind: words["letter.\(letter.letter?.rawValue ?? "unknown")"], recipient: letter.recipient,
      written: formats.longInstant(letter.writtenAt), reason: letter.reason, advice: words[advice],
      patient: letter.patient, phone: letter.phone, canBeSentAgain: letter.canBeSentAgain,
      href: Path.letter(letter.id))
  }
}
