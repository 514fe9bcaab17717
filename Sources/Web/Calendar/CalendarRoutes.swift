import Clinic
import Credentials
import Hummingbird
import ICalendar
import NIOCore
import Pages
import Shell

/// Appointments as calendar programs read them: one to download, all by a private link.
struct CalendarRoutes: Sendable {
  let site: Site

  var routes: [Route<Admission>] {
    [
      site.route(
        .get, "/appointments/:id/calendar.ics", .may(.seeOwnRecord), .ownRecord, "appointment.calendar",
        download),
      site.route(.get, "/calendar/:link", .anyone, .ownRecord, "calendar.feed", feed),
    ]
  }

  @Sendable func download(_ call: Call) async throws -> Response {
    let (visit, entry) = try await site.clinic.ask(
      call.visitor, .myCalendarEntry(call.id(), at: site.clinic.clock()))
    guard let entry else { throw Refusal.unknown }
    let calendar = try site.calendar(visit, call.language(at: visit))
    let object = try CalendarObject(
      .publish, by: calendar.organizer, [calendar.event(entry, stamp: visit.now)], in: calendar.zone,
      at: visit.now)
    return Self.response(
      object.rendered(), [.contentDisposition: "attachment; filename=\"appointment.ics\""])
  }

  /// For programs, which sign in nowhere: the link is all they have. What it does not open looks the same, whatever the
  /// reason. Nothing in it depends on the minute it is asked at, so that whoever has it already is told so.
  @Sendable func feed(_ call: Call) async throws -> Response {
    guard let link = call.calendarLink else { return Self.nothing }
    let (visit, (reader, entries)) = try await site.clinic.ask(
      call.visitor, .calendarReader(of: link), .calendarEntries(of: link, at: site.clinic.clock()))
    guard let reader else { return Self.nothing }
    let calendar = try site.calendar(visit, Language(code: reader.language))
    let object = try CalendarObject(
      .publish, by: calendar.organizer, entries.map { try calendar.event($0, stamp: $0.bookedAt) },
      in: calendar.zone, at: visit.now, subscription: .init(name: calendar.name, hours: 1))
    let contents = object.rendered()
    let tag = EntityTag.of(contents)
    let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
    if EntityTag.isKnown(tag, to: call.request) { return Response(status: .notModified, headers: headers) }
    return Self.response(contents, headers)
  }

  private static func response(_ contents: [UInt8], _ headers: HTTPFields) -> Response {
    var headers = headers
    headers[.contentType] = "text/calendar; charset=utf-8; method=PUBLISH"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: contents)))
  }

  private static var nothing: Response {
    Response(
      status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: "There is no such calendar.\n")))
  }
}

extension Call {
  /// Programs expect the ending.
  fileprivate var calendarLink: Token? {
    let ending = ".ics"
    guard let name = context.parameters["link"], name.hasSuffix(ending) else { return nil }
    return Token(text: name.dropLast(ending.count))
  }
}

extension Site {
  func calendar(_ visit: Visit, _ language: Language) throws -> AppointmentCalendar {
    try AppointmentCalendar(visit.tenant, origins, library.words(language), clinic.zones)
  }
}
