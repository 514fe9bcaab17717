internal import Pages

/// `GET /admin/rules` and a refused `POST`: the clinic's own rules of signing in.
struct RulesPage: Page {
  /// Whether patients may do without a second factor.
  let isOptional: Bool
  let passwordMinimum: Field
  let staffIdle: Field
  let staffHours: Field
  let patientIdle: Field
  let patientHours: Field
  var isSaved = false
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/rules"

  private var numbers: [Field] { [passwordMinimum, staffIdle, staffHours, patientIdle, patientHours] }

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, numbers.map(\.control))),
      "isOptional": .flag(isOptional), "passwordMinimum": .view(passwordMinimum),
      "staffIdle": .view(staffIdle), "staffHours": .view(staffHours), "patientIdle": .view(patientIdle),
      "patientHours": .view(patientHours), "isSaved": .flag(isSaved),
    ]
  }

  static let samples = [
    RulesPage(
      isOptional: false, passwordMinimum: Field("passwordMinimum", "8"), staffIdle: Field("staffIdle", "15"),
      staffHours: Field("staffHours", "12"), patientIdle: Field("patientIdle", "30"),
      patientHours: Field("patientHours", "24"), isSaved: true),
    RulesPage(
      isOptional: true, passwordMinimum: Field("passwordMinimum", "15"),
      staffIdle: Field(
        "staffIdle", "600", label: "Minutes without activity", problem: "Please enter a number from 5 to 60"),
      staffHours: Field("staffHours", "12"), patientIdle: Field("patientIdle", "30"),
      patientHours: Field("patientHours", "24")),
  ]
}
