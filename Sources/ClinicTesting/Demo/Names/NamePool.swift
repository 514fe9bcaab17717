/// Given and family names that go together: people of one language.
struct NamePool: Sendable {
  let female: [String]
  let male: [String]
  let family: [String]
  /// Where women's family names have a form of their own, in the same order as `family`.
  let femaleFamily: [String]

  /// Names separated by spaces; an underscore stands for a space within a name.
  init(female: String, male: String, family: String, femaleFamily: String? = nil) {
    func names(_ list: String) -> [String] {
      list.split(separator: " ").map { $0.split(separator: "_").joined(separator: " ") }
    }
    self.female = names(female)
    self.male = names(male)
    self.family = names(family)
    self.femaleFamily = femaleFamily.map(names) ?? self.family
  }
}
