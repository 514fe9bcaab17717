import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What an administrator does with what the clinic keeps of one noun: the form, and taking out of use. The list is a table.
struct EntryRoutes<E: Entry>: Sendable {
  let site: Site
  let entryPage: Template<EntryPage>
  let retirementPage: Template<RetirementPage>
  /// Nil for nouns without pictures.
  var portraits: EntryPortraits<E>?

  init(site: Site, portraits: EntryPortraits<E>? = nil) throws {
    self.site = site
    self.portraits = portraits
    entryPage = try site.library.template(EntryPage.self)
    retirementPage = try site.library.template(RetirementPage.self)
  }

  var routes: [Route<Admission>] {
    let (noun, one) = (Path.entries(E.noun), "\(Path.entries(E.noun))/:id")
    return [
      route(.get, "\(noun)/new", ".new", new),
      route(.post, noun, ".create", create),
      route(.get, one, ".entry", entry), route(.post, one, ".change", change),
      route(.get, "\(one)/retirement", ".retirement", retirement),
      route(.post, "\(one)/retirement", ".retire", retire),
      route(.post, "\(one)/comeback", ".comeback", comeback),
      route(.post, "\(one)/removal", ".remove", remove),
    ]
  }

  private func route(
    _ method: HTTPRequest.Method, _ pattern: String, _ name: String,
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route<Admission> {
    site.route(
      method, pattern, .may(.manageStaff), .administration, "admin.\(E.noun.rawValue)\(name)", handle)
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    let (visit, names) = try await site.clinic.ask(call.visitor, .namings)
    let words = site.words(visit, call)
    let shown = ShownEntry<E>(nil, try site.surroundings(visit, names), words)
    return site.show(page(shown, nil), entryPage, call, visit, at: .admin)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await submit(call) { form, received in
      guard let id = ID<E.Of>(form.form["key"]) else { throw Refusal.invalid([Problem("", "problem.stale")]) }
      let draft = form.draft(id)
      try await save(draft, form, received, call) {
        try await site.clinic.add(draft, by: call.visitor)
      } portrait: {
        try await portraits?.add(draft, $0, call.visitor)
      }
      return site.redirect(call, to: "\(Path.entry(E.noun, id.uuid))?done=added")
    } showAgain: { form, refusal in
      let (visit, names) = try await site.clinic.ask(call.visitor, .namings)
      let key = ID<E.Of>(form.form["key"]) ?? ID(site.clinic.newKey())
      let shown = ShownEntry<E>(
        form.draft(key), over: nil, refusal.problems, isConflict: false, try site.surroundings(visit, names),
        site.words(visit, call))
      // What is told to be done already is another one, if it is sent again.
      let page = page(shown, nil, key: refusal == .conflict(.alreadyDone) ? ID(site.clinic.newKey()) : key)
      return site.show(
        page, entryPage, call, visit, at: .admin, status: refusal.status, from: "\(Path.entries(E.noun))/new")
    }
  }

  @Sendable func entry(_ call: Call) async throws -> Response {
    let id: ID<E.Of> = try call.id()
    let done = try call.query()["done"]
    return try await show(
      id, call, done: ["added", "saved", "retired-now", "back-now"].contains(done) ? done : nil)
  }

  @Sendable func change(_ call: Call) async throws -> Response {
    let id: ID<E.Of> = try call.id()
    return try await submit(call) { form, received in
      let draft = form.draft(id)
      try await save(draft, form, received, call) {
        try await site.clinic.keep(draft, by: call.visitor)
      } portrait: {
        try await portraits?.keep(draft, $0, call.visitor)
      }
      return site.redirect(call, to: "\(Path.entry(E.noun, id.uuid))?done=saved")
    } showAgain: { form, refusal in
      try await show(id, call, form, refusal)
    }
  }
}

extension EntryRoutes {
  /// The page of one entry: as it is stored, or as it was typed and why that was refused.
  private func show(
    _ id: ID<E.Of>, _ call: Call, _ form: EntryForm<E>? = nil, _ refusal: Refusal? = nil, done: String? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let zone = try await site.clinic.zone(of: call.visitor)
    let (visit, (stored, names, last, outside)) = try await site.clinic.ask(
      call.visitor, Query<E?>.entry(id, at: now), .namings, .lastChange(of: id.uuid),
      .visitsOutside(of: id, E.self, in: zone, at: now))
    guard let stored else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let surroundings = try site.surroundings(visit, names)
    let isConflict = refusal == .conflict(.entryChanged)
    let shown =
      if let form, let refusal {
        ShownEntry<E>(
          form.draft(id), over: stored, refusal.problems, isConflict: isConflict, surroundings, formats.words)
      } else {
        ShownEntry<E>(stored, surroundings, formats.words)
      }
    var page = page(shown, stored)
    page.isConflict = isConflict
    page.done = done.map { formats.words["kept.\($0)"] }
    page.outside = VisitsOutside(outside, formats)
    page.lastChange = last.map { formats.words.list([$0.name, formats.longInstant($0.at)]) }
    return site.show(
      page, entryPage, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: Path.entry(E.noun, id.uuid))
  }

