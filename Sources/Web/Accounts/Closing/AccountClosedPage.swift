internal import Pages

/// `GET /account/closed`: the last word.
struct AccountClosedPage: Page {
  static let template = "accounts/closed"

  var fields: Fields { [:] }

  static let samples = [AccountClosedPage()]
}
