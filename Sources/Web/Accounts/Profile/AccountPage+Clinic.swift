import CivilTime
import Clinic
import Pages

extension AccountPage {
  init(
    _ account: OwnAccount, _ patient: OwnPatient?, _ children: [Child], waiting: AddressChange.Pending?,
    sessions: Int,
    codesLeft: Int, calendars: Int, saved: Part?, _ visit: Visit, _ formats: Formats
  ) {
    let words = formats.words
    self.init(
      called: account.name, names: patient.map { NameLine.all(of: $0.profile, words) } ?? [],
      birthDate: patient.map { formats.date($0.birthDate) },
      gender: patient.flatMap {
        $0.profile.gender == .unknown ? nil : words["gender.\($0.profile.gender.rawValue)"]
      },
      phone: patient?.contact.phone,
      lines: patient?.contact.address.envelope ?? [], children: children.map { Line($0.name) },
      email: account.email, waiting: waiting?.email,
      ownLanguage: LanguageLink.ownName(of: Language(code: account.language)),
      zone: account.timeZone ?? visit.tenant.timeZone, isClinicZone: account.timeZone == nil,
      leftOut: SecurityNotice.chosen.filter { !account.letters.notices.contains($0) }.map {
        Line(words["event.\($0.rawValue)"])
      },
      sessions: sessions, codesLeft: codesLeft,
      calendars: visit.account?.role.may(.keepOwnCalendar) == true ? calendars : nil, saved: saved)
  }
}

extension NameLine {
  static func all(of profile: PatientProfile, _ words: Words) -> [NameLine] {
    let official = NameLine(text: "\(profile.givenName) \(profile.familyName)")
    let usual =
      profile.preferredName.isEmpty
      ? [] : [NameLine(text: profile.preferredName, use: words["label.preferred"])]
    let further = profile.furtherNames.map { name in
      NameLine(text: name.text, tag: name.language?.rawValue, use: words["name-use.\(name.use.rawValue)"])
    }
    return [official] + usual + further
  }
}

extension Address {
  /// Its lines as on an envelope, those that are known.
  fileprivate var envelope: [Line] {
    let town = [postalCode, city].filter { !$0.isEmpty }.joined(separator: " ")
    return (line + [town, country]).filter { !$0.isEmpty }.map { Line($0) }
  }
}
