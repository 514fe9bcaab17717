internal import Pages

/// `GET /health`: what patients see of their own record or of a child's, in plain words.
struct HealthPage: Page {
  /// Whose it is; more than one where there are children.
  let people: [PersonLink]
  let name: String
  let allergies: RecordSection
  let noAllergies: String?
  let conditions: RecordSection
  let medications: RecordSection
  let vitals: [VitalView]
  let results: [ResultRowView]

  static let template = "record/health"
  /// So many results are shown at once, the latest: what comes below them is not to be ten years away.
  static let atOnce = 3

  var fields: Fields {
    [
      "people": .list(people), "hasPeople": .flag(people.count > 1), "personIs": .text(name),
      "allergies": .view(allergies), "noAllergies": .text(noAllergies), "conditions": .view(conditions),
      "medications": .view(medications), "vitals": .list(vitals), "hasVitals": .flag(!vitals.isEmpty),
      "results": .list(Array(results.prefix(Self.atOnce))), "hasResults": .flag(!results.isEmpty),
      "olderResults": .list(Array(results.dropFirst(Self.atOnce))),
      "hasOlder": .flag(results.count > Self.atOnce),
    ]
  }

  static let samples = [
    HealthPage(
      people: PersonLink.samples, name: "Paul Fletcher",
      allergies: RecordSection(
        id: "allergies", heading: "Allergies", rows: [RecordRow.samples[0]], empty: "", add: nil, history: nil
      ),
      noAllergies: nil, conditions: RecordSection.samples[0], medications: RecordSection.samples[1],
      vitals: VitalView.samples, results: ResultRowView.samples + ResultRowView.samples),
    HealthPage(
      people: [PersonLink.samples[0]], name: "محمد العربي",
      allergies: RecordSection(
        id: "allergies", heading: "Allergies", rows: [], empty: "Nothing is noted.", add: nil, history: nil),
      noAllergies: "No allergies, as of 1 January 2026.", conditions: RecordSection.samples[1],
      medications: RecordSection.samples[1], vitals: [], results: []),
  ]
}
