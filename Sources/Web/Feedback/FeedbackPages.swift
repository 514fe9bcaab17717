internal import Pages

/// `GET /feedback` and a refused `POST`: what somebody says of these pages.
struct FeedbackPage: Page {
  /// Makes sending the form twice say it once.
  let key: String
  /// The page that they came from.
  let from: String
  let kind: ChoiceField
  let text: Field
  /// The address an answer goes to; nil for who is not signed in.
  let email: String?
  var wantsAnswer = false
  var isSent = false
  var notice: String?

  static let template = "feedback/feedback"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [kind.control, text.control])), "key": .text(key),
      "from": .text(from), "kind": .view(kind), "text": .view(text), "email": .text(email),
      "wantsAnswer": .flag(wantsAnswer), "isSent": .flag(isSent),
    ]
  }

  static let samples = [
    FeedbackPage(
      key: "key", from: "/doctors", kind: ChoiceField("kind", Choice.samples), text: Field("text"),
      email: "paul@example.com", wantsAnswer: true),
    FeedbackPage(
      key: "key", from: "",
      kind: ChoiceField("kind", Choice.samples, label: "What is it?", problem: "Choose one"),
      text: Field("text", "", label: "What you want to tell us", problem: "Please fill this in"), email: nil),
    FeedbackPage(
      key: "key", from: "", kind: ChoiceField("kind", Choice.samples), text: Field("text"), email: nil,
      isSent: true),
  ]
}

/// `GET /admin/feedback`: what people said, by state.
struct FeedbackListPage: Page {
  let states: [FeedbackState]
  let rows: [FeedbackRow]
  let older: String?

  static let template = "feedback/list"

  var fields: Fields {
    ["states": .list(states), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "older": .text(older)]
  }

  static let samples = [
    FeedbackListPage(
      states: FeedbackState.samples, rows: FeedbackRow.samples, older: "/admin/feedback?state=open&after=1"),
    FeedbackListPage(states: FeedbackState.samples, rows: [], older: nil),
  ]
}

struct FeedbackState: View {
  let text: String
  let href: String
  let isCurrent: Bool

  var fields: Fields { ["text": .text(text), "href": .text(href), "isCurrent": .flag(isCurrent)] }

  static let samples = [
    FeedbackState(text: "Open", href: "/admin/feedback?state=open", isCurrent: true),
    FeedbackState(text: "Closed", href: "/admin/feedback?state=closed", isCurrent: false),
  ]
}

struct FeedbackRow: View {
  let kind: Badge
  /// Its beginning.
  let text: String
  let href: String
  let who: String
  let when: String
  let takenBy: String?

  var fields: Fields {
    [
      "kind": .view(kind), "text": .text(text), "href": .text(href), "who": .text(who), "when": .text(when),
      "takenBy": .text(takenBy),
    ]
  }

  static let samples = [
    FeedbackRow(
      kind: Badge("Problem", .warn), text: "The button to book does nothing on my phone.",
      href: "/admin/feedback/1", who: "Paul Fletcher (Patient)", when: "Tuesday 24 November 2026, 09:40",
      takenBy: "Dana Whitfield"),
    FeedbackRow(
      kind: Badge("Praise", .good), text: "شكرا", href: "/admin/feedback/2", who: "A visitor",
      when: "Monday 23 November 2026, 16:30", takenBy: nil),
  ]
}

/// `GET /admin/feedback/:id` and a refused answer.
struct FeedbackCasePage: Page {
  let row: FeedbackRow
  let text: String
  let page: String
  let state: String
  let here: String
  var mayTake = false
  /// Whether an answer can be written.
  var mayAnswer = false
  var mayClose = false
  /// What was answered.
  var answered: String?
  var answer = Field("answer")
  var done: String?
  var notice: String?

  static let template = "feedback/case"

  var fields: Fields {
    [
      "row": .view(row), "words": .text(text), "page": .text(page), "state": .text(state),
      "here": .text(here),
      "mayTake": .flag(mayTake), "mayAnswer": .flag(mayAnswer), "mayClose": .flag(mayClose),
      "answered": .text(answered), "answer": .view(answer), "done": .text(done),
      "problems": .view(ProblemSummary(notice: notice, [answer.control])),
    ]
  }

  static let samples = [
    FeedbackCasePage(
      row: FeedbackRow.samples[0], text: "The button to book does nothing on my phone.\nWhat can I do?",
      page: "/doctors/…/times", state: "Open", here: "/admin/feedback/1", mayTake: true, mayAnswer: true,
      mayClose: true, answer: Field("answer", "", label: "Answer", problem: "Please fill this in")),
    FeedbackCasePage(
      row: FeedbackRow.samples[1], text: "شكرا", page: "", state: "Closed", here: "/admin/feedback/2",
      answered: "You are welcome.", done: "It is closed.", notice: "Somebody else was quicker."),
  ]
}
