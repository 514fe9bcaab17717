import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The form of one section of a person, through either door.
struct SectionRoutes<S: PersonSection>: Sendable {
  let site: Site
  let page: Template<PersonFormPage>
  let door: PersonRoutes.Door

  init(site: Site, _ door: PersonRoutes.Door) throws {
    self.site = site
    self.door = door
    page = try site.library.template(PersonFormPage.self)
  }

  var routes: [Route<Admission>] {
    let (pattern, name) = ("\(door.pattern)/\(S.part.rawValue)", "\(door.name).\(S.part.rawValue)")
    return [
      site.route(.get, pattern, door.access, door.purpose, name) { call in try await show(call) },
      site.route(.post, pattern, door.access, door.purpose, "\(name).change", change),
    ]
  }

  @Sendable func change(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let form = try await Form.read(
      from: call.request, limits: FormLimits(), repeating: EntryForm<S>.repeating)
    return try await call.submit(form) { form in
      let typed = EntryForm<S>(form: form)
      if !typed.faults.isEmpty { throw Refusal.invalid(typed.faults) }
      try await site.clinic.keep(typed.draft(id), by: call.visitor)
      return site.redirect(call, to: "\(door.path(id))?saved=1")
    } showAgain: { form, refusal in
      try await show(call, EntryForm(form: form), refusal)
    }
  }

  private func show(
    _ call: Call, _ form: EntryForm<S>? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, site.clinic.section(S.self, of: id, by: call.visitor, at: now),
      site.clinic.section(NameSection.self, of: id, by: call.visitor, at: now, isNoted: false))
    guard let stored = found, let name else { throw Refusal.unknown }
    let words = site.words(visit, call)
    let isConflict = refusal == .conflict(.entryChanged)
    let shown =
      if let form, let refusal {
        ShownEntry<S>(
          form.draft(id), over: stored, refusal.problems, isConflict: isConflict, PersonWords.surroundings,
          words)
      } else {
        ShownEntry<S>(stored, PersonWords.surroundings, words)
      }
    let part = S.part.rawValue
    let content = PersonFormPage(
      name: name.fullName, heading: words["person.\(part)"], lead: words["person.\(part).lead"],
      action: "\(door.path(id))/\(part)", back: Link(text: name.fullName, href: door.path(id)),
      groups: shown.groups, seen: shown.seen, isConflict: isConflict, notice: shown.notice)
    return site.show(
      content, page, call, visit, at: door == .own ? .account : .desk, status: refusal?.status ?? .ok,
      from: "\(door.path(id))/\(part)")
  }
}

extension Site {
  func personRoutes() throws -> [Route<Admission>] {
    var routes = try PersonRoutes(site: self).routes
    routes += try CorrectionRoutes(site: self).routes
    for door in [PersonRoutes.Door.own, .staff] {
      routes += try SectionRoutes<NameSection>(site: self, door).routes
      routes += try SectionRoutes<ReachSection>(site: self, door).routes
      routes += try SectionRoutes<LanguagesSection>(site: self, door).routes
      routes += try SectionRoutes<NeedsSection>(site: self, door).routes
      routes += try SectionRoutes<ContactsSection>(site: self, door).routes
      routes += try SectionRoutes<CoverageSection>(site: self, door).routes
    }
    return routes + (try SectionRoutes<BirthSection>(site: self, .staff).routes)
  }
}
