import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Images
import Pages
import Shell

/// What an administrator sees and adds.
struct AdminRoutes: Sendable {
  let site: Site
  let adminPage: Template<AdminPage>
  let listPage: Template<PractitionerListPage>
  let newPage: Template<NewPractitionerPage>

  init(site: Site) throws {
    self.site = site
    adminPage = try site.library.template(AdminPage.self)
    listPage = try site.library.template(PractitionerListPage.self)
    newPage = try site.library.template(NewPractitionerPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/admin", .may(.manageStaff), .administration, "admin", overview),
      site.route(
        .get, "/admin/practitioners", .may(.manageStaff), .administration, "admin.practitioners", list),
      site.route(
        .get, "/admin/practitioners/new", .may(.manageStaff), .administration, "admin.practitioner.new", new),
      site.route(
        .post, "/admin/practitioners", .may(.manageStaff), .administration, "admin.practitioner.create",
        create),
    ]
  }

  @Sendable func overview(_ call: Call) async throws -> Response {
    let around = Day(utc: site.clinic.clock())
    let (visit, (counts, starts)) = try await site.clinic.ask(
      call.visitor, .counts, .appointmentStarts(between: around.utc(-1)..<around.utc(2)))
    let formats = try site.formats(visit, .english)
    let today = formats.day(visit.now)
    let page = AdminPage(
      doctors: counts.practitioners, services: counts.services, patients: counts.patients,
      appointmentsToday: starts.count { formats.day($0) == today }, today: formats.longDay(today))
    return site.show(page, adminPage, call, visit, at: .admin)
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let added = ID<Practitioner>(try call.query()["added"])
    let (visit, doctors) = try await site.clinic.ask(call.visitor, .staff)
    let page = PractitionerListPage(
      practitioners: doctors.map(PractitionerRow.init), added: doctors.first { $0.id == added }?.name)
    return site.show(page, listPage, call, visit, at: .admin)
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    try await form(Form(repeating: PractitionerForm.repeating), call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    // The door stands before the upload: nobody else's files are taken in.
    _ = try await site.clinic.ask(call.visitor, .nothing)
    return try await MultipartForm.withForm(of: call.request, repeating: PractitionerForm.repeating) {
      received in
      try await call.submit(received.fields) { form in
        guard let id = ID<Practitioner>(form["key"]) else { throw Refusal.staleForm }
        let practitioner = try await parsed(form, received)
        let picture = try await received.portrait("photo", images: site.images)
        try await site.clinic.add(practitioner, id, picture, by: call.visitor)
        return site.redirect(call, to: "\(Path.practitioners)?added=\(id)")
      } showAgain: { form, refusal in
        try await self.form(form, call, refusal, lostPhoto: received.upload("photo") != nil)
      }
    }
  }

  /// - Throws: everything that is wrong, with the photo too.
  private func parsed(_ form: Form, _ received: MultipartForm) async throws -> NewPractitioner {
    do throws(Refusal) {
      return try PractitionerForm(form: form).parsed(today: Day(utc: site.clinic.clock()))
    } catch {
      do {
        _ = try await received.portrait("photo", images: site.images)
      } catch let photo as Refusal {
        throw Refusal.invalid(error.problems + photo.problems.filter { !$0.field.isEmpty })
      }
      throw error
    }
  }

  /// - Parameter lostPhoto: whether a photo came that the browser can't be given back.
  private func form(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, lostPhoto: Bool = false
  ) async throws -> Response {
    let (visit, (specialties, services, locations)) = try await site.clinic.ask(
      call.visitor, .specialties, .services, .locations)
    var problems = refusal?.problems ?? []
    if lostPhoto, !problems.contains(where: { $0.field == "photo" }) {
      problems.append(Problem("photo", "problem.photo-again"))
    }
    let page = NewPractitionerPage(
      ShownForm(form, problems, site.library.words(.english)),
      // What is told to be done already is another doctor, if it is sent again.
      key: refusal == .conflict(.alreadyDone) || form["key"].isEmpty
        ? site.clinic.newKey().uuidString.lowercased() : form["key"], specialties,
      services, locations, try site.formats(visit, .english))
    return site.show(
      page, newPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.newPractitioner)
  }
}

extension PractitionerRow {
  init(_ doctor: Practitioner) {
    self.init(
      name: doctor.name, qualification: doctor.qualification, specialties: doctor.specialties,
      face: Face(doctor, .small), isActive: doctor.active, href: Path.doctor(doctor.id))
  }
}

extension NewPractitionerPage {
  init(
    _ shown: ShownForm, key: String, _ specialties: [Specialty], _ services: [HealthcareService],
    _ locations: [Location],
    _ formats: Formats
  ) {
    self.init(
      prefix: shown.field("prefix"), given: shown.field("given"), family: shown.field("family"),
      qualification: shown.field("qualification"), gender: shown.gender(),
      languages: shown.field("languages"),
      bio: shown.field("bio"),
      specialties: shown.choices("specialty", specialties.map { ($0.id.description, $0.name) }),
      services: shown.choices("service", services.map { ($0.id.description, $0.name) }),
      photo: shown.secret("photo"),
      hours: PractitionerForm.weekdays.map { HoursRow($0, shown, locations, formats) },
      key: key, notice: shown.problem(""))
  }
}

extension HoursRow {
  init(_ weekday: Weekday, _ shown: ShownForm, _ locations: [Location], _ formats: Formats) {
    let row = "day\(weekday.rawValue)_"
    let chosen = shown.form[row + "room"]
    let wrong = Part.allCases.first { shown.problem(row + $0.rawValue) != nil }
    self.init(
      day: weekday.rawValue, weekday: formats.weekday(weekday),
      rooms: locations.map { Choice($0.id.description, $0.name, chosen: $0.id.description == chosen) },
      from: shown.form[row + "from"], until: shown.form[row + "until"],
      problem: wrong.flatMap { shown.problem(row + $0.rawValue) }, wrong: wrong ?? .room)
  }
}
