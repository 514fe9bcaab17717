internal import Pages

/// An appointment in its patient's list.
struct AppointmentRow: View {
  /// `Tuesday 24 November 2026`.
  let date: String
  /// `09:20`.
  let time: String
  /// By the visitor's own clock, where that shows another time: `10:20`.
  var own: String?
  /// ISO 8601 with offset, for machines.
  let iso: String
  let service: String
  let doctor: String
  /// With the small picture.
  let face: Face
  let place: String
  /// The child that it is for; nil for one's own.
  var child: String?
  let status: Badge
  let href: String

  var fields: Fields {
    [
      "date": .text(date), "time": .text(time), "own": .text(own), "iso": .text(iso),
      "service": .text(service),
      "doctor": .text(doctor), "face": .view(face), "place": .text(place),
      "child": .text(child), "status": .view(status), "href": .text(href),
    ]
  }

  static let samples = [
    AppointmentRow(
      date: "Tuesday 24 November 2026", time: "09:20", iso: "2026-11-24T09:20:00+00:00",
      service: "First consultation", doctor: "Dr Amira Haddad",
      face: Face(picture: nil, givenName: "Amira", familyName: "Haddad"), place: "Room 2",
      status: Badge("Booked", .good), href: "/appointments/1"),
    AppointmentRow(
      date: "Thursday 3 December 2026", time: "14:00", own: "15:00", iso: "2026-12-03T14:00:00+00:00",
      service: "Ultrasound of the heart (transthoracic echocardiography) with report",
      doctor: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein",
      face: Face(picture: nil, givenName: "Annegret", familyName: "Müller"),
      place: "Ultrasound, ground floor", child: "Léo Moreau", status: Badge("Requested", .warn),
      href: "/appointments/2"),
    AppointmentRow(
      date: "Friday 2 October 2026", time: "10:40", iso: "2026-10-02T10:40:00+01:00",
      service: "Skin check", doctor: "Dr 김서연", face: Face(picture: nil, givenName: "서연", familyName: "김"),
      place: "Room 5", status: Badge("Completed", .quiet), href: "/appointments/3"),
  ]
}
