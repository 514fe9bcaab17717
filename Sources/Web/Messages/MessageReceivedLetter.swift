internal import Pages

/// There is a message: who wrote it and what it says stand on the page alone.
struct MessageReceivedLetter: Letter {
  let clinic: String
  /// To staff: a patient has written, or a conversation is theirs now.
  let isToStaff: Bool
  /// An absolute address.
  let link: String
  /// Where such letters are ended.
  let unsubscribe: String?

  static let template = "mail/message-received"

  var fields: Fields {
    [
      "clinic": .text(clinic), "isToStaff": .flag(isToStaff), "link": .text(link),
      "unsubscribe": .text(unsubscribe),
    ]
  }

  static let samples = [
    MessageReceivedLetter(
      clinic: "Riverside Polyclinic", isToStaff: false, link: "https://riverside.example.org/messages/1",
      unsubscribe: "https://riverside.example.org/unsubscribe/1"),
    MessageReceivedLetter(
      clinic: "Riverside Polyclinic", isToStaff: true, link: "https://riverside.example.org/conversations/1",
      unsubscribe: nil),
  ]
}
