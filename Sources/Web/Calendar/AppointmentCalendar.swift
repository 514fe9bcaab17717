import CivilTime
import Clinic
import FoundationEssentials
import ICalendar
import Pages

/// What calendars are told of a clinic's appointments: when, where, and an address at which to see the rest after signing
/// in. Never what for, with whom or whose: calendars are shared, synchronised and shown on lock screens.
struct AppointmentCalendar {
  let tenant: Tenant
  let origins: Origins
  let words: Words
  let zone: TimeZoneRules

  init(_ tenant: Tenant, _ origins: Origins, _ words: Words, _ zones: TimeZoneDatabase) throws {
    self.tenant = tenant
    self.origins = origins
    self.words = words
    zone = try zones.rules(for: tenant.timeZone)
  }

  /// The clinic: by its mail, where there is any.
  var organizer: CalendarUser {
    guard let mail = origins.mail else {
      return CalendarUser(name: tenant.name, page: origins.url(tenant, Path.home))
    }
    return CalendarUser(name: tenant.name, mail: mail)
  }

  /// Of a whole feed, in a program's list of calendars.
  var name: String { words["calendar.name", ["clinic": tenant.name]] }

  private var title: String { words["calendar.title", ["clinic": tenant.name]] }

  /// The same appointment has the same name in a letter, a download and a feed.
  ///
  /// - Parameter page: where to see more.
  func event(
    _ id: ID<Appointment>, _ during: Range<Date>, at place: Whereabouts, sequence: Int, stamp: Date,
    _ status: CalendarEvent.Status,
    page: String
  ) throws(CalendarFault) -> CalendarEvent {
    let link = origins.url(tenant, page)
    return try CalendarEvent(
      uid: "\(id)@\(origins.host(tenant.slug))", sequence: sequence, stamp: stamp, during: during,
      status: status, summary: title, description: words["calendar.see", ["link": link]],
      location: place.isOnline
        ? words["calendar.online"]
        : [tenant.name, place.address.isEmpty ? tenant.address : place.address].filter { !$0.isEmpty }
          .joined(separator: ", "),
      url: link, language: words.language.code)
  }

  /// - Parameter stamp: an instant at which this was so.
  func event(_ entry: CalendarEntry, stamp: Date) throws(CalendarFault) -> CalendarEvent {
    let page =
      entry.isOwnWork
      ? Path.schedule(zone.local(entry.during.lowerBound).day) : Path.appointment(entry.id)
    return try event(
      entry.id, entry.during, at: Whereabouts(address: entry.address, isOnline: entry.isOnline),
      sequence: entry.sequence, stamp: stamp, CalendarEvent.Status(entry.status, isInDoubt: entry.isInDoubt),
      page: page)
  }
}

/// Where a visit is.
struct Whereabouts {
  /// Empty where it is the clinic's own.
  let address: String
  let isOnline: Bool
}

extension CalendarEvent.Status {
  /// Confirmed is what both sides have agreed to: RFC 5545 section 3.8.1.11.
  ///
  /// - Parameter isInDoubt: the clinic has asked for another time.
  init(_ status: Appointment.Status, isInDoubt: Bool) {
    switch status {
    case .proposed, .pending: self = .tentative
    case .booked where isInDoubt: self = .tentative
    case .booked, .arrived, .fulfilled, .noshow: self = .confirmed
    case .cancelled: self = .cancelled
    }
  }
}
