public import Clinic
import FoundationEssentials
import ICalendar
import Pages

/// What the outbox holds of an appointment, for letters about it.
struct AppointmentNews {
  let appointment: ID<Appointment>?
  let patient: String
  let start: Date?
  /// Nil in letters that were written before they had calendar entries.
  let end: Date?
  let sequence: Int
  /// When it was to be before it was moved.
  let was: Date?
  /// Where it is; empty where that is the clinic's own address.
  let address: String
  let isOnline: Bool
  /// Whether its reader can sign in.
  let hasAccount: Bool

  init(_ message: OutboxMessage) {
    func instant(_ name: String) -> Date? {
      message.values[name].flatMap { Int($0) }.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }
    appointment = message.values["appointment"].flatMap { ID<Appointment>($0) }
    patient = message.values["patient"] ?? ""
    start = instant("start")
    end = instant("end")
    sequence = message.values["sequence"].flatMap { Int($0) } ?? 0
    was = instant("was")
    address = message.values["address"] ?? ""
    isOnline = message.values["online"] != nil
    hasAccount = message.values["no-account"] == nil
  }
}

extension Letters {
  func facts(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) -> AppointmentFacts {
    let news = AppointmentNews(message)
    let start = news.start ?? Date(timeIntervalSince1970: 0)
    return AppointmentFacts(
      clinic: tenant.name, phone: tenant.phone, address: news.address.isEmpty ? tenant.address : news.address,
      isOnline: news.isOnline, patient: news.patient,
      date: formats.longDay(formats.day(start)), time: formats.timeLabel(start),
      zone: formats.zoneInWords(at: [start]),
      link: news.hasAccount
        ? origins.url(tenant.slug, news.appointment.map(Path.appointment) ?? Path.dashboard) : nil)
  }

  func moved(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) -> AppointmentMovedLetter {
    AppointmentMovedLetter(
      appointment: facts(message, tenant, formats),
      was: AppointmentNews(message).was.map(formats.longInstant))
  }

  func series(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) -> AppointmentSeriesLetter {
    func times(_ name: String) -> [Line] {
      (message.values[name] ?? "").split(separator: " ").compactMap { Int($0) }
        .map { Line(formats.longInstant(Date(timeIntervalSince1970: TimeInterval($0)))) }
    }
    return AppointmentSeriesLetter(
      clinic: tenant.name, phone: tenant.phone, address: tenant.address,
      patient: message.values["patient"] ?? "", zone: tenant.timeZone,
      times: times("starts"), requested: times("requested"),
      link: AppointmentNews(message).hasAccount ? origins.url(tenant.slug, Path.dashboard) : nil)
  }

  func waitlistOffer(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) -> WaitlistOfferLetter {
    func instant(_ name: String) -> String {
      message.values[name].flatMap { Int($0) }
        .map { formats.longInstant(Date(timeIntervalSince1970: TimeInterval($0))) } ?? ""
    }
    let offer = message.values["offer"].flatMap { ID<WaitlistOffer>($0) }
    return WaitlistOfferLetter(
      clinic: tenant.name, phone: tenant.phone, patient: message.values["patient"] ?? "",
      start: instant("start"), zone: tenant.timeZone, until: instant("until"),
      link: origins.url(tenant.slug, offer.map { Path.waitlist($0) } ?? Path.waitlist))
  }

  func rebooking(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats)
    -> AppointmentRebookingLetter
  {
    func instant(_ name: String) -> String? {
      message.values[name].flatMap { Int($0) }
        .map { formats.longInstant(Date(timeIntervalSince1970: TimeInterval($0))) }
    }
    return AppointmentRebookingLetter(
      appointment: facts(message, tenant, formats), proposed: instant("proposed"),
      until: instant("until") ?? "",
      answer: origins.url(tenant.slug, Path.rebooking(message.secret ?? "")),
      answersRequest: message.values["asked"] != nil)
  }

  /// The calendar entry that goes with a letter: its method (RFC 5546), and an iCalendar object. Nil for a letter about
  /// nothing that has a time.
  public func calendar(of message: OutboxMessage, for tenant: Tenant) throws -> (
    method: String, content: [UInt8]
  )? {
    let status: CalendarEvent.Status
    switch message.letter {
    case .appointmentBooked, .appointmentMoved: status = .confirmed
    case .appointmentRequested: status = .tentative
    case .appointmentCancelled: status = .cancelled
    default: return nil
    }
    let news = AppointmentNews(message)
    guard let appointment = news.appointment, let start = news.start, let end = news.end, start < end else {
      return nil
    }
    let calendar = try AppointmentCalendar(
      tenant, origins, library.words(language(of: message, tenant)), zones)
    let event = try calendar.event(
      appointment, start..<end, at: Whereabouts(address: news.address, isOnline: news.isOnline),
      sequence: news.sequence, stamp: message.createdAt, status,
      page: Path.appointment(appointment))
    let patient = CalendarUser(name: news.patient, mail: message.recipient)
    let object = try CalendarObject(
      status == .cancelled ? .cancel(patient) : .request(patient), by: calendar.organizer, [event],
      in: calendar.zone, at: message.createdAt)
    return (object.method.name, object.rendered())
  }
}
