internal import Pages

/// `GET /appointments/:id/room`: where the conversation of a visit begins, for its patient.
struct RoomPage: Page {
  let service: String
  let doctor: String
  let isPhone: Bool
  /// Since when they are there: `09:58`; nil for the doctor who is not.
  let since: String
  let doctorSince: String?
  let leaveAction: String
  let visit: String

  static let template = "telehealth/room"

  var fields: Fields {
    [
      "service": .text(service), "doctor": .text(doctor), "isPhone": .flag(isPhone), "since": .text(since),
      "doctorSince": .text(doctorSince), "leaveAction": .text(leaveAction), "visitHref": .text(visit),
    ]
  }

  static let samples = [
    RoomPage(
      service: "Telemedicine consultation", doctor: "Dr Amira Haddad", isPhone: false, since: "09:58",
      doctorSince: nil, leaveAction: "/appointments/1/leaving", visit: "/appointments/1/visit"),
    RoomPage(
      service: "Diet counselling", doctor: "Dr 김서연", isPhone: true, since: "09:58", doctorSince: "10:01",
      leaveAction: "/appointments/1/leaving", visit: "/appointments/1/visit"),
  ]
}

/// `GET /schedule/visits/:id`: a visit, for its doctor: what was answered before it and, online, who has come in.
struct OwnVisitPage: Page {
  let patient: String
  let birthDate: String
  let service: String
  let when: String
  let room: OwnRoom?
  let allergies: [Badge]
  let chart: String
  let answers: AnswersView
  let day: String
  /// Of today's list, by which the page knows when somebody comes in or goes.
  var version = "none"
  /// Where notes of it are written.
  var notes = "/schedule/visits/1/notes"
  var notice: String?

  static let template = "telehealth/own-visit"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "patient": .text(patient),
      "birthDate": .text(birthDate), "service": .text(service), "when": .text(when), "room": .view(room),
      "needs": .list(allergies), "hasNeeds": .flag(!allergies.isEmpty), "chartHref": .text(chart),
      "answers": .view(answers), "dayHref": .text(day), "version": .text(version),
      "notesHref": .text(notes),
    ]
  }

  static let samples = [
    OwnVisitPage(
      patient: "Paul Moreau", birthDate: "28 February 1990", service: "Telemedicine consultation",
      when: "Tuesday 24 November 2026, 09:20 – 09:40", room: OwnRoom.samples[0],
      allergies: [Badge("Allergies: 2", .warn)], chart: "/records/1/chart",
      answers: AnswersView.samples[0], day: "/schedule"),
    OwnVisitPage(
      patient: "김서연", birthDate: "3 May 1984", service: "Telemedicine consultation",
      when: "Tuesday 24 November 2026, 09:20 – 09:40", room: OwnRoom.samples[1],
      allergies: [], chart: "/records/2/chart", answers: AnswersView.samples[1], day: "/schedule",
      notice: "It is too early"),
    OwnVisitPage(
      patient: "محمد العربي", birthDate: "1 January 1948", service: "First consultation",
      when: "Tuesday 24 November 2026, 09:20 – 09:40", room: nil, allergies: [],
      chart: "/records/3/chart", answers: AnswersView.samples[2], day: "/schedule"),
  ]
}

/// Who is in the room of a visit by video or phone, as its doctor sees it.
struct OwnRoom: View {
  let isPhone: Bool
  let opens: String
  let patientSince: String?
  let since: String?
  /// The patient has not agreed, or no more.
  let lacksConsent: Bool
  /// Nil when the way in is closed, or the doctor is in.
  let joinAction: String?
  let leaveAction: String?

  var fields: Fields {
    [
      "isPhone": .flag(isPhone), "opens": .text(opens), "patientSince": .text(patientSince),
      "since": .text(since), "lacksConsent": .flag(lacksConsent), "joinAction": .text(joinAction),
      "leaveAction": .text(leaveAction), "isClosed": .flag(joinAction == nil && leaveAction == nil),
    ]
  }

  static let samples = [
    OwnRoom(
      isPhone: false, opens: "09:05", patientSince: "09:10", since: "09:19", lacksConsent: false,
      joinAction: nil,
      leaveAction: "/schedule/visits/1/leaving"),
    OwnRoom(
      isPhone: true, opens: "09:05", patientSince: nil, since: nil, lacksConsent: true,
      joinAction: "/schedule/visits/1/joining", leaveAction: nil),
  ]
}
