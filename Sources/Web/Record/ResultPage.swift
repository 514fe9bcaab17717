internal import Pages

/// `GET /records/:id/results/:result`: a result as it counts, what can be done with it, and its earlier versions.
struct ResultPage: Page {
  let head: RecordHead
  let result: ResultRowView
  /// Whether, when and to whom it is shown.
  let release: String
  let seen: String?
  /// Below which its acts are.
  let here: String
  /// What somebody looks at.
  let version: String
  var mayReview = false
  var mayRelease = false
  var mayWithdraw = false
  /// Its form; nil where it can't be changed.
  let change: String?
  let earlier: [ResultRowView]
  var notice: String?
  var isDone = false

  static let template = "record/result"

  var fields: Fields {
    [
      "head": .view(head), "result": .view(result), "release": .text(release), "seen": .text(seen),
      "here": .text(here), "version": .text(version), "mayReview": .flag(mayReview),
      "mayRelease": .flag(mayRelease),
      "mayWithdraw": .flag(mayWithdraw), "change": .text(change), "earlier": .list(earlier),
      "hasEarlier": .flag(!earlier.isEmpty), "problems": .view(ProblemSummary(notice: notice)),
      "isDone": .flag(isDone),
    ]
  }

  static let samples = [
    ResultPage(
      head: RecordHead.samples[0], result: ResultRowView.samples[0], release: "Shown on 1 December 2026",
      seen: nil,
      here: "/records/1/results/1", version: "1", mayReview: true, mayRelease: true, mayWithdraw: true,
      change: "/records/1/results?entry=1", earlier: [ResultRowView.samples[1]]),
    ResultPage(
      head: RecordHead.samples[1], result: ResultRowView.samples[1], release: "Taken back", seen: "Dr Haddad",
      here: "/records/2/results/2", version: "2", change: nil, earlier: [],
      notice: "Somebody else was quicker.", isDone: true),
  ]
}
