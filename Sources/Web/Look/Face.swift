internal import Pages

/// A doctor's picture, or initials where there is none.
struct Face: View {
  /// The address of the picture, in the size that the page shows.
  let picture: String?
  /// One or two letters.
  let initials: String
  /// 1 to 4: one of the tints behind the initials, so that neighbours in a list differ.
  let tint: Int

  init(picture: String?, initials: String) {
    self.picture = picture
    self.initials = initials
    tint = 1 + initials.unicodeScalars.reduce(0) { $0 + Int($1.value) } % 4
  }

  /// The initials of a name without its prefix. A name in a script without capital letters gives one letter
  /// only: two letters of it would often be read as a word.
  init(picture: String?, givenName: String, familyName: String) {
    let letters = [givenName, familyName].compactMap(\.first)
    let initials = letters.allSatisfy(\.isUppercase) ? letters : Array(letters.suffix(1))
    self.init(picture: picture, initials: String(initials))
  }

  var fields: Fields {
    ["picture": .text(picture), "initials": .text(initials), "tint": .number(tint)]
  }

  static let samples = [
    Face(picture: nil, givenName: "Amira", familyName: "Haddad"),
    Face(picture: nil, givenName: "서연", familyName: "김"),
  ]
}
