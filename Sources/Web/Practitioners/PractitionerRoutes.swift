import CivilTime
import Clinic
import Hummingbird
import NIOCore
import ObjectStore
import Pages
import Shell

/// The directory: doctors and their portraits, for everybody.
struct PractitionerRoutes: Sendable {
  let site: Site
  let directoryPage: Template<DirectoryPage>
  let practitionerPage: Template<PractitionerPage>
  private let schedules = Recent<DirectoryTimes.Name, Schedule>(most: 64)

  init(site: Site) throws {
    self.site = site
    directoryPage = try site.library.template(DirectoryPage.self)
    practitionerPage = try site.library.template(PractitionerPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/doctors", .anyone, .publicInformation, "doctors", directory),
      site.route(.get, "/doctors/:id", .anyone, .publicInformation, "doctor", practitioner),
      site.route(.get, "/portraits/:id/:size", .anyone, .publicInformation, "portrait", portrait),
    ]
  }

  @Sendable func directory(_ call: Call) async throws -> Response {
    var search = try DirectorySearch(call.query())
    if !site.directoryTimes { search.earliest = nil }
    let now = site.clinic.clock()
    let name = DirectoryTimes.Name(host: call.visitor.host, search: search, day: Day(utc: now))
    let (visit, (directory, schedule, rooms, choices, specialties, services, own)) = try await site.clinic
      .ask(
        call.visitor, .directory(search, at: now),
        site.directoryTimes
          ? .schedule(
            of: .shown(for: search.service), between: DirectoryTimes.loaded(at: now), for: call.visitor,
            at: now, after: schedules[name])
          : .noSchedule,
        .rooms(of: search.place), .directoryChoices, .specialties, .services, .ownAccount)
    schedules[name] = schedule
    // The rules have changed since they were read: all is asked again, so that it fits together.
    if schedule == nil, site.directoryTimes { return try await self.directory(call) }
    let times = DirectoryTimes(
      search: search, directory: directory, schedule: schedule, rooms: rooms,
      clocks: try site.clocks(visit, call, own), now: visit.now)
    let (cards, total) = times.cards { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: now), at: call.visitor.host)
    }
    if cards.isEmpty, search.page > 1 { return site.redirect(call, to: Path.doctors(search, page: 1)) }
    let filters = DirectoryFilters(
      search, choices, specialties, services, site.words(visit, call), hasTimes: site.directoryTimes)
    let page = DirectoryPage(search, cards, total: total, isPartial: directory.isPartial, filters)
    return site.show(page, directoryPage, call, visit, at: .doctors)
  }

  @Sendable func practitioner(_ call: Call) async throws -> Response {
    let id: ID<Practitioner> = try call.id()
    let (visit, (found, services)) = try await site.clinic.ask(
      call.visitor, .practitioner(id), .services(of: id))
    guard let doctor = found else { throw Refusal.unknown }
    let page = PractitionerPage(doctor, services, try site.formats(visit, call))
    return site.show(page, practitionerPage, call, visit, at: .doctors)
  }

  /// A portrait never changes under its address, so a browser may keep it for good.
  @Sendable func portrait(_ call: Call) async throws -> Response {
    let name = call.context.parameters["size"] ?? ""
    guard name.hasSuffix(".jpg"), let size = Portrait.Size(rawValue: String(name.dropLast(4))) else {
      throw Refusal.unknown
    }
    let object = try await site.clinic.portrait(call.id(), size, by: call.visitor)
    return Response(
      status: .ok,
      headers: [
        .contentType: "image/jpeg", .contentLength: String(object.length),
        .cacheControl: "private, max-age=31536000, immutable",
      ],
      body: ResponseBody(asyncSequence: object.body))
  }
}

extension DirectorySearch {
  /// What is not among the choices is not chosen.
  init(_ query: Form) {
    self.init(
      text: query["q"].trimmed, specialty: ID(query["specialty"]), service: ID(query["service"]),
      language: LanguageNames.english.keys.contains(query["language"]) ? query["language"] : nil,
      gender: AdministrativeGender(rawValue: query["gender"]), place: ID(query["place"]),
      online: query["online"] == "1", earliest: Int(query["earliest"]).flatMap(Earliest.init),
      page: Int(query["page"]) ?? 1)
  }
}
