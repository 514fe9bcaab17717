internal import Pages

/// An appointment as its practitioner sees it.
struct ScheduleRow: View {
  /// `09:20`.
  let start: String
  let end: String
  let patient: String
  /// `28 February 1990`.
  let birthDate: String
  /// `36 years`; of a small child `7 months`.
  let age: String
  let service: String
  let room: String
  let status: Badge
  /// What the patient wrote; empty when nothing.
  let reason: String

  var fields: Fields {
    [
      "start": .text(start), "end": .text(end), "patient": .text(patient), "birthDate": .text(birthDate),
      "age": .text(age), "service": .text(service), "room": .text(room), "status": .view(status),
      "reason": .text(reason),
    ]
  }

  static let samples = [
    ScheduleRow(
      start: "09:00", end: "09:40", patient: "Paul Moreau", birthDate: "28 February 1990", age: "36 years",
      service: "First consultation", room: "Room 2", status: Badge("Completed", .quiet), reason: ""),
    ScheduleRow(
      start: "09:40", end: "10:00", patient: "김서연", birthDate: "3 May 1984", age: "42 years",
      service: "Electrocardiogram (ECG)", room: "Room 2", status: Badge("Arrived", .good),
      reason: "My heart races when I climb the stairs, since about three weeks."),
    ScheduleRow(
      start: "10:20", end: "11:00", patient: "محمد العربي", birthDate: "1 January 1948", age: "78 years",
      service: "First consultation", room: "Room 2", status: Badge("Booked", .good),
      reason: "ضغط الدم مرتفع"),
    ScheduleRow(
      start: "11:00", end: "12:00", patient: "Maximiliane Freifrau von Müller-Lüdenscheidt O'Brien",
      birthDate: "19 April 2026", age: "7 months",
      service: "Ultrasound of the heart (transthoracic echocardiography) with report",
      room: "Ultrasound, ground floor", status: Badge("Cancelled", .warn), reason: ""),
  ]
}
