/// Finds what a misspelt name was meant to be.
enum NearMiss {
  /// `; did you mean 'title'?`, or nothing when no candidate is near.
  static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
    let near =
      candidates
      .map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
      .filter { $0.distance <= max(1, name.utf8.count / 3) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let near else { return "" }
    return "; did you mean '\(near.name)'?"
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swapped neighbours cost one each.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var twoAbove: [Int] = []
    var above = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (byte == other ? 0 : 1))
        if i > 0, j > 0, byte == right[j - 1], left[i - 1] == other { best = min(best, twoAbove[j - 1] + 1) }
        row.append(best)
      }
      twoAbove = above
      above = row
    }
    return above[right.count]
  }
}
