internal import Pages

/// `GET /records/:id/chart`: the minimum record of a patient, for whoever treats them.
struct ChartPage: Page {
  let head: RecordHead
  /// What speaks against what is taken.
  let warnings: [Line]
  let allergies: RecordSection
  /// Said with its day, or that nobody has asked.
  let noAllergies: String?
  let isUnasked: Bool
  let noneAction: String
  /// Of the button that says so.
  let key: String
  let conditions: RecordSection
  let medications: RecordSection
  let vitals: [VitalView]
  let addVitals: String
  let results: [ResultRowView]
  let addResult: String
  let moreResults: String?
  let visits: [RecordVisitRow]
  /// Where all of them are, and new ones are begun.
  let notesHref: String
  /// The latest, with prescriptions and letters.
  var notes: [NoteRow] = []
  var notice: String?
  var isSaved = false

  static let template = "record/chart"

  var fields: Fields {
    [
      "head": .view(head), "warnings": .list(warnings), "hasWarnings": .flag(!warnings.isEmpty),
      "allergies": .view(allergies), "noAllergies": .text(noAllergies), "isUnasked": .flag(isUnasked),
      "noneAction": .text(noneAction), "key": .text(key), "conditions": .view(conditions),
      "medications": .view(medications), "vitals": .list(vitals), "hasVitals": .flag(!vitals.isEmpty),
      "addVitals": .text(addVitals), "results": .list(results), "hasResults": .flag(!results.isEmpty),
      "addResult": .text(addResult), "moreResults": .text(moreResults), "visits": .list(visits),
      "hasVisits": .flag(!visits.isEmpty), "problems": .view(ProblemSummary(notice: notice)),
      "isSaved": .flag(isSaved), "notesHref": .text(notesHref), "notes": .list(notes),
      "hasNotes": .flag(!notes.isEmpty),
    ]
  }

  static let samples = [
    ChartPage(
      head: RecordHead.samples[0], warnings: [Line("Amoxicillin: allergic to Penicillin")],
      allergies: RecordSection(
        id: "allergies", heading: "Allergies", rows: [RecordRow.samples[0]], empty: "",
        add: Link(text: "Add an allergy", href: "/records/1/allergies"),
        history: Link(text: "All, with earlier versions", href: "/records/1/chart/history?part=allergies")),
      noAllergies: nil, isUnasked: false, noneAction: "/records/1/allergies/none", key: "key",
      conditions: RecordSection.samples[0], medications: RecordSection.samples[1], vitals: VitalView.samples,
      addVitals: "/records/1/vitals", results: ResultRowView.samples, addResult: "/records/1/results",
      moreResults: "/records/1/chart/history?part=results", visits: RecordVisitRow.samples,
      notesHref: "/records/1/notes", notes: NoteRow.samples, isSaved: true),
    ChartPage(
      head: RecordHead.samples[1], warnings: [],
      allergies: RecordSection(
        id: "allergies", heading: "Allergies", rows: [], empty: "",
        add: Link(text: "Add an allergy", href: "/records/2/allergies"), history: nil),
      noAllergies: nil, isUnasked: true, noneAction: "/records/2/allergies/none", key: "key",
      conditions: RecordSection.samples[1], medications: RecordSection.samples[1], vitals: [],
      addVitals: "/records/2/vitals", results: [], addResult: "/records/2/results", moreResults: nil,
      visits: [], notesHref: "/records/2/notes",
      notice: "There are allergies already."),
  ]
}

/// Whose record a page is of.
struct RecordHead: View {
  let name: String
  let number: Int
  /// `28 February 1990 (36 years)`
  let born: String
  let gender: String
  let needs: [Badge]
  /// Why it is open in an emergency; nil for whose work it is.
  let emergency: String?
  let chart: String
  let record: String

  var fields: Fields {
    [
      "name": .text(name), "number": .number(number), "born": .text(born), "gender": .text(gender),
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty), "emergency": .text(emergency),
      "chartHref": .text(chart), "recordHref": .text(record),
    ]
  }

  static let samples = [
    RecordHead(
      name: "Nguyễn Thị Minh Khai", number: 1042, born: "28 February 1990 (36 years)", gender: "Female",
      needs: Badge.sampleNeeds, emergency: nil, chart: "/records/1/chart", record: "/records/1"),
    RecordHead(
      name: "محمد العربي", number: 1043, born: "1 January 1948 (78 years)", gender: "Male", needs: [],
      emergency: "Found unconscious; allergies and present medication are needed.", chart: "/records/2/chart",
      record: "/records/2"),
  ]
}
