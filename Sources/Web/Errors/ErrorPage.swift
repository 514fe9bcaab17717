internal import Pages

/// Any answer that is a refusal or a fault: what happened, what to do, and a number to quote.
struct ErrorPage: Page {
  let status: Int
  let title: String
  let message: String
  /// What our log has it under.
  let reference: String

  /// The statuses that have words of their own; any other is told as 400 or as 500.
  static let statuses = [400, 403, 404, 405, 408, 409, 413, 421, 422, 429, 500, 503]

  /// The keys of the catalogues that the initialiser looks up.
  static let keys = (statuses.map { "\($0)" } + ["elsewhere", "suspended"]).flatMap {
    ["error.\($0).title", "error.\($0).message"]
  }

  static let template = "errors/error"

  var fields: Fields {
    [
      "status": .number(status), "title": .text(title), "message": .text(message),
      "reference": .text(reference),
    ]
  }

  static let samples = [
    ErrorPage(
      status: 404, title: "We cannot find that page",
      message: "It may have moved, or the address may be mistyped.", reference: "7F3K-92QD"),
    ErrorPage(
      status: 503, title: "We are very busy right now",
      message: "Nothing was changed. Please try again in a minute.", reference: ""),
  ]
}

extension ErrorPage {
  init(status: Int, case: String? = nil, reference: String, words: Words) {
    let told = `case` ?? String(Self.statuses.contains(status) ? status : status < 500 ? 400 : 500)
    self.init(
      status: status, title: words["error.\(told).title"], message: words["error.\(told).message"],
      reference: reference)
  }
}
