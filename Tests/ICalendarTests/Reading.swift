import CivilTime
import Foundation
import ICalendar
import Testing

/// A calendar of one event, read the way RFC 5545 says: unfolded, then line by line.
struct Reading {
  let bytes: [UInt8]
  /// Unfolded.
  let lines: [String]

  init(_ object: CalendarObject) {
    bytes = object.rendered()
    var unfolded: [UInt8] = []
    for byte in bytes {
      unfolded.append(byte)
      // In bytes: to Swift, a mark that was folded away from its letter makes one character with the blank.
      if unfolded.suffix(3) == [0x0D, 0x0A, 0x20] { unfolded.removeLast(3) }
    }
    lines = String(decoding: unfolded, as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  /// The value of the first line of this name, with its parameters.
  func line(_ name: String, in component: String = "VEVENT") -> String? {
    lines.drop { $0 != "BEGIN:\(component)" }.prefix { $0 != "END:\(component)" }
      .first { $0.hasPrefix("\(name):") || $0.hasPrefix("\(name);") }.map { String($0.dropFirst(name.count)) }
  }

  /// As folded, without their CRLF.
  var physicalLines: [[UInt8]] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      $0.last == 0x0D ? $0.dropLast() : $0
    }
    .map(Array.init)
  }

  var components: [String] { lines.filter { $0.hasPrefix("BEGIN:") }.map { String($0.dropFirst(6)) } }
}

let clinic = CalendarUser(name: "Riverside", mail: "post@riverside.example")

func object(
  _ events: [CalendarEvent], as method: CalendarObject.Method = .publish, by organizer: CalendarUser = clinic,
  zone: String = "Europe/London", subscription: CalendarObject.Subscription? = nil
) throws -> CalendarObject {
  try CalendarObject(
    method, by: organizer, events, in: TimeZoneRules(identifier: zone), at: instant("2026-11-24T09:20:00Z"),
    subscription: subscription)
}

func event(
  _ start: String = "2026-11-24T09:20:00Z", _ end: String = "2026-11-24T10:00:00Z",
  status: CalendarEvent.Status = .confirmed, summary: String = "Appointment", description: String = "",
  location: String = "", url: String = "", uid: String = "1@riverside.example"
) throws -> CalendarEvent {
  try CalendarEvent(
    uid: uid, sequence: 3, stamp: instant("2026-11-20T08:00:00Z"), during: instant(start)..<instant(end),
    status: status, summary: summary, description: description, location: location, url: url)
}

func instant(_ text: String) throws -> Date {
  try Date(text, strategy: .iso8601)
}
