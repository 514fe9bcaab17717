internal import Pages

/// `GET /unsubscribe/:link`: to do without reminders, from a letter and without signing in. It names nobody.
struct UnsubscribePage: Page {
  let clinic: String
  let isDone: Bool
  /// Letters about messages end, and not reminders.
  var isOfMessages = false
  /// Where the button leads.
  let action: String

  static let template = "reminders/unsubscribe"

  var fields: Fields {
    [
      "clinic": .text(clinic), "isDone": .flag(isDone), "isOfMessages": .flag(isOfMessages),
      "action": .text(action),
    ]
  }

  static let samples = [
    UnsubscribePage(clinic: "Riverside Polyclinic", isDone: false, action: "/unsubscribe/1"),
    UnsubscribePage(clinic: "Riverside Polyclinic", isDone: true, action: "/unsubscribe/1"),
    UnsubscribePage(
      clinic: "Riverside Polyclinic", isDone: false, isOfMessages: true, action: "/unsubscribe/1"),
    UnsubscribePage(
      clinic: "Riverside Polyclinic", isDone: true, isOfMessages: true, action: "/unsubscribe/1"),
  ]
}
