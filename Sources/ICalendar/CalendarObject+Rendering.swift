import CivilTime
import FoundationEssentials

extension CalendarObject {
  /// Lines of CRLF in UTF-8, none of more than 75 bytes.
  public func rendered() -> [UInt8] {
    var lines: [ContentLine] = [
      ContentLine("BEGIN", .fixed("VCALENDAR")),
      ContentLine("VERSION", .fixed("2.0")),
      ContentLine("PRODID", .fixed("-//Polyclinic//Appointments//EN")),
      ContentLine("CALSCALE", .fixed("GREGORIAN")),
      ContentLine("METHOD", .fixed(method.name)),
    ]
    if let subscription {
      lines += [
        ContentLine("NAME", .text(subscription.name)),
        // What programs knew before RFC 7986.
        ContentLine("X-WR-CALNAME", .text(subscription.name)),
        ContentLine("REFRESH-INTERVAL", [("VALUE", "DURATION")], .fixed("PT\(subscription.hours)H")),
        ContentLine("X-PUBLISHED-TTL", .fixed("PT\(subscription.hours)H")),
      ]
    }
    lines += TimeZoneComponent(zone, covering: span).lines
    for event in events { lines += self.lines(of: event) }
    lines.append(ContentLine("END", .fixed("VCALENDAR")))
    var output: [UInt8] = []
    output.reserveCapacity(lines.count * 48)
    for line in lines { line.fold(into: &output) }
    return output
  }

  private var span: ClosedRange<Date> {
    let first = events.map(\.during.lowerBound).min() ?? instant
    let last = events.map(\.during.upperBound).max() ?? instant
    return first...last
  }

  private func lines(of event: CalendarEvent) -> [ContentLine] {
    let time = CalendarTime(zone)
    // RFC 5545 section 3.2.10.
    let language = event.language.isEmpty ? [] : [("LANGUAGE", event.language)]
    var lines = [
      ContentLine("BEGIN", .fixed("VEVENT")),
      ContentLine("UID", .text(event.uid)),
      ContentLine("SEQUENCE", .fixed(String(event.sequence))),
      ContentLine("DTSTAMP", .fixed(CalendarTime.utc(event.stamp))),
    ]
    lines += time.lines(of: event.during)
    lines += [
      ContentLine("STATUS", .fixed(event.status.rawValue)),
      ContentLine("SUMMARY", language, .text(event.summary)),
      // Nobody with whom the calendar is shared is told more than that the time is taken.
      ContentLine("CLASS", .fixed("PRIVATE")),
      ContentLine("TRANSP", .fixed(event.status == .cancelled ? "TRANSPARENT" : "OPAQUE")),
      ContentLine("ORGANIZER", [("CN", organizer.name)], .fixed(organizer.uri)),
    ]
    if let attendee = method.attendee {
      // Nothing is asked of them: they booked it, or know of it.
      let parameters = [
        ("CN", attendee.name), ("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE"),
      ]
      lines.append(ContentLine("ATTENDEE", parameters, .fixed(attendee.uri)))
    }
    if !event.location.isEmpty { lines.append(ContentLine("LOCATION", .text(event.location))) }
    if !event.description.isEmpty {
      lines.append(ContentLine("DESCRIPTION", language, .text(event.description)))
    }
    if !event.url.isEmpty { lines.append(ContentLine("URL", .uri(event.url))) }
    lines.append(ContentLine("END", .fixed("VEVENT")))
    return lines
  }
}
