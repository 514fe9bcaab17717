internal import Pages

/// `GET /wishes`: who waits for what, and what became of the times that were given up.
struct WishesPage: Page {
  let wishes: [WishRow]
  /// Nil when no time became free of late.
  var fillRate: FillLine?

  static let template = "waitlist/wishes"

  var fields: Fields {
    [
      "wishes": .list(wishes), "isEmpty": .flag(wishes.isEmpty), "count": .number(wishes.count),
      "isOne": .flag(wishes.count == 1), "fillRate": .view(fillRate),
    ]
  }

  static let samples = [
    WishesPage(wishes: WishRow.samples, fillRate: FillLine.samples[0]),
    WishesPage(wishes: Array(WishRow.samples.prefix(1))), WishesPage(wishes: []),
  ]
}

/// What became of the times that were given up.
struct FillLine: View {
  let freed: Int
  let filled: Int
  let percent: Int

  var fields: Fields { ["freed": .number(freed), "filled": .number(filled), "percent": .number(percent)] }

  static let samples = [FillLine(freed: 14, filled: 9, percent: 64)]
}
