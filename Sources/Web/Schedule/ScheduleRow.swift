internal import Pages

/// An appointment as its practitioner sees it.
struct ScheduleRow: View {
  /// `Tuesday 24 November 2026`, of a request; nil in the list of a day.
  var day: String?
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
  /// Which of its changes is shown: an act upon another is refused.
  var sequence = 0
  /// The patient has not been with this practitioner before.
  var isFirstVisit = false
  /// What the clinic does not have of them: `phone number, postal address`.
  var missing: String?
  /// What whoever receives them is to know.
  var needs: [Badge] = []
  /// Of the patient's record; nil where it can't be opened from here.
  var chart: String?
  /// `Arrived 09:31 · Began 09:44`.
  var phases: String?
  /// The time that was proposed in place of this one, while the patient has not answered.
  var proposed: String?
  /// Where another time is proposed; nil when none can be.
  var propose: String?
  /// Where another visit is booked for the patient; nil before they came.
  var followUp: String?
  /// Its page, with what was answered before it and, online, who has come in; nil where neither is.
  var visit: String?
  /// Where notes of it are written; nil before they came.
  var notes: String?
  /// `Waits online since 09:58`; nil for not.
  var waiting: String?
  /// What can be done to it now.
  var acts: [VisitAct] = []

  var fields: Fields {
    [
      "day": .text(day), "start": .text(start), "end": .text(end), "patient": .text(patient),
      "birthDate": .text(birthDate), "age": .text(age), "service": .text(service), "room": .text(room),
      "status": .view(status), "reason": .text(reason), "sequence": .number(sequence), "acts": .list(acts),
      "hasActs": .flag(
        !acts.isEmpty || followUp != nil || propose != nil || visit != nil || notes != nil || chart != nil),
      "notesHref": .text(notes), "chartHref": .text(chart),
      "visitHref": .text(visit), "waiting": .text(waiting), "followUp": .text(followUp),
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty),
      "isFirstVisit": .flag(isFirstVisit), "missing": .text(missing),
      "phases": .text(phases), "proposed": .text(proposed), "propose": .text(propose),
    ]
  }

  static let samples = [
    ScheduleRow(
      start: "09:00", end: "09:40", patient: "Paul Moreau", birthDate: "28 February 1990", age: "36 years",
      service: "First consultation", room: "Room 2", status: Badge("Completed", .quiet), reason: ""),
    ScheduleRow(
      start: "09:40", end: "10:00", patient: "김서연", birthDate: "3 May 1984", age: "42 years",
      service: "Electrocardiogram (ECG)", room: "Room 2", status: Badge("In progress", .good),
      reason: "My heart races when I climb the stairs, since about three weeks.",
      phases: "Arrived 09:31 · Began 09:44", followUp: "/appointments/2/follow-up",
      notes: "/schedule/visits/2/notes",
      acts: [VisitAct(action: "/appointments/2/fulfilment", text: "Visit is over", isQuiet: false)]),
    ScheduleRow(
      start: "10:20", end: "11:00", patient: "محمد العربي", birthDate: "1 January 1948", age: "78 years",
      service: "First consultation", room: "Room 2", status: Badge("Booked", .good),
      reason: "ضغط الدم مرتفع", isFirstVisit: true, missing: "phone number, postal address",
      needs: [Badge("Allergies: 2", .warn)] + Badge.sampleNeeds, chart: "/records/3/chart",
      acts: [
        VisitAct(action: "/appointments/3/arrival", text: "Has arrived", isQuiet: false),
        VisitAct(action: "/appointments/3/absence", text: "Did not come", isQuiet: true),
      ]),
    ScheduleRow(
      start: "11:00", end: "12:00", patient: "Maximiliane Freifrau von Müller-Lüdenscheidt O'Brien",
      birthDate: "19 April 2026", age: "7 months",
      service: "Ultrasound of the heart (transthoracic echocardiography) with report",
      room: "Ultrasound, ground floor", status: Badge("Cancelled", .warn), reason: ""),
  ]

  static let sampleRequests = [
    ScheduleRow(
      day: "Friday 4 December 2026", start: "14:00", end: "15:00", patient: "Nguyễn Thị Minh Khai",
      birthDate: "7 March 1988", age: "38 years", service: "Removal of a mole", room: "Room 5",
      status: Badge("Requested", .warn), reason: "It has grown since the summer.", sequence: 1,
      propose: "/requests/5/proposal",
      acts: [
        VisitAct(action: "/appointments/5/approval", text: "Accept", isQuiet: false),
        VisitAct(action: "/appointments/5/refusal", text: "Decline", isQuiet: true),
      ]),
    ScheduleRow(
      day: "Friday 4 December 2026", start: "15:00", end: "16:00", patient: "김서연", birthDate: "3 May 1984",
      age: "42 years", service: "Removal of a mole", room: "Room 5", status: Badge("Requested", .warn),
      reason: "",
      proposed: "Monday 7 December 2026, 09:20"),
  ]
}

/// A button of an appointment in its practitioner's schedule.
struct VisitAct: View {
  /// Where its form goes.
  let action: String
  let text: String
  let isQuiet: Bool

  var fields: Fields { ["action": .text(action), "text": .text(text), "isQuiet": .flag(isQuiet)] }

  static let samples = [VisitAct(action: "/appointments/1/arrival", text: "Has arrived", isQuiet: false)]
}
