internal import Pages

/// Everybody's day side by side, hour by hour.
struct DeskTable: View {
  let columns: [DeskColumn]
  let hours: [DeskHour]

  var fields: Fields { ["columns": .list(columns), "hours": .list(hours)] }

  static let samples = [DeskTable(columns: DeskColumn.samples, hours: DeskHour.samples)]
}

/// A doctor's day, or a room's.
struct DeskColumn: View {
  let name: String
  /// `09:00 – 12:30, 13:30 – 17:00`; empty for a room.
  let hours: String
  /// When they are away: `15:00 – 16:00`; empty when not.
  var away = ""

  var fields: Fields { ["name": .text(name), "hours": .text(hours), "away": .text(away)] }

  static let samples = [
    DeskColumn(name: "Dr Amira Haddad", hours: "09:00 – 12:30, 13:30 – 17:00"),
    DeskColumn(
      name: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein", hours: "10:00 – 14:00",
      away: "11:00 – 12:00"),
  ]
}

/// What begins within an hour, a cell for each column.
struct DeskHour: View {
  /// `09:00`.
  let hour: String
  let cells: [DeskCell]

  var fields: Fields { ["hour": .text(hour), "cells": .list(cells)] }

  static let samples = [
    DeskHour(
      hour: "09:00",
      cells: [
        DeskCell(doctor: "1", at: "2026-11-24T09:00", visits: Array(DeskRow.samples.prefix(2))), DeskCell(),
      ]),
    DeskHour(
      hour: "10:00",
      cells: [DeskCell(), DeskCell(doctor: "2", at: "2026-11-24T10:00", visits: [DeskRow.samples[2]])]),
  ]
}

struct DeskCell: View {
  /// Whose time it is; empty in the view of rooms.
  var doctor = ""
  /// Local, `2026-11-24T09:00`.
  var at = ""
  var visits: [DeskRow] = []

  var fields: Fields {
    [
      "doctor": .text(doctor), "at": .text(at), "visits": .list(visits), "hasVisits": .flag(!visits.isEmpty),
    ]
  }

  static let samples = [DeskCell()]
}

/// A visit in the view of a day.
struct DeskRow: View {
  let href: String
  /// `09:20`.
  let start: String
  let end: String
  let patient: String
  let service: String
  let serviceID: String
  /// The room, or the doctor in the view of rooms.
  let place: String
  /// Nil while it is simply booked.
  var status: Badge?

  var fields: Fields {
    [
      "href": .text(href), "start": .text(start), "end": .text(end), "patient": .text(patient),
      "service": .text(service), "serviceID": .text(serviceID), "place": .text(place),
      "status": .view(status),
    ]
  }

  static let samples = [
    DeskRow(
      href: "/desk/visits/1", start: "09:00", end: "09:40", patient: "Paul Moreau",
      service: "First consultation",
      serviceID: "1", place: "Room 2", status: Badge("Arrived", .good)),
    DeskRow(
      href: "/desk/visits/2", start: "09:40", end: "10:00", patient: "김서연",
      service: "Electrocardiogram (ECG)", serviceID: "2", place: "Room 2"),
    DeskRow(
      href: "/desk/visits/3", start: "10:00", end: "11:00",
      patient: "Maximiliane Freifrau von Müller-Lüdenscheidt O'Brien",
      service: "Ultrasound of the heart (transthoracic echocardiography) with report",
      serviceID: "3", place: "Ultrasound, ground floor", status: Badge("Requested", .warn)),
  ]
}
