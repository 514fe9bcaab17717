internal import Pages

/// `GET /account/closure` and a refused `POST`: what happens when an account is closed, before it is.
struct CloseAccountPage: Page {
  let email: String
  /// Whether they work at the clinic, and are no patient of it here.
  var isStaff = false
  /// What lies ahead, soonest first.
  var appointments: [AppointmentAhead] = []
  /// Whether nobody else could look after the clinic's accounts.
  var isLastAdmin = false
  /// Whether they have proved lately who they are.
  var isConfirmed = true
  /// Where they do that, and come back from.
  var proof = ""
  var understood = Field("understood")
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/close"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [understood.control])), "email": .text(email),
      "isStaff": .flag(isStaff), "appointments": .list(appointments),
      "hasAppointments": .flag(!appointments.isEmpty), "isLastAdmin": .flag(isLastAdmin),
      "isConfirmed": .flag(isConfirmed), "proof": .text(proof), "understood": .view(understood),
    ]
  }

  static let samples = [
    CloseAccountPage(email: "paul@example.com", appointments: AppointmentAhead.samples),
    CloseAccountPage(
      email: "paul@example.com", isConfirmed: false, proof: "/account/confirm?next=%2Faccount%2Fclosure"),
    CloseAccountPage(
      email: "paul@example.com",
      understood: Field("understood", problem: "Please tick this if you want to go on")),
    CloseAccountPage(email: "ben@example.com", isStaff: true),
    CloseAccountPage(email: "dana@example.com", isStaff: true, isLastAdmin: true),
  ]
}

/// An appointment that stays booked.
struct AppointmentAhead: View {
  /// `Tuesday 24 November 2026, 09:20`
  let when: String
  let doctor: String

  var fields: Fields { ["when": .text(when), "doctor": .text(doctor)] }

  static let samples = [
    AppointmentAhead(when: "Tuesday 24 November 2026, 09:20", doctor: "Dr Amira Haddad"),
    AppointmentAhead(
      when: "Thursday 3 December 2026, 14:00",
      doctor: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein"),
  ]
}
