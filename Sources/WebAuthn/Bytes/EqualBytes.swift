/// Whether two texts have the same bytes, in a time that tells nothing about where they differ. Unlike `==`
/// of String it knows no canonical equivalence: U+212A is not a K.
func haveEqualBytes(_ a: String, _ b: String) -> Bool {
  let (a, b) = (Array(a.utf8), Array(b.utf8))
  guard a.count == b.count else { return false }
  return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
