internal import Pages

/// `GET /admin/emergencies/:id` and its refused form: whether it was right to open a record.
struct EmergencyReviewPage: Page {
  let name: String
  let role: String
  let patient: String
  let number: Int
  /// The patient's record, among all.
  let patientHref: String
  let reason: String
  let opened: String
  let ends: String
  let looks: Int
  /// All that was noted of this patient in emergencies.
  let log: String
  /// Of this page; its form leads further down.
  let here: String
  /// What was found; nil while it is to be reviewed.
  var verdict: String?
  var reviewed = ""
  var findings = ""
  /// Whoever opened a record leaves its review to others.
  var isOwn = false
  var choice = ChoiceField("verdict", [])
  var note = Field("note")
  var notice: String?
  var isDone = false

  static let template = "admin/emergency"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [choice.control, note.control])),
      "name": .text(name), "role": .text(role), "patient": .text(patient), "number": .number(number),
      "patientHref": .text(patientHref), "reason": .text(reason), "opened": .text(opened),
      "ends": .text(ends), "looks": .number(looks), "log": .text(log), "here": .text(here),
      "verdict": .text(verdict), "reviewed": .text(reviewed), "findings": .text(findings),
      "isOwn": .flag(isOwn), "choice": .view(choice), "note": .view(note), "isDone": .flag(isDone),
    ]
  }

  static var samples: [EmergencyReviewPage] {
    let asked = EmergencyReviewPage(
      name: "Dr Amira Haddad", role: "Doctor", patient: "Paul Moreau", number: 1042,
      patientHref: "/admin/patients/1",
      reason: "Found unconscious at the bus stop; allergies and present medication are needed.",
      opened: "Tuesday 24 November 2026, 11:02", ends: "Tuesday 24 November 2026, 12:02", looks: 3,
      log: "/admin/audit?kind=emergency&patient=1", here: "/admin/emergencies/1",
      choice: ChoiceField(
        "verdict", Choice.samples, label: "Judgement", problem: "Please choose"),
      note: Field("note", label: "What you found"))
    var (over, own) = (asked, asked)
    over.verdict = "It was right"
    over.reviewed = "Dana Whitfield, Wednesday 25 November 2026, 08:15"
    over.findings = "Spoke with the ambulance’s crew."
    over.isDone = true
    own.isOwn = true
    return [asked, over, own]
  }
}
