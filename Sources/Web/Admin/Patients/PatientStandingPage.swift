internal import Pages

/// `GET /admin/patients/:id` and a refused `POST`: a patient's record, and what its retirement would affect.
struct PatientStandingPage: Page {
  let name: String
  let number: Int
  let birthDate: String
  let phone: String
  let email: String
  let isRetired: Bool
  /// Where the record is that it went over to.
  var replacement: String?
  /// Ahead.
  let visits: [ManyVisitRow]
  let wishes: Int
  let hasAccount: Bool
  let children: Int
  /// Of those who are shown the page, whoever may change it.
  let mayRetire: Bool
  /// Nil for whoever may not put records together.
  var merge: MergeLinks?
  /// Of this page; its forms lead further down.
  let here: String
  /// To all of this patient's visits.
  let allVisits: String
  let reason: Field
  let cancels: Bool
  var done: String?
  var notice: String?

  static let template = "tables/patient"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])),
      "name": .text(name), "number": .number(number), "birthDate": .text(birthDate), "phone": .text(phone),
      "email": .text(email), "isRetired": .flag(isRetired), "visits": .list(visits),
      "count": .number(visits.count),
      "hasVisits": .flag(!visits.isEmpty), "wishes": .number(wishes), "hasWishes": .flag(wishes > 0),
      "hasAccount": .flag(hasAccount), "children": .number(children), "hasChildren": .flag(children > 0),
      "mayRetire": .flag(mayRetire), "merge": .view(merge), "replacement": .text(replacement),
      "here": .text(here), "allVisits": .text(allVisits),
      "reason": .view(reason),
      "cancels": .flag(cancels), "done": .text(done),
    ]
  }

  static let samples = [
    PatientStandingPage(
      name: "Nguyễn Thị Minh Khai", number: 1042, birthDate: "28 February 1990", phone: "+44 7700 900123",
      email: "minh.khai@example.org", isRetired: false, visits: ManyVisitRow.samples, wishes: 2,
      hasAccount: true,
      children: 1, mayRetire: true, merge: MergeLinks.samples[0], here: "/admin/patients/1",
      allVisits: "/admin/appointments?q=%231042",
      reason: Field("reason", "", label: "Reason", problem: "Please fill this in"), cancels: true),
    PatientStandingPage(
      name: "محمد العربي", number: 1043, birthDate: "1 January 1948", phone: "", email: "", isRetired: true,
      replacement: "/admin/patients/1",
      visits: [], wishes: 0, hasAccount: false, children: 0, mayRetire: true, here: "/admin/patients/2",
      allVisits: "/admin/appointments?q=%231043", reason: Field("reason", label: "Reason"), cancels: false,
      done: "The record is out of use."),
    PatientStandingPage(
      name: "Paul Moreau", number: 1044, birthDate: "28 February 1990", phone: "", email: "",
      isRetired: false,
      visits: [], wishes: 0, hasAccount: false, children: 0, mayRetire: false, here: "/admin/patients/3",
      allVisits: "/admin/appointments?q=%231044", reason: Field("reason", label: "Reason"), cancels: false),
  ]
}

/// Where two records are put together, and taken apart again.
struct MergeLinks: View {
  let merge: String
  let merges: String

  var fields: Fields { ["mergeHref": .text(merge), "mergesHref": .text(merges)] }

  static let samples = [MergeLinks(merge: "/admin/patients/1/merge", merges: "/admin/patients/1/merges")]
}
