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
    let (visit, (own, written)) = try await site.clinic.ask(call.visitor, .ownAccount, .ownWrittenLetters)
    guard let own else { throw Refusal.unauthenticated }
    return try show(letters: own.letters, of: own, written, call, visit)
  }

  @Sendable func chooseLetters(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let (_, own) = try await site.clinic.ask(call.visitor, .ownAccount)
      guard let own else { throw Refusal.unauthenticated }
      try await site.clinic.choose(try form.checked().wantedLetters(of: own.role), by: call.visitor)
      return site.redirect(call, to: Path.account(saved: .settings))
    } showAgain: { form, refusal in
      let (visit, (own, written)) = try await site.clinic.ask(call.visitor, .ownAccount, .ownWrittenLetters)
      guard let own else { throw Refusal.unauthenticated }
      return try show(
        letters: (try? form.wantedLetters(of: own.role)) ?? own.letters, of: own, written, call, visit,
        refusal)
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
    letters wanted: LetterChoice, of own: OwnAccount, _ written: [DeliveredLetter], _ call: Call,
    _ visit: Visit,
    _ refusal: Refusal? = nil
  ) throws -> Response {
    let formats = try site.formats(visit, call, in: own.timeZone)
    let words = formats.words
    let kinds = NotificationKind.all(for: own.role)
    let shown = ShownForm(Form(), refusal?.problems ?? [], words)
    let page = OwnLettersPage(
      email: own.email,
      chosen: kinds.filter(\.isChosenAlone).map {
        LetterRow(name: $0.rawValue, text: words[$0.words], isWanted: wanted.channel($0).isMail)
      },
      reminders: kinds.filter(\.isReminder).map {
        LetterRow(name: $0.rawValue, text: words[$0.words], isWanted: wanted.channel($0).isMail)
      },
      ways: kinds.filter { $0.channels.contains(.page) }.map { kind in
        WayField(
          name: kind.field, label: words[kind.words],
          ways: kind.channels.map {
            Choice($0.rawValue, words["notified-by.\($0.rawValue)"], chosen: wanted.channel(kind) == $0)
          })
      },
      quiet: QuietFields(wanted.quiet),
      written: written.map { WrittenRow($0, formats, at: visit.now) },
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
  /// A letter whose box is not ticked does not come. What is not asked for stays as it usually is.
  ///
  /// - Throws: `Refusal.invalid` for an hour or a way that is none.
  fileprivate func wantedLetters(of role: Role) throws -> LetterChoice {
    var channels: [NotificationKind: NotificationKind.Channel] = [:]
    for kind in NotificationKind.all(for: role) {
      if kind.channels.contains(.page) {
        guard let typed = value(of: kind.field) else {
          channels[kind] = kind.usual(for: role)
          continue
        }
        guard let channel = NotificationKind.Channel(rawValue: typed), kind.channels.contains(channel) else {
          throw Refusal.invalid([Problem(kind.field, "problem.choose")])
        }
        channels[kind] = channel
      } else {
        channels[kind] = value(of: kind.rawValue) == nil ? NotificationKind.Channel.none : .mail
      }
    }
    return LetterChoice(
      channels: channels,
      quiet: QuietHours(from: try hour("quiet-from", else: 21), until: try hour("quiet-until", else: 7)))
  }

  /// A form that does not say when has it as it usually is.
  private func hour(_ field: String, else usual: Int) throws -> TimeOfDay {
    let hour = value(of: field) == nil ? usual : Int(self[field])
    guard let hour, let time = TimeOfDay(hour: hour, minute: 0), hour < 24 else {
      throw Refusal.invalid([Problem(field, "problem.choose")])
    }
    return time
  }
}

extension QuietFields {
  init(_ quiet: QuietHours) {
    func hours(_ chosen: TimeOfDay) -> [Choice] {
      (0..<24).map { hour in
        Choice(String(hour), "\(hour < 10 ? "0" : "")\(hour):00", chosen: chosen.hour == hour)
      }
    }
    self.init(from: hours(quiet.from), until: hours(quiet.until))
  }
}

extension ShownForm {
  /// What is chosen, as long as it is a zone: a name that somebody made up is not shown among those there are.
  fileprivate func zone(of clinic: Clinic) -> String {
    (try? clinic.zones.rules(for: form["zone"])) == nil ? "" : form["zone"]
  }
}
