internal import Pages

/// `GET /appointments/:id`: an appointment, first seen as the confirmation of its booking.
struct AppointmentPage: Page {
  let summary: BookingSummary
  let patient: String
  let status: Badge
  /// It is booked and ahead: the page then says what happens next.
  let isAhead: Bool
  /// What the patient wrote; empty when nothing.
  let reason: String

  static let template = "appointments/appointment"

  var fields: Fields {
    [
      "summary": .view(summary),
      "patient": .text(patient),
      "status": .view(status),
      "isAhead": .flag(isAhead),
      "reason": .text(reason),
    ]
  }

  static let samples = [
    AppointmentPage(
      summary: BookingSummary.samples[0], patient: "Paul Moreau", status: Badge("Booked", .good),
      isAhead: true, reason: "My heart races when I climb the stairs, since about three weeks."),
    AppointmentPage(
      summary: BookingSummary.samples[1], patient: "Nguyễn Thị Minh Khai",
      status: Badge("Cancelled", .warn), isAhead: false, reason: ""),
  ]
}
