/// What of a person or an account was changed, as the audit log names it: never what stood there before or stands now.
public enum Detail: String, Hashable, Sendable, CaseIterable {
  case familyName = "family-name"
  case givenName = "given-name"
  case preferredName = "preferred-name"
  case furtherNames = "further-names"
  case birthDate = "birth-date"
  case gender
  case displayName = "display-name"
  case phone
  case email
  case postalAddress = "postal-address"
  case language
  /// In which somebody can be spoken with.
  case spokenLanguages = "spoken-languages"
  /// What somebody needs at the clinic.
  case needs
  /// Who is called in an emergency.
  case contacts
  case coverage
  case timeZone = "time-zone"
  /// Whether letters of this kind are sent.
  case newBrowserLetters = "new-browser-letters"
  case guessesLetters = "guesses-letters"
  /// Which reminders come.
  case reminders
  /// How somebody hears of something else.
  case letters
  case quietHours = "quiet-hours"
}

extension PatientProfile {
  func details(changedFrom old: PatientProfile) -> [Detail] {
    [
      familyName != old.familyName ? .familyName : nil, givenName != old.givenName ? .givenName : nil,
      preferredName != old.preferredName ? .preferredName : nil,
      furtherNames != old.furtherNames ? .furtherNames : nil, gender != old.gender ? .gender : nil,
    ].compactMap(\.self)
  }
}

extension PatientContact {
  func details(changedFrom old: PatientContact) -> [Detail] {
    [phone != old.phone ? .phone : nil, address != old.address ? .postalAddress : nil].compactMap(\.self)
  }
}
