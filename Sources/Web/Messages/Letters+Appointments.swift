import Clinic
import FoundationEssentials
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
  /// Nil in letters whose kind says it.
  let status: Appointment.Status?
  /// Whether its reader can sign in.
  let hasAccount: Bool

  init(_ message: OutboxMessage) { self.init(message.values) }

  init(_ values: [String: String]) {
    func instant(_ name: String) -> Date? {
      values[name].flatMap { Int($0) }.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }
    appointment = values["appointment"].flatMap { ID<Appointment>($0) }
    patient = values["patient"] ?? ""
    start = instant("start")
    end = instant("end")
    sequence = values["sequence"].flatMap { Int($0) } ?? 0
    was = instant("was")
    address = values["address"] ?? ""
    isOnline = values["online"] != nil
    status = values["status"].flatMap(Appointment.Status.init)
    hasAccount = values["no-account"] == nil
  }
}

extension AppointmentNews {
  /// Of each visit that a letter about several is about, in order.
  static func several(_ message: OutboxMessage) throws -> [AppointmentNews] {
    if let visits = message.values["visits"] {
      return try JSONDecoder().decode([[String: String]].self, from: Data(visits.utf8)).map(
        AppointmentNews.init)
    }
    // Letters that were written before they had calendar entries hold times alone.
    return [("starts", "booked"), ("requested", "pending")].flatMap { name, status in
      (message.values[name] ?? "").split(separator: " ")
        .map { AppointmentNews(["start": String($0), "status": status]) }
    }
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
        ? origins.url(tenant, news.appointment.map(Path.appointment) ?? Path.dashboard) : nil)
  }

  func moved(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) -> AppointmentMovedLetter {
    AppointmentMovedLetter(
      appointment: facts(message, tenant, formats),
      was: AppointmentNews(message).was.map(formats.longInstant))
  }

  func series(_ message: OutboxMessage, _ tenant: Tenant, _ formats: Formats) throws
    -> AppointmentSeriesLetter
  {
    let visits = try AppointmentNews.several(message)
    func times(_ isShown: (AppointmentNews) -> Bool) -> [SeriesTime] {
      visits.filter(isShown).map { visit in
        SeriesTime(
          text: visit.start.map(formats.longInstant) ?? "", was: visit.was.map(formats.longInstant))
      }
    }
    let places = Set(visits.map(\.address))
    return AppointmentSeriesLetter(
      change: message.letter == .appointmentSeriesMoved
        ? .moved : message.letter == .appointmentSeriesCancelled ? .cancelled : .booked,
      clinic: tenant.name, phone: tenant.phone,
      address: places.count > 1 ? nil : places.first { !$0.isEmpty } ?? tenant.address,
      isOnline: visits.allSatisfy(\.isOnline), patient: message.values["patient"] ?? "",
      zone: formats.zoneInWords(at: visits.compactMap(\.start)), times: times { $0.status != .pending },
      requested: times { $0.status == .pending },
      link: AppointmentNews(message).hasAccount ? origins.url(tenant, Path.dashboard) : nil)
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
      link: origins.url(tenant, offer.map { Path.waitlist($0) } ?? Path.waitlist))
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
      answer: origins.url(tenant, Path.rebooking(message.secret ?? "")),
      answersRequest: message.values["asked"] != nil)
  }
}
