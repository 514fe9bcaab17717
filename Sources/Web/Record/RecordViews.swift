internal import Pages

/// An allergy, a condition or a medication, as a line of a chart.
struct RecordRow: View {
  let title: String
  /// `I10`; empty for none.
  var code = ""
  var badges: [Badge] = []
  /// `Rash, swelling (severe)`.
  var details: [Line] = []
  /// `12 May 2026, Dr Amira Haddad`.
  let entered: String
  /// Where it is changed; nil where it is only read.
  var href: String?
  /// What is withdrawn, for the button that says so.
  var withdrawn: String?

  var fields: Fields {
    [
      "title": .text(title), "code": .text(code), "badges": .list(badges), "details": .list(details),
      "entered": .text(entered), "href": .text(href), "withdrawn": .text(withdrawn),
    ]
  }

  static let samples = [
    RecordRow(
      title: "Penicillin", code: "J01CE",
      badges: [Badge("Could be grave", .warn), Badge("Medication", .quiet)],
      details: [Line("Rash, swelling (severe)")], entered: "12 May 2026, Dr Amira Haddad",
      href: "/records/1/allergies?entry=1", withdrawn: "1"),
    RecordRow(
      title: "ارتفاع ضغط الدم", badges: [], entered: "1 January 2026, Dr Jonas Lindqvist", href: nil),
    RecordRow(
      title: "Non-ST-elevation myocardial infarction with subsequent percutaneous coronary intervention",
      code: "I21.4", badges: [Badge("Entered in error", .quiet)], entered: "2 May 2020, Dr Amira Haddad"),
  ]
}

/// One measurement in its table.
struct VitalRow: View {
  let when: String
  let value: String
  let flag: Badge?
  /// What was typed, a note, that it was wrong; empty for nothing.
  var note = ""
  var entered = ""
  var withdrawn: String?

  var fields: Fields {
    [
      "when": .text(when), "value": .text(value), "flag": .view(flag), "note": .text(note),
      "entered": .text(entered), "withdrawn": .text(withdrawn),
    ]
  }

  static let samples = [
    VitalRow(
      when: "24 Nov 2026, 09:20", value: "148/92 mmHg", flag: Badge("High", .warn), note: "After the stairs.",
      entered: "Dr Amira Haddad", withdrawn: "1"),
    VitalRow(when: "2 Nov 2026, 10:00", value: "128/84 mmHg", flag: nil),
  ]
}

/// What was measured of one kind, the latest first.
struct VitalView: View {
  /// `pressure`
  let id: String
  let name: String
  /// `148/92 mmHg`
  let latest: String
  let flag: Badge?
  let when: String
  /// Nil for one measurement.
  let chart: SafeHTML?
  let rows: [VitalRow]
  /// Nil where it is not for whoever sees it.
  let href: String?

  var fields: Fields {
    [
      "id": .text(id), "name": .text(name), "latest": .text(latest), "flag": .view(flag), "when": .text(when),
      "chart": .html(chart), "hasChart": .flag(chart != nil), "rows": .list(rows), "href": .text(href),
    ]
  }

  static let samples = [
    VitalView(
      id: "pressure", name: "Blood pressure", latest: "148/92 mmHg", flag: Badge("High", .warn),
      when: "24 November 2026", chart: sampleTrend.svg, rows: VitalRow.samples,
      href: "/records/1/chart/history?part=vitals&vital=pressure"),
    VitalView(
      id: "weight", name: "Weight", latest: "72.5 kg", flag: nil, when: "2 November 2026", chart: nil,
      rows: [VitalRow.samples[1]], href: nil),
  ]

  private static let sampleTrend = Trend(
    id: "pressure", title: "Blood pressure", description: "From 128/84 mmHg on 2 November to 148/92 mmHg",
    lines: [
      [Trend.Point(at: 0, value: 128, text: "128"), Trend.Point(at: 100, value: 148, text: "148")],
      [Trend.Point(at: 0, value: 84, text: "84"), Trend.Point(at: 100, value: 92, text: "92")],
    ])
}

/// A value of a result.
struct ResultValueRow: View {
  let name: String
  /// `5.9 mmol/L`
  let value: String
  /// `3.5 – 5.1`; empty for none.
  let range: String
  let flag: Badge?

  var fields: Fields {
    ["name": .text(name), "value": .text(value), "range": .text(range), "flag": .view(flag)]
  }

  static let samples = [
    ResultValueRow(
      name: "Potassium", value: "6.4 mmol/L", range: "3.5 – 5.1", flag: Badge("Critically high", .warn)),
    ResultValueRow(name: "Culture", value: "No growth", range: "", flag: nil),
  ]
}

/// A result.
struct ResultRowView: View {
  let title: String
  /// `24 November 2026, Northside Laboratory`
  let about: String
  let badges: [Badge]
  let values: [ResultValueRow]
  let conclusion: String
  /// What is said in place of values: it is being put right.
  var notice: String?
  /// Of its page.
  let href: String?
  let entered: String

  var fields: Fields {
    [
      "title": .text(title), "about": .text(about), "badges": .list(badges), "values": .list(values),
      "hasValues": .flag(!values.isEmpty), "conclusion": .text(conclusion), "notice": .text(notice),
      "href": .text(href), "entered": .text(entered),
    ]
  }

  static let samples = [
    ResultRowView(
      title: "Electrolytes", about: "24 November 2026, Northside Laboratory",
      badges: [Badge("Critical", .warn), Badge("Not seen yet", .warn)], values: ResultValueRow.samples,
      conclusion: "Please repeat.", href: "/records/1/results/1", entered: "24 November 2026, Dr Amira Haddad"
    ),
    ResultRowView(
      title: "تحليل الدم", about: "2 November 2026", badges: [], values: [], conclusion: "",
      notice: "The clinic is putting this result right.", href: nil, entered: ""),
  ]
}

/// How many there are besides, and where.
struct RecordSection: View {
  let id: String
  let heading: String
  let rows: [RecordRow]
  let empty: String
  /// Where something is added; nil where nothing can be.
  let add: Link?
  /// Where all versions are; nil for whose they are not.
  let history: Link?
  var isMore = false

  var fields: Fields {
    [
      "id": .text(id), "heading": .text(heading), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty),
      "empty": .text(empty), "add": .view(add), "history": .view(history), "isMore": .flag(isMore),
    ]
  }

  static let samples = [
    RecordSection(
      id: "conditions", heading: "Conditions", rows: [RecordRow.samples[1]], empty: "",
      add: Link(text: "Add a condition", href: "/records/1/conditions"),
      history: Link(text: "All, with earlier versions", href: "/records/1/chart/history?part=conditions"),
      isMore: true),
    RecordSection(
      id: "medications", heading: "Medication", rows: [], empty: "Nothing is known to be taken.", add: nil,
      history: nil),
  ]
}
