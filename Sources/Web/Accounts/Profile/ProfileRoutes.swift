import CivilTime
import Clinic
import Hummingbird
import Pages
import Shell

/// The account's own page, and who somebody is and how they are reached.
struct ProfileRoutes: Sendable {
  let site: Site
  let accountPage: Template<AccountPage>
  let profilePage: Template<ProfilePage>
  let displayNamePage: Template<DisplayNamePage>
  let contactPage: Template<ContactPage>

  init(site: Site) throws {
    self.site = site
    accountPage = try site.library.template(AccountPage.self)
    profilePage = try site.library.template(ProfilePage.self)
    displayNamePage = try site.library.template(DisplayNamePage.self)
    contactPage = try site.library.template(ContactPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account", .signedIn, .account, "account", account),
      site.route(.get, "/account/profile", .signedIn, .account, "account.profile", profileForm),
      site.route(.post, "/account/profile", .signedIn, .account, "account.profile.change", changeProfile),
      site.route(
        .get, "/account/contact", .may(.seeOwnRecord), .account, "account.contact", contactForm),
      site.route(
        .post, "/account/contact", .may(.seeOwnRecord), .account, "account.contact.change", changeContact),
    ]
  }

  @Sendable func account(_ call: Call) async throws -> Response {
    let saved = AccountPage.Part(rawValue: try call.query()["saved"])
    let now = site.clinic.clock()
    let (visit, (own, patient, children, waiting, sessions, codesLeft, calendars)) = try await site.clinic
      .ask(
        call.visitor, .ownAccount, .ownPatient, .children(at: now), .pendingAddressChange(at: now),
        .ownSessions(of: call.visitor, at: now), .recoveryCodesLeft, .ownCalendarFeeds)
    guard let own else { throw Refusal.unauthenticated }
    let page = AccountPage(
      own, patient, children, waiting: waiting, sessions: sessions.count, codesLeft: codesLeft,
      calendars: calendars.count, saved: saved, visit, try site.formats(visit, call))
    return site.show(page, accountPage, call, visit, at: .account)
  }

  @Sendable func profileForm(_ call: Call) async throws -> Response {
    let isSaved = try call.query()["saved"] == "1"
    let (visit, (own, patient)) = try await site.clinic.ask(call.visitor, .ownAccount, .ownPatient)
    if let patient {
      let form = ProfileForm.filled(with: patient.profile)
      return try show(form, patient, isSaved: isSaved, call, visit)
    }
    let form = Form(filledWith: [("displayName", own?.name ?? "")])
    return try show(displayName: form, call, visit)
  }

  @Sendable func changeProfile(_ call: Call) async throws -> Response {
    let (visit, patient) = try await site.beforeReading(call) {
      try await site.clinic.ask(call.visitor, .ownPatient)
    }
    guard let patient else { return try await changeDisplayName(call, visit) }
    return try await call.submit { form in
      try await site.clinic.change(
        try ProfileForm(form: form).parsed(), seen: form.value(of: "seen"), by: call.visitor)
      let isMore = form.value(of: "more") != nil
      return site.redirect(
        call, to: isMore ? "\(Path.profile)?saved=1" : Path.account(saved: .settings))
    } showAgain: { form, refusal in
      // As it is by now: it may be that which refused.
      let (visit, now) = try await site.clinic.ask(call.visitor, .ownPatient)
      return try show(form, now ?? patient, call, visit, refusal)
    }
  }

