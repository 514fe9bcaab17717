/// Where an axis from zero has its marks: round numbers, four to seven of them.
struct ChartScale: Equatable {
  /// From zero to the first at or beyond the largest value.
  let marks: [Double]

  var top: Double { marks[marks.count - 1] }

  /// - Parameters:
  ///   - largest: of the values, none of which is negative.
  ///   - wholes: whether there is nothing between one and the next whole number.
  init(upTo largest: Double, wholes: Bool) {
    let largest = largest.isFinite ? max(largest, 0) : 0
    var step = Self.round(atLeast: largest / 5)
    if wholes { step = max(step, 1) }
    let count = max(1, (largest / step).rounded(.up))
    marks = (0...Int(count)).map { Double($0) * step }
  }

  /// How far along the axis, from 0 to 1.
  func share(_ value: Double) -> Double {
    min(max(value / top, 0), 1)
  }

  /// 1, 2 or 5, and as many zeros as it needs.
  static func round(atLeast least: Double) -> Double {
    guard least > 0 else { return 1 }
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? 10 * power
  }
}
