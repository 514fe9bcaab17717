import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What the clinic offers, for everybody: all of it, and each with who gives it and when they are free next.
struct ServiceRoutes: Sendable {
  let site: Site
  let listPage: Template<ServicesPage>
  let page: Template<ServicePage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(ServicesPage.self)
    page = try site.library.template(ServicePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/services", .anyone, .publicInformation, "services", list),
      site.route(.get, "/services/:id", .anyone, .publicInformation, "service", service),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (services, offers, schedule, own)) = try await site.clinic.ask(
      call.visitor, .services, .onlineOffers,
      site.directoryTimes
        ? .schedule(
          of: .online, between: DirectoryTimes.loaded(at: now), for: call.visitor, at: now, after: nil)
        : .noSchedule, .ownAccount)
    let clocks = try site.clocks(visit, call, own)
    var shown = ServicesPage(services, clocks.clinic)
    shown.online = OnlineGroup.all(of: offers, schedule, clocks.clinic, at: now)
    return site.show(shown, listPage, call, visit, at: .services)
  }

  @Sendable func service(_ call: Call) async throws -> Response {
    let (id, now) = (try call.id() as ID<HealthcareService>, site.clinic.clock())
    let (visit, (found, doctors, schedule, own)) = try await site.clinic.ask(
      call.visitor, .service(id), .doctors(giving: id),
      .schedule(
        of: .everybody(giving: id), between: DirectoryTimes.loaded(at: now), for: call.visitor, at: now),
      .ownAccount)
    guard let found else { throw Refusal.unknown }
    let clocks = try site.clocks(visit, call, own)
    let shown = ServicePage(found, doctors, schedule, clocks, at: now)
    return site.show(shown, page, call, visit, at: .services)
  }
}

extension HealthcareService {
  /// Below which it is listed.
  fileprivate var heading: String { category.isEmpty ? specialty : category }

  /// The next free time with somebody.
  fileprivate func next(
    with doctor: ID<Practitioner>, isFirstVisit: Bool, in schedule: Schedule, _ zone: TimeZoneRules,
    at now: Date
  ) -> Date? {
    SlotSearch(of: doctor, for: self, isFirstVisit: isFirstVisit, in: schedule, zone: zone, at: now)
      .next(1).first?.during.lowerBound
  }
}

extension OnlineGroup {
  /// Offers come by heading and service.
  fileprivate static func all(
    of offers: [OnlineOffer], _ schedule: Schedule?, _ formats: Formats, at now: Date
  ) -> [OnlineGroup] {
    var groups: [(title: String, services: [[OnlineOffer]])] = []
    for offer in offers {
      if groups.last?.title != offer.service.heading { groups.append((offer.service.heading, [])) }
      let last = groups.count - 1
      if groups[last].services.last?.first?.service.id == offer.service.id {
        groups[last].services[groups[last].services.count - 1].append(offer)
      } else {
        groups[last].services.append([offer])
      }
    }
    return groups.enumerated().map { index, group in
      OnlineGroup(
        title: group.title, anchor: "o\(index + 1)",
        services: group.services.map { OnlineServiceCard($0, schedule, formats, at: now) })
    }
  }
}

extension OnlineServiceCard {
  /// - Parameter offers: of one service, at least one.
  fileprivate init(_ offers: [OnlineOffer], _ schedule: Schedule?, _ formats: Formats, at now: Date) {
    let service = offers[0].service
    let next = schedule.flatMap { schedule in
      offers.compactMap {
        service.next(with: $0.practitioner.id, isFirstVisit: true, in: schedule, formats.zone, at: now)
      }.min()
    }
    self.init(
      name: service.name, description: service.description,
      duration: formats.minutes(service.rules.minutes(isFirstVisit: true)),
      price: formats.money(service.price),
      isPhone: service.modality == .phone, doctors: formats.words.list(offers.map(\.practitioner.name)),
      next: next.map(formats.longInstant), href: Path.service(service.id), times: Path.times(service.id))
  }
}

extension ServicePage {
  fileprivate init(
    _ service: HealthcareService, _ doctors: [Directory.Entry], _ schedule: Schedule, _ clocks: Clocks,
    at now: Date
  ) {
    let formats = clocks.clinic
    self.init(
      name: service.name, category: service.heading, description: service.description,
      duration: formats.minutes(service.rules.minutes(isFirstVisit: true)),
      price: formats.money(service.price),
      modality: formats.words["modality.\(service.modality.rawValue)"], preparation: service.preparation,
      isOnline: service.rules.isOnline,
      doctors: doctors.map { entry in
        let doctor = entry.practitioner
        let next = service.next(
          with: doctor.id, isFirstVisit: !entry.isKnown, in: schedule, formats.zone, at: now)
        return ServiceDoctor(
          name: doctor.name, qualification: doctor.qualification, face: Face(doctor, .small),
          href: Path.doctor(doctor.id), next: next.map(formats.longInstant), own: next.flatMap(clocks.own),
          times: Path.times(doctor.id, service.id))
      },
      times: Path.times(service.id))
  }

  /// What this file asks of the catalogue.
  static let keys = Modality.allCases.map { "modality.\($0.rawValue)" }
}
