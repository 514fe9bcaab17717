internal import Pages

/// `GET /dashboard`: a patient's appointments.
struct DashboardPage: Page {
  let patient: String
  /// The soonest that is ahead and was not cancelled.
  let next: AppointmentRow?
  /// The others that are ahead, soonest first.
  let upcoming: [AppointmentRow]
  /// Latest first.
  let past: [AppointmentRow]
  /// Somebody is expected today, and can say that they are there.
  var mayCheckIn = false

  static let template = "patients/dashboard"
  static let languages: [Language] = [.english, .french]

  var fields: Fields {
    [
      "patient": .text(patient),
      "nextAppointment": .view(next),
      "upcoming": .list(upcoming),
      "hasUpcoming": .flag(!upcoming.isEmpty),
      "past": .list(past),
      "hasPast": .flag(!past.isEmpty),
      "mayCheckIn": .flag(mayCheckIn),
    ]
  }

  static var samples: [DashboardPage] {
    let rows = AppointmentRow.samples
    return [
      DashboardPage(
        patient: "Paul", next: rows[0], upcoming: [rows[1]], past: Array(repeating: rows[2], count: 6),
        mayCheckIn: true),
      DashboardPage(patient: "محمد", next: nil, upcoming: [], past: [rows[2]]),
      DashboardPage(patient: "Nguyễn Thị Minh Khai", next: nil, upcoming: [], past: []),
    ]
  }
}
