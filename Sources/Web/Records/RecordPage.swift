internal import Pages

/// `GET /records/:id`: a patient's record, to be read.
struct RecordPage: Page {
  let name: String
  let number: Int
  let birthDate: String
  let phone: String
  let email: String
  let lines: [Line]
  let visits: [RecordVisitRow]
  let documentsHref: String
  let notesHref: String
  let chartHref: String
  let messagesHref: String
  /// Until when it is open, and why; nil for whose work it is.
  var emergency: RecordEmergency?
  /// What whoever receives them is to know.
  var needs: [Badge] = []
  var needNote = ""
  /// In which they can be spoken with, the preferred first.
  var spoken = ""
  /// Who is called in an emergency.
  var contacts: [Line] = []

  static let template = "records/record"

  var fields: Fields {
    [
      "name": .text(name), "number": .number(number), "birthDate": .text(birthDate), "phone": .text(phone),
      "email": .text(email), "lines": .list(lines), "hasLines": .flag(!lines.isEmpty),
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty), "needNote": .text(needNote),
      "spoken": .text(spoken), "contacts": .list(contacts), "hasContacts": .flag(!contacts.isEmpty),
      "visits": .list(visits), "hasVisits": .flag(!visits.isEmpty), "emergency": .view(emergency),
      "documentsHref": .text(documentsHref), "notesHref": .text(notesHref), "chartHref": .text(chartHref),
      "messagesHref": .text(messagesHref),
    ]
  }

  static let samples = [
    RecordPage(
      name: "Nguyễn Thị Minh Khai", number: 1042, birthDate: "28 February 1990", phone: "+44 7700 900123",
      email: "minh.khai@example.org", lines: [Line("12 Quayside"), Line("RV1 4QT Riverside")],
      visits: RecordVisitRow.samples, documentsHref: "/patients/1/documents", notesHref: "/records/1/notes",
      chartHref: "/records/1/chart", messagesHref: "/conversations?scope=all&patient=1",
      needs: Badge.sampleNeeds,
      needNote: "Needs the lift.", spoken: "Tiếng Việt",
      contacts: [Line("Nguyễn Văn An, Parent, +44 7700 900111")]),
    RecordPage(
      name: "محمد العربي", number: 1043, birthDate: "1 January 1948", phone: "", email: "", lines: [],
      visits: [], documentsHref: "/patients/2/documents", notesHref: "/records/2/notes",
      chartHref: "/records/2/chart", messagesHref: "/conversations?scope=all&patient=2",
      emergency: RecordEmergency.samples[0]),
  ]
}

struct RecordEmergency: View {
  /// `15:40`
  let until: String
  let reason: String

  var fields: Fields { ["until": .text(until), "reason": .text(reason)] }

  static let samples = [
    RecordEmergency(until: "12:02", reason: "Found unconscious; allergies and present medication are needed.")
  ]
}

struct RecordVisitRow: View {
  let when: String
  let service: String
  let doctor: String
  let status: Badge
  /// What the patient said it is about; empty for nothing.
  let reason: String

  var fields: Fields {
    [
      "when": .text(when), "service": .text(service), "doctor": .text(doctor), "status": .view(status),
      "reason": .text(reason),
    ]
  }

  static let samples = [
    RecordVisitRow(
      when: "Tuesday 24 November 2026, 09:20", service: "First consultation", doctor: "Dr Amira Haddad",
      status: Badge("Booked", .good), reason: "Knee hurts after running"),
    RecordVisitRow(
      when: "Monday 2 November 2026, 10:00", service: "Check-up", doctor: "Dr Jonas Lindqvist",
      status: Badge("Completed", .quiet), reason: ""),
  ]
}