  private func page(_ shown: ShownEntry<E>, _ stored: E?, key: ID<E.Of>? = nil) -> EntryPage {
    let (noun, words) = (E.noun, shown.words)
    let path = stored.map { Path.entry(noun, $0.id.uuid) }
    var page = EntryPage(
      noun: Link(text: words["table.\(noun.rawValue)"], href: Path.entries(noun)),
      heading: stored?.title ?? words["kept.\(noun.rawValue).new"], action: path ?? Path.entries(noun),
      groups: shown.groups, seen: shown.seen, suggestions: shown.suggestions, notice: shown.notice)
    page.key = stored == nil ? (key ?? ID(site.clinic.newKey())).description : nil
    page.portrait = portraits?.field(stored, words["kept.photo"], shown.problem(at: "photo"))
    page.retiring = path.map { path in
      EntryRetiring(
        isActive: stored?.isActive ?? true, retirement: "\(path)/retirement", comeback: "\(path)/comeback",
        isRetirable: E.isRetirable)
    }
    return page
  }

  /// Reads the form, with files where there is a picture to it, and acts on it.
  private func submit(
    _ call: Call, _ act: (EntryForm<E>, MultipartForm?) async throws -> Response,
    showAgain: (EntryForm<E>, Refusal) async throws -> Response
  ) async throws -> Response {
    // The door stands before what is long to read: nobody else's is taken in.
    guard portraits != nil else {
      let form = try await Form.read(
        from: call.request, limits: EntryForm<E>.limits, repeating: EntryForm<E>.repeating)
      return try await call.submit(form) { form in
        try await act(EntryForm(form: form), nil)
      } showAgain: { form, refusal in
        try await showAgain(EntryForm(form: form), refusal)
      }
    }
    _ = try await site.beforeReading(call, EntryForm<E>.limits, repeating: EntryForm<E>.repeating) {
      try await site.clinic.ask(call.visitor, .nothing)
    }
    let limits = MultipartLimits(form: EntryForm<E>.limits)
    return try await MultipartForm.withForm(
      of: call.request, limits: limits, repeating: EntryForm<E>.repeating
    ) { received in
      try await call.submit(received.fields) { form in
        try await act(EntryForm(form: form), received)
      } showAgain: { form, refusal in
        try await showAgain(EntryForm(form: form), refusal.losing(received))
      }
    }
  }

  /// With everything that is wrong told at once, the photo too.
  private func save(
    _ draft: EntryDraft<E>, _ form: EntryForm<E>, _ received: MultipartForm?, _ call: Call,
    plainly: () async throws -> Void, portrait: (PortraitChange) async throws -> Void
  ) async throws {
    if !form.faults.isEmpty { throw Refusal.invalid(form.faults) }
    guard let received else { return try await plainly() }
    let change = try await received.portraitChange(images: site.images)
    try await portrait(change)
  }
}

extension VisitsOutside {
  /// Nil when there are none.
  init?(_ visits: [VisitAhead], _ formats: Formats) {
    if visits.isEmpty { return nil }
    let key = visits.count == 1 ? "kept.outside-one" : "kept.outside"
    self.init(
      text: formats.words[key, ["count": String(visits.count)]],
      visits: visits.prefix(10).map {
        Line(formats.words.pair(formats.longInstant($0.during.lowerBound), $0.serviceName))
      })
  }
}
