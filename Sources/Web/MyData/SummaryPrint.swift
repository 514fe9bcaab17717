import Clinic
import FoundationEssentials
import Pages

/// Who a patient is and what is known of their health, on paper: `summary.pdf` of their archive.
struct SummaryPrint: Page {
  let name: String
  /// `Born 1 January 1980 (46)`
  let born: String
  let number: String
  let made: String
  let allergies: [RecordRow]
  let noAllergies: String
  let conditions: [RecordRow]
  let medications: [RecordRow]
  let vitals: [VitalView]
  let results: [ResultRowView]
  let visits: [SummaryVisit]

  static let template = "print/summary"
  /// The latest of each; all of them are in `bundle.json`.
  static let (mostResults, mostVisits, mostMeasured) = (30, 50, 3)

  var fields: Fields {
    [
      "personIs": .text(name), "born": .text(born), "number": .text(number), "made": .text(made),
      "allergies": .list(allergies), "noAllergies": .text(noAllergies), "conditions": .list(conditions),
      "hasConditions": .flag(!conditions.isEmpty), "medications": .list(medications),
      "hasMedications": .flag(!medications.isEmpty), "vitals": .list(vitals),
      "hasVitals": .flag(!vitals.isEmpty), "results": .list(results), "hasResults": .flag(!results.isEmpty),
      "visits": .list(visits), "hasVisits": .flag(!visits.isEmpty),
    ]
  }

  static let samples = [
    SummaryPrint(
      name: "محمد العربي", born: "Born 1 January 1980 (46 years)", number: "1042", made: "24 November 2026",
      allergies: [RecordRow.samples[0]], noAllergies: "", conditions: [RecordRow.samples[1]],
      medications: [RecordRow.samples[2]], vitals: VitalView.samples, results: ResultRowView.samples,
      visits: SummaryVisit.samples),
    SummaryPrint(
      name: "Paul Fletcher", born: "Born 1 January 1980 (46 years)", number: "7", made: "24 November 2026",
      allergies: [], noAllergies: "Nothing is noted.", conditions: [], medications: [], vitals: [],
      results: [], visits: []),
  ]

  /// As the patient's own pages say it.
  init(_ data: PatientData, _ formats: Formats) {
    let say = RecordSaying(formats: formats, isPlain: true)
    let words = say.words
    let id = data.patient
    let real = data.allergies.filter { !$0.entry.isNoneKnown }
    let none = data.allergies.first { $0.entry.isNoneKnown }
    let today = formats.day(data.at)
    let latest = Dictionary(grouping: data.vitals, by: \.code).values.flatMap {
      $0.prefix(Self.mostMeasured)
    }.sorted { $0.effective > $1.effective }
    self.init(
      name: data.name,
      born: words[
        "record.born",
        ["date": formats.date(data.birthDate), "age": formats.age(from: data.birthDate, on: today)]],
      number: String(data.number), made: formats.date(today),
      allergies: real.map { say.row($0, of: id, isEditable: false) },
      noAllergies: real.isEmpty
        ? none.map { words["health.none-since", ["day": say.day($0.recorded)]] } ?? words["health.empty"]
        : "",
      conditions: data.conditions.map { say.row($0, of: id, isEditable: false) },
      medications: data.medications.map { say.row($0, of: id, isEditable: false) },
      vitals: say.vitals(latest, of: nil), results: data.results.prefix(Self.mostResults).map(say.ownResult),
      visits: data.visits.prefix(Self.mostVisits).map { visit in
        SummaryVisit(
          when: formats.longInstant(visit.during.lowerBound),
          what: words.list([visit.service, visit.practitionerName]),
          state: words["status.\(visit.status.rawValue)"])
      })
  }

  init(
    name: String, born: String, number: String, made: String, allergies: [RecordRow], noAllergies: String,
    conditions: [RecordRow], medications: [RecordRow], vitals: [VitalView], results: [ResultRowView],
    visits: [SummaryVisit]
  ) {
    (self.name, self.born, self.number, self.made) = (name, born, number, made)
    (self.allergies, self.noAllergies, self.conditions) = (allergies, noAllergies, conditions)
    (self.medications, self.vitals, self.results, self.visits) = (medications, vitals, results, visits)
  }
}

struct SummaryVisit: View {
  let when: String
  let what: String
  let state: String

  var fields: Fields { ["when": .text(when), "what": .text(what), "state": .text(state)] }

  static let samples = [
    SummaryVisit(
      when: "Tuesday 24 November 2026, 09:20", what: "First consultation, Dr Amira Haddad", state: "Booked"),
    SummaryVisit(
      when: "Monday 2 March 2026, 10:00", what: "Check-up, Dr Jonas Lindqvist", state: "Completed"),
  ]
}
