internal import Pages

/// What is booked, with whom, where and when: on the way to an appointment and on it.
struct BookingSummary: View {
  let service: String
  let duration: String
  let price: String
  let doctor: String
  let doctorHref: String
  let face: Face
  /// The room.
  let place: String
  /// The house that the room is in; empty when it stands alone.
  let site: String
  /// Empty for the clinic's own, which comes with the frame.
  let address: String
  /// Nobody goes anywhere.
  let isOnline: Bool
  /// `Tuesday 24 November 2026`.
  let date: String
  /// When it begins: `09:20`.
  let time: String
  /// ISO 8601 with offset, for machines.
  let iso: String
  /// The clinic's time zone in words.
  let zone: String
  /// The beginning by the visitor's own clock, and their zone in words, where that shows another time.
  var own: String?
  var ownZone: String?

  var fields: Fields {
    [
      "service": .text(service),
      "duration": .text(duration),
      "price": .text(price),
      "doctor": .text(doctor),
      "doctorHref": .text(doctorHref),
      "face": .view(face),
      "place": .text(place),
      "site": .text(site),
      "address": .text(address),
      "isOnline": .flag(isOnline),
      "date": .text(date),
      "time": .text(time),
      "iso": .text(iso),
      "zone": .text(zone),
      "own": .text(own),
      "ownZone": .text(ownZone),
    ]
  }

  static let samples = [
    BookingSummary(
      service: "First consultation", duration: "40 minutes", price: "£120.00", doctor: "Dr Amira Haddad",
      doctorHref: "/doctors/1", face: Face(picture: nil, givenName: "Amira", familyName: "Haddad"),
      place: "Room 2", site: "Quayside house", address: "12 Quayside, Riverside, RV1 4QT", isOnline: false,
      date: "Tuesday 24 November 2026", time: "09:20",
      iso: "2026-11-24T09:20:00+00:00", zone: "London time (GMT)"),
    BookingSummary(
      service: "Ultrasound of the heart (transthoracic echocardiography) with report", duration: "1 hour",
      price: "£1,180.00", doctor: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein",
      doctorHref: "/doctors/5", face: Face(picture: nil, givenName: "Annegret", familyName: "Müller"),
      place: "Ultrasound, ground floor", site: "", address: "", isOnline: false,
      date: "Wednesday 25 November 2026", time: "11:00",
      iso: "2026-11-25T11:00:00+00:00", zone: "London time (GMT)", own: "12:00", ownZone: "Paris time (CET)"),
  ]
}
