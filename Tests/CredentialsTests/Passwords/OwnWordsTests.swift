import Testing

@testable import Credentials

@Suite("What is known about the owner of a password")
struct OwnWordsTests {
  static let paul = [
    "Paul Sørensen-Brandt", "paul.sorensen84@example.com", "Riverside Family Clinic", "1984-05-12",
  ]

  @Test(
    "may not make it up",
    arguments: [
      "PaulSorensen", "paul sørensen", "Sørensen-Paul", "sorensen84", "paul.sorensen84@example.com",
      "paulsorensen84", "brandtpaul123", "PAUL_BRANDT!!!", "p@ul-s0r3ns3n", "RiversideClinic",
      "riverside-family-7Kx",
      "12051984", "05121984", "19840512", "1984-05-12", "12.05.84-12/05/84", "Paul12051984", "Brandt-1984!!",
      "SÖRENSEN paul", "Family-Clinic-99",
    ])
  func refused(password: String) {
    #expect(OwnWords(Self.paul).make(up: password))
  }

  @Test("may not contain it: a part of a name is not enough")
  func contained() {
    let words = OwnWords(["Featherstonehaugh"])
    #expect(words.make(up: "feathers"))
    #expect(words.make(up: "Stone-Haugh"))
    #expect(!words.make(up: "feathery"))
    // One letter between separators is a part of every name, and no name.
    #expect(!words.make(up: "-------a"))
    #expect(!words.make(up: "--------"))
  }

  @Test("makes it up when fewer than four other letters remain")
  func remainder() {
    let words = OwnWords(["Amira"])
    #expect(words.make(up: "amira-x7K"))
    #expect(!words.make(up: "amira-x7Kq"))
    #expect(words.make(up: "x7amirak"))
    #expect(!words.make(up: "x7amirakq"))
    #expect(!words.make(up: "x7K"))
  }

  @Test("counts from three letters on, and short names only as a whole")
  func shortWords() {
    #expect(!OwnWords(["Jo Li Xu"]).make(up: "jo-jo-li-li"))
    #expect(OwnWords(["Jo Li"]).make(up: "joli-joli-12"))
    #expect(OwnWords(["j.l.t@example.com"]).make(up: "jlt-example-1"))
    #expect(OwnWords(["Ann"]).make(up: "annannann"))
  }

  @Test("does not join what stood around a word into another word")
  func gap() {
    // "lee" taken out of "smileeth" leaves "smi" and "th", not "smith".
    #expect(!OwnWords(["Smith", "Lee"]).make(up: "smileethsmileeth"))
  }

  @Test(
    "may be in a longer password",
    arguments: [
      "lantern-orchard-paul", "walnut railway", "my clinic by the riverside", "sleeveless brandt coat",
    ])
  func allowed(password: String) {
    #expect(!OwnWords(Self.paul).make(up: password))
  }

  @Test("may be missing")
  func nothing() {
    #expect(!OwnWords([]).make(up: "paul.sorensen"))
    #expect(!OwnWords(["", " ", "@", "--", "1984-5-1"]).make(up: "paul.sorensen"))
  }
}
