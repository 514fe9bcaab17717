import CivilTime
import Clinic
import Hummingbird
import Pages
import Shell

/// How the account's owner is written to and shown the time.
struct PreferenceRoutes: Sendable {
  let site: Site
  let languagePage: Template<OwnLanguagePage>
  let lettersPage: Template<OwnLettersPage>
  /// Read once: the list is a file.
  let zones: [String]

  init(site: Site) throws {
    self.site = site
    languagePage = try site.library.template(OwnLanguagePage.self)
    lettersPage = try site.library.template(OwnLettersPage.self)
    zones = site.clinic.zones.choices()
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/language", .signedIn, .account, "account.language", languageForm),
      site.route(.post, "/account/language", .signedIn, .account, "account.language.choose", chooseLanguage),
      site.route(.get, "/account/letters", .signedIn, .account, "account.letters", lettersForm),
      site.route(.post, "/account/letters", .signedIn, .account, "account.letters.choose", chooseLetters),
    ]
  }

  @Sendable func languageForm(_ call: Call) async throws -> Response {
    let (visit, own) = try await site.clinic.ask(call.visitor, .ownAccount)
    let form = Form(filledWith: [("ownLanguage", own?.language ?? ""), ("zone", own?.timeZone ?? "")])
    return show(language: form, call, visit)
  }

  @Sendable func chooseLanguage(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let language = Site.languages.first { $0.code == form["ownLanguage"] }
      if language == nil { fields.refuse("ownLanguage", "problem.choose") }
      let zone = fields.text("zone", atMost: 255, required: false)
      try fields.finish()
      guard let language else { throw Refusal.invalid(fields.problems) }
      try await site.clinic.choose(
        language: language.code, timeZone: zone.isEmpty ? nil : zone, by: call.visitor)
      var response = site.redirect(call, to: Path.account(saved: .settings))
      Site.languageCookie.set(language.code, for: .seconds(365 * 86_400), on: &response)
      return response
    } showAgain: { form, refusal in
      show(language: form, call, try await site.clinic.ask(call.visitor, .nothing).visit, refusal)
    }
  }

  @Sendable func lettersForm(_ call: Call) async throws -> Response {
    let (visit, own) = try await site.clinic.ask(call.visitor, .ownAccount)
    guard let own else { throw Refusal.unauthenticated }
    return show(letters: own.letters, of: own, call, visit)
  }

  @Sendable func chooseLetters(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await site.clinic.choose(try form.checked().wantedLetters(), by: call.visitor)
      return site.redirect(call, to: Path.account(saved: .settings))
    } showAgain: { form, refusal in
      let (visit, own) = try await site.clinic.ask(call.visitor, .ownAccount)
      guard let own else { throw Refusal.unauthenticated }
      return show(letters: (try? form.wantedLetters()) ?? own.letters, of: own, call, visit, refusal)
    }
  }

  private func show(
    language form: Form, _ call: Call, _ visit: Visit, _ refusal: Refusal? = nil
  ) -> Response {
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = OwnLanguagePage(
      choices: shown.choices(
        "ownLanguage",
        Site.languages.filter { visit.look.languages.contains($0.code) || $0.code == form["ownLanguage"] }
          .map { ($0.code, LanguageLink.ownName(of: $0)) }),
      zone: shown.field("zone"), clinicZone: visit.tenant.timeZone,
      regions: ZoneRegion.all(zones, chosen: shown.zone(of: site.clinic), words), notice: shown.problem(""))
    return site.show(
      page, languagePage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.ownLanguage)
  }

  private func show(
    letters wanted: LetterChoice, of own: OwnAccount, _ call: Call, _ visit: Visit,
    _ refusal: Refusal? = nil
  ) -> Response {
    let words = site.words(visit, call)
    let shown = ShownForm(Form(), refusal?.problems ?? [], words)
    let page = OwnLettersPage(
      email: own.email,
      chosen: SecurityNotice.chosen.map {
        LetterRow(
          name: $0.rawValue, text: words["event.\($0.rawValue)"], isWanted: wanted.notices.contains($0))
      },
      reminders: visit.account?.role.may(.seeOwnRecord) == true ? ReminderFields(wanted, words) : nil,
      always: Self.alwaysTold.map { Line(words["event.\($0)"]) }, notice: shown.problem(""))
    return site.show(
      page, lettersPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.ownLetters)
  }

  /// What is told whether the owner wants it or not (OWASP ASVS 5.0, 6.3.7), by the letters' own kinds and by notices.
  private static let alwaysTold =
    ["password-changed", "recovery-codes"]
    + SecurityNotice.allCases.filter { !SecurityNotice.chosen.contains($0) }.map(\.rawValue)

  /// The events that letters tell of, for the catalogues.
  static let eventKeys =
    (alwaysTold + SecurityNotice.chosen.map(\.rawValue)).map { "event.\($0)" }
    + Occasion.chosen.map { "reminder.\($0.rawValue)" }
}

extension Form {
  /// A letter whose box is not ticked does not come.
  ///
  /// - Throws: `Refusal.invalid` for an hour that is none.
  fileprivate func wantedLetters() throws -> LetterChoice {
    LetterChoice(
      notices: Set(SecurityNotice.chosen.filter { value(of: $0.rawValue) != nil }),
      reminders: Set(Occasion.chosen.filter { value(of: "reminder-\($0.rawValue)") != nil }),
      quiet: QuietHours(from: try hour("quiet-from", else: 21), until: try hour("quiet-until", else: 7)))
  }

  /// Not sent with the form of somebody who has no appointments of their own.
  private func hour(_ field: String, else usual: Int) throws -> TimeOfDay {
    let hour = value(of: field) == nil ? usual : Int(self[field])
    guard let hour, let time = TimeOfDay(hour: hour, minute: 0), hour < 24 else {
      throw Refusal.invalid([Problem(field, "problem.choose")])
    }
    return time
  }
}

extension ReminderFields {
  init(_ wanted: LetterChoice, _ words: Words) {
    func hours(_ chosen: TimeOfDay) -> [Choice] {
      (0..<24).map { hour in
        Choice(String(hour), "\(hour < 10 ? "0" : "")\(hour):00", chosen: chosen.hour == hour)
      }
    }
    self.init(
      occasions: Occasion.chosen.map {
        LetterRow(
          name: "reminder-\($0.rawValue)", text: words["reminder.\($0.rawValue)"],
          isWanted: wanted.reminders.contains($0))
      },
      from: hours(wanted.quiet.from), until: hours(wanted.quiet.until))
  }
}

extension ShownForm {
  /// What is chosen, as long as it is a zone: a name that somebody made up is not shown among those there are.
  fileprivate func zone(of clinic: Clinic) -> String {
    (try? clinic.zones.rules(for: form["zone"])) == nil ? "" : form["zone"]
  }
}
