internal import Pages

/// `GET /records/:id/emergency` and its refused form: why a record has to be opened by somebody whose work it is not.
struct EmergencyPage: Page {
  let name: String
  let number: Int
  /// Of this form.
  let action: String
  /// Makes sending the form twice open once.
  let key: String
  let reason: Field
  let minutes: Int
  var notice: String?

  static let template = "records/emergency"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])),
      "name": .text(name), "number": .number(number), "action": .text(action), "key": .text(key),
      "reason": .view(reason), "minutes": .number(minutes),
    ]
  }

  static let samples = [
    EmergencyPage(
      name: "Paul Moreau", number: 1042, action: "/records/1/emergency", key: "key",
      reason: Field("reason", label: "Reason"), minutes: 60),
    EmergencyPage(
      name: "محمد العربي", number: 1043, action: "/records/2/emergency", key: "key",
      reason: Field("reason", "urgent", label: "Reason", problem: "Please say more"),
      minutes: 60),
  ]
}
