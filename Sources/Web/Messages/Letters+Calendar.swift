public import Clinic
import FoundationEssentials
import ICalendar
import Pages

extension Letters {
  /// The calendar entry that goes with a letter: its method (RFC 5546), and an iCalendar object. Nil for a letter about
  /// nothing that has a time.
  public func calendar(of message: OutboxMessage, for tenant: Tenant) throws -> (
    method: String, content: [UInt8]
  )? {
    let news = AppointmentNews(message)
    switch message.letter {
    case .appointmentBooked, .appointmentMoved: return try calendar(of: news, .confirmed, message, tenant)
    case .appointmentStands:
      let isRequested = message.values["requested"] != nil
      return try calendar(of: news, isRequested ? .tentative : .confirmed, message, tenant)
    // What is asked of the patient is not agreed yet.
    case .appointmentRequested, .appointmentRebooking:
      return try calendar(of: news, .tentative, message, tenant)
    case .appointmentCancelled: return try calendar(of: news, .cancelled, message, tenant)
    case .appointmentSeries, .appointmentSeriesMoved, .appointmentSeriesCancelled:
      return try calendar(ofSeveral: message, tenant)
    default: return nil
    }
  }

  private func calendar(
    of news: AppointmentNews, _ status: CalendarEvent.Status, _ message: OutboxMessage, _ tenant: Tenant
  ) throws -> (method: String, content: [UInt8])? {
    let calendar = try calendar(in: message, tenant)
    guard let event = try calendar.event(news, status, stamp: message.createdAt) else { return nil }
    let patient = CalendarUser(name: news.patient, mail: message.recipient)
    let object = try CalendarObject(
      status == .cancelled ? .cancel(patient) : .request(patient), by: calendar.organizer, [event],
      in: calendar.zone, at: message.createdAt)
    return (object.method.name, object.rendered())
  }

  /// All that a letter about several visits is about: only what is published may hold several UIDs (RFC 6047 section 4.3).
  private func calendar(
    ofSeveral message: OutboxMessage, _ tenant: Tenant
  ) throws -> (method: String, content: [UInt8])? {
    let calendar = try calendar(in: message, tenant)
    let events = try AppointmentNews.several(message).compactMap { news in
      try calendar.event(
        news, CalendarEvent.Status(news.status ?? .booked, isInDoubt: false), stamp: message.createdAt)
    }
    guard !events.isEmpty else { return nil }
    let object = try CalendarObject(
      .publish, by: calendar.organizer, events, in: calendar.zone, at: message.createdAt)
    return (object.method.name, object.rendered())
  }

  private func calendar(in message: OutboxMessage, _ tenant: Tenant) throws -> AppointmentCalendar {
    try AppointmentCalendar(tenant, origins, library.words(language(of: message, tenant)), zones)
  }
}

extension AppointmentCalendar {
  /// Nil where the letter does not say what has to stand there.
  fileprivate func event(
    _ news: AppointmentNews, _ status: CalendarEvent.Status, stamp: Date
  ) throws(CalendarFault) -> CalendarEvent? {
    guard let appointment = news.appointment, let start = news.start, let end = news.end, start < end else {
      return nil
    }
    return try event(
      appointment, start..<end, at: Whereabouts(address: news.address, isOnline: news.isOnline),
      sequence: news.sequence, stamp: stamp, status, page: Path.appointment(appointment))
  }
}