  private func changeDisplayName(_ call: Call, _ visit: Visit) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let name = fields.text("displayName", atMost: 100)
      try fields.finish()
      try await site.clinic.change(displayName: name, by: call.visitor)
      return site.redirect(call, to: Path.account(saved: .settings))
    } showAgain: { form, refusal in
      try show(displayName: form, call, visit, refusal)
    }
  }

  @Sendable func contactForm(_ call: Call) async throws -> Response {
    let (visit, patient) = try await site.clinic.ask(call.visitor, .ownPatient)
    guard let contact = patient?.contact else { throw Refusal.unknown }
    let form = Form(filledWith: [
      ("phone", contact.phone), ("line", contact.address.line.joined(separator: ", ")),
      ("postalCode", contact.address.postalCode), ("city", contact.address.city),
      ("country", contact.address.country),
    ])
    return show(contact: form, patient, call, visit)
  }

  @Sendable func changeContact(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let contact = PatientContact(phone: fields.phone("phone"), address: fields.postalAddress())
      try fields.finish()
      try await site.clinic.change(contact, seen: form.value(of: "seen"), by: call.visitor)
      return site.redirect(call, to: Path.account(saved: .settings))
    } showAgain: { form, refusal in
      let (visit, patient) = try await site.clinic.ask(call.visitor, .ownPatient)
      return show(contact: form, patient, call, visit, refusal)
    }
  }

  private func show(
    _ form: Form, _ patient: OwnPatient, isSaved: Bool = false, _ call: Call, _ visit: Visit,
    _ refusal: Refusal? = nil
  ) throws -> Response {
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let formats = try site.formats(visit, call)
    let kept = patient.profile.furtherNames.count
    let isConflict = refusal == .conflict(.entryChanged)
    let page = ProfilePage(
      given: shown.field("given"), family: shown.field("family"), preferred: shown.field("preferred"),
      gender: shown.gender(),
      names: ProfileForm.numbers.prefix(shown.rows(atLeast: kept + 1)).map {
        NameRow($0, shown, isKept: $0 <= kept)
      },
      birthDate: formats.date(patient.birthDate), isSaved: isSaved,
      seen: (isConflict ? nil : form.value(of: "seen")) ?? patient.profile.edition,
      theirs: isConflict ? NameLine.all(of: patient.profile, words).map { FactView($0, words) } : [],
      notice: shown.problem(""))
    return site.show(
      page, profilePage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.profile)
  }

  private func show(
    displayName form: Form, _ call: Call, _ visit: Visit, _ refusal: Refusal? = nil
  ) throws -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = DisplayNamePage(displayName: shown.field("displayName"), notice: shown.problem(""))
    return site.show(
      page, displayNamePage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.profile)
  }

  private func show(
    contact form: Form, _ patient: OwnPatient?, _ call: Call, _ visit: Visit, _ refusal: Refusal? = nil
  ) -> Response {
    let (contact, isConflict) = (patient?.contact, refusal == .conflict(.entryChanged))
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = ContactPage(
      phone: shown.field("phone"), line: shown.field("line"), postalCode: shown.field("postalCode"),
      city: shown.field("city"), country: shown.field("country"),
      seen: (isConflict ? nil : form.value(of: "seen")) ?? contact?.edition ?? "",
      theirs: isConflict ? contact.map { FactView.all(of: $0, words) } ?? [] : [], notice: shown.problem(""))
    return site.show(
      page, contactPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.contact)
  }
}

extension ShownForm {
  /// How many rows of names there are to show: as many as were filled in, too.
  fileprivate func rows(atLeast least: Int) -> Int {
    let filled = ProfileForm.numbers.last { number in
      ["given", "family", "tag"].contains { !form["name\(number)_\($0)"].isEmpty }
    }
    return max(least, filled ?? 0)
  }
}

extension NameRow {
  fileprivate init(_ number: Int, _ shown: ShownForm, isKept: Bool) {
    let row = "name\(number)_"
    let words = shown.words
    func field(_ part: String) -> Field {
      let label = words[
        "profile.further-part", ["number": String(number), "part": words["label.\(part)"]]]
      return Field(row + part, shown.form[row + part], label: label, problem: shown.problem(row + part))
    }
    func choices(_ part: String, _ choices: [Choice]) -> ChoiceField {
      let field = field(part)
      return ChoiceField(field.name, choices, label: field.label, problem: field.problem)
    }
    let use = shown.form[row + "use"]
    self.init(
      number: number,
      use: choices(
        "use",
        HumanName.Use.offered.map {
          Choice($0.rawValue, words["name-use.\($0.rawValue)"], chosen: $0.rawValue == use)
        }),
      tag: choices("tag", NameTags.choices(chosen: shown.form[row + "tag"])), given: field("given"),
      family: field("family"), isKept: isKept, isRemoved: shown.form.value(of: row + "remove") != nil)
  }
}

extension FactView {
  fileprivate init(_ name: NameLine, _ words: Words) {
    self.init(label: name.use ?? words["person.name"], text: name.text)
  }

  fileprivate static func all(of contact: PatientContact, _ words: Words) -> [FactView] {
    let address = contact.address
    let lines = [
      address.line.joined(separator: ", "), "\(address.postalCode) \(address.city)", address.country,
    ]
    return [
      FactView(label: words["label.phone"], text: contact.phone),
      FactView(label: words["label.line"], text: lines.filter { !$0.isEmpty }.joined(separator: ", ")),
    ]
  }
}
