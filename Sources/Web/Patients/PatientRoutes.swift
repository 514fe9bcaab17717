import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The patient's home.
struct PatientRoutes: Sendable {
  let site: Site
  let dashboardPage: Template<DashboardPage>

  init(site: Site) throws {
    self.site = site
    dashboardPage = try site.library.template(DashboardPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/dashboard", .signedIn, .ownRecord, "dashboard", dashboard)]
  }

  /// The first page after signing in: staff are led on to theirs.
  @Sendable func dashboard(_ call: Call) async throws -> Response {
    let (visit, (appointments, own)) = try await site.clinic.ask(
      call.visitor, .myAppointments(at: site.clinic.clock()), .ownAccount)
    switch visit.account?.role {
    case .practitioner: return site.redirect(call, to: Path.schedule)
    case .admin: return site.redirect(call, to: Path.admin)
    case .frontDesk: return site.redirect(call, to: Path.desk)
    case .patient, nil: break
    }
    let page = DashboardPage(appointments, visit, try site.clocks(visit, call.language, own))
    return site.show(page, dashboardPage, call, visit, at: .dashboard)
  }
}

extension DashboardPage {
  /// - Parameter appointments: those ahead, soonest first, then the past ones.
  init(_ appointments: [Appointment], _ visit: Visit, _ clocks: Clocks) {
    let ahead = appointments.filter { $0.during.lowerBound >= visit.now }
    let past = appointments.filter { $0.during.lowerBound < visit.now }
    let next = ahead.first { $0.status != .cancelled }
    self.init(
      patient: visit.account?.name ?? "", next: next.map { AppointmentRow($0, clocks) },
      upcoming: ahead.filter { $0.id != next?.id }.map { AppointmentRow($0, clocks) },
      past: past.map { AppointmentRow($0, clocks) },
      mayCheckIn: appointments.contains { one in
        [.booked, .arrived].contains(one.status) && !one.isOnline
          && visit.now >= one.during.lowerBound - CheckIn.earliest && visit.now < one.during.upperBound
          && clocks.clinic.day(one.during.lowerBound) == clocks.clinic.day(visit.now)
      })
  }
}

extension AppointmentRow {
  init(_ appointment: Appointment, _ clocks: Clocks) {
    let (start, formats) = (appointment.during.lowerBound, clocks.clinic)
    self.init(
      date: formats.longDay(formats.day(start)), time: formats.timeLabel(start), own: clocks.own(start),
      iso: formats.iso(start),
      service: appointment.service, doctor: appointment.practitionerName, face: Face(appointment),
      place: appointment.isOnline ? formats.words["booking.online"] : appointment.location,
      child: appointment.isOwn ? nil : appointment.patientName,
      status: Badge(appointment, formats.words),
      href: Path.appointment(appointment.id))
  }
}
