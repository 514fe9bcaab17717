internal import Pages

/// To whoever asked for it: the archive of what the clinic keeps is made. Nothing of what is in it.
struct ArchiveReadyLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String
  let days: Int

  static let template = "mail/archive-ready"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link), "days": .number(days)] }

  static let samples = [
    ArchiveReadyLetter(
      clinic: "Riverside Polyclinic", link: "https://riverside.example.org/account/data", days: 7)
  ]
}
