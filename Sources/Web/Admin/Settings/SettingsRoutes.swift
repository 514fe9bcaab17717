import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// One form of what a clinic decides for itself. Every setting says what it does, what it usually is, and who changed it
/// last.
struct SettingsRoutes<E: Entry>: Sendable where E.Of == Tenant {
  let site: Site
  let page: Template<SettingsPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(SettingsPage.self)
  }

  var routes: [Route<Admission>] {
    let (path, name) = (Path.settings(E.noun), "admin.\(E.noun.rawValue)")
    return [
      site.route(.get, path, .may(.setRules), .administration, name, settings),
      site.route(.post, path, .may(.setRules), .administration, "\(name).set", set),
    ]
  }

  @Sendable func settings(_ call: Call) async throws -> Response {
    try await show(call, isSaved: try call.query()["saved"] == "1")
  }

  @Sendable func set(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.settings(E.noun)) {
      let form = try await Form.read(
        from: call.request, limits: EntryForm<E>.limits, repeating: EntryForm<E>.repeating)
      return try await call.submit(form) { form in
        let tenant = try await site.clinic.ask(call.visitor, .nothing).visit.tenant.id
        let entry = EntryForm<E>(form: form)
        if !entry.faults.isEmpty { throw Refusal.invalid(entry.faults) }
        try await site.clinic.keep(entry.draft(tenant), by: call.visitor)
        return site.redirect(call, to: "\(Path.settings(E.noun))?saved=1")
      } showAgain: { form, refusal in
        try await show(call, EntryForm(form: form), refusal)
      }
    }
  }

  /// Who has to prove themselves does so before they type.
  private func show(
    _ call: Call, _ form: EntryForm<E>? = nil, _ refusal: Refusal? = nil, isSaved: Bool = false
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (stored, changes, isConfirmed)) = try await site.clinic.ask(
      call.visitor, Query<E?>.own(at: now), .settingChanges, .isConfirmed(by: call.visitor, at: now, for: 300)
    )
    guard let stored else { throw Refusal.unknown }
    guard isConfirmed || !E.needsConfirmation else {
      return site.redirect(call, to: Path.with(next: Path.settings(E.noun), Path.confirmIdentity))
    }
    let formats = try site.formats(visit, call)
    let zones = E.fields.contains { $0.control.suggests(.zone) } ? site.clinic.zones.choices() : []
    let surroundings = Surroundings(
      currency: visit.tenant.currency, today: formats.day(now),
      names: [.zone: zones.map { Surroundings.Name($0) }])
    let isConflict = refusal == .conflict(.entryChanged)
    let shown =
      if let form, let refusal {
        ShownEntry<E>(
          form.draft(stored.id), over: stored, refusal.problems, isConflict: isConflict, surroundings,
          formats.words)
      } else {
        ShownEntry<E>(stored, surroundings, formats.words)
      }
    let words = formats.words
    let usual = usual(words)
    let page = SettingsPage(
      heading: words["kept.\(E.noun.rawValue)"], lead: words["kept.\(E.noun.rawValue).text"],
      action: Path.settings(E.noun),
      groups: shown.groups.map { group in
        EntryGroupView(
          heading: group.heading,
          entryFields: group.entryFields.map { $0.telling(usual[$0.name], changes[$0.name], formats) })
      },
      seen: shown.seen, suggestions: shown.suggestions, isSaved: isSaved, isConflict: isConflict,
      hasLogo: E.noun == .settings, logo: visit.look.logo.map(Path.logo), notice: shown.notice)
    return site.show(
      page, self.page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.settings(E.noun))
  }

  /// By field, in words; none where there is nothing usual.
  private func usual(_ words: Words) -> [String: String] {
    let surroundings = Surroundings(currency: "EUR", today: .first)
    return E.blankTexts(in: surroundings).compactMapValues {
      $0.isEmpty ? words["settings.nothing"] : $0.line
    }
    .merging(
      E.fields.compactMap { field in
        let usual = field.texts(of: E.blank, in: surroundings)
        return switch (field.control, usual) {
        case (.oneOf(_, let prefix), _): (field.key, words["\(prefix).\(usual.line)"])
        case (.someOf(_, let prefix), .several(let codes)):
          (field.key, words.list(codes.map { words["\(prefix).\($0)"] }))
        default: nil
        }
      }, uniquingKeysWith: { $1 })
  }
}

extension EntryFieldView {
  /// With what it usually is, and who changed it last, behind what it does.
  fileprivate func telling(_ usual: String?, _ change: LastChange?, _ formats: Formats) -> Self {
    var told = self
    let words = formats.words
    told.hint = [
      hint, usual.map { words["settings.usual", ["value": $0]] },
      formats.settingChanged(change),
    ].compactMap(\.self).joined(separator: " ")
    return told
  }
}

extension Formats {
  func settingChanged(_ change: LastChange?) -> String {
    change.map { words["settings.changed", ["name": $0.name, "at": longInstant($0.at)]] }
      ?? words["settings.unchanged"]
  }
}

extension Path {
  static func settings(_ noun: Noun) -> String { "/admin/\(noun.rawValue)" }
}
