internal import Pages

/// To administrators: there is feedback. Not what it says.
struct FeedbackReceivedLetter: Letter {
  let clinic: String
  /// An absolute address.
  let list: String

  static let template = "mail/feedback-received"

  var fields: Fields { ["clinic": .text(clinic), "list": .text(list)] }

  static let samples = [
    FeedbackReceivedLetter(
      clinic: "Riverside Polyclinic", list: "https://riverside.example.org/admin/feedback")
  ]
}

/// To somebody who gave feedback and wanted an answer.
struct FeedbackAnsweredLetter: Letter {
  let clinic: String
  /// In an administrator's words.
  let answer: String

  static let template = "mail/feedback-answered"

  var fields: Fields { ["clinic": .text(clinic), "answer": .text(answer)] }

  static let samples = [
    FeedbackAnsweredLetter(
      clinic: "Riverside Polyclinic", answer: "Thank you: it is mended.\nPlease try again.")
  ]
}
