internal import Pages

/// A visit that can't take place as booked, in a list for staff.
struct RebookingRow: View {
  /// `Tuesday 24 November 2026, 09:20`, when it was to be.
  let was: String
  let patient: String
  /// `28 February 1990`; nil where nobody was asked yet.
  var birthDate: String?
  let service: String
  /// The proposed time; nil when nothing was free.
  let proposed: String?
  /// With whom, where it is another doctor.
  var otherDoctor: String?
  /// What it has in place of what is away, where it keeps its time.
  var standIn: String?
  /// Nil before anybody was asked.
  var state: Badge?
  /// When the visit is now, once it was moved.
  var now: String?
  /// Until when the patient can answer.
  var until: String?
  /// Why it is the front desk's.
  var why: String?
  /// What to do about it.
  var todo: String?
  var phone = ""
  var email = ""
  /// Where it is settled.
  var href: String?

  var fields: Fields {
    [
      "was": .text(was), "patient": .text(patient), "birthDate": .text(birthDate), "service": .text(service),
      "proposed": .text(proposed), "otherDoctor": .text(otherDoctor), "standIn": .text(standIn),
      "state": .view(state),
      "now": .text(now), "until": .text(until), "why": .text(why), "todo": .text(todo), "phone": .text(phone),
      "phoneLink": .text("tel:" + phone.filter { $0 == "+" || $0.isNumber }), "email": .text(email),
      "href": .text(href),
    ]
  }

  static let samples = [
    RebookingRow(
      was: "Tuesday 24 November 2026, 09:20", patient: "Paul Moreau", birthDate: "28 February 1990",
      service: "First consultation", proposed: "Monday 30 November 2026, 09:20",
      state: Badge("Waiting for an answer", .quiet), until: "Sunday 22 November 2026, 09:20"),
    RebookingRow(
      was: "Tuesday 24 November 2026, 10:00", patient: "김서연", birthDate: "3 May 1984",
      service: "Electrocardiogram (ECG)", proposed: "Wednesday 25 November 2026, 10:00",
      otherDoctor: "Dr Chloé Laurent", state: Badge("To be called", .warn), why: "No answer came in time.",
      todo: "Call, and agree on a time.", phone: "+44 20 7946 0123", email: "seoyeon@example.com",
      href: "/tasks/2"),
    RebookingRow(
      was: "Tuesday 24 November 2026, 11:00", patient: "Maximiliane Freifrau von Müller-Lüdenscheidt O'Brien",
      birthDate: "19 April 1950", service: "Ultrasound of the heart with report", proposed: nil,
      state: Badge("Moved", .good), now: "Monday 7 December 2026, 11:00"),
    RebookingRow(
      was: "Tuesday 24 November 2026, 11:40", patient: "Nguyễn Thị Minh Khai", birthDate: "1 January 2019",
      service: "Ultrasound of the heart", proposed: nil, standIn: "Ultrasound room 2",
      state: Badge("At its time", .good)),
  ]
}
