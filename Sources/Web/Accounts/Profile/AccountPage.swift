internal import Pages

/// `GET /account`: what is set for the account, and where each thing is changed.
struct AccountPage: Page {
  /// How the account is called.
  let called: String
  /// Of a patient; empty for staff, who have no record here.
  var names: [NameLine] = []
  var birthDate: String?
  var gender: String?
  var phone: String?
  /// The postal address, as on an envelope.
  var lines: [Line] = []
  /// The children they book for.
  var children: [Line] = []
  let email: String
  /// The new address that waits for its code.
  var waiting: String?
  /// The language by its own name.
  let ownLanguage: String
  let zone: String
  let isClinicZone: Bool
  /// The letters that the owner does without.
  var leftOut: [Line] = []
  let sessions: Int
  let codesLeft: Int
  /// How many calendar programs have a link; nil for who has nothing that one could show.
  var calendars: Int?
  /// What was just saved.
  var saved: Part?

  enum Part: String, Sendable {
    case settings, address
  }

  static let template = "accounts/account"

  var fields: Fields {
    [
      "called": .text(called), "hasRecord": .flag(!names.isEmpty), "names": .list(names),
      "birthDate": .text(birthDate), "gender": .text(gender), "phone": .text(phone), "lines": .list(lines),
      "hasContact": .flag(phone?.isEmpty == false || !lines.isEmpty),
      "children": .list(children), "hasChildren": .flag(!children.isEmpty),
      "email": .text(email), "waiting": .text(waiting), "ownLanguage": .text(ownLanguage),
      "zone": .text(zone), "isClinicZone": .flag(isClinicZone), "leftOut": .list(leftOut),
      "hasLeftOut": .flag(!leftOut.isEmpty), "sessions": .number(sessions),
      "isOneSession": .flag(sessions == 1), "codesLeft": .number(codesLeft),
      "hasCodes": .flag(codesLeft > 0), "hasCalendar": .flag(calendars != nil),
      "calendars": .number(calendars ?? 0), "hasNoCalendars": .flag(calendars == 0),
      "isOneCalendar": .flag(calendars == 1), "isSaved": .flag(saved == .settings),
      "isAddressChanged": .flag(saved == .address),
    ]
  }

  static let samples = [
    AccountPage(
      called: "Ming Wang", names: NameLine.samples, birthDate: "28 February 1990", gender: "Male",
      phone: "+44 7700 900123",
      lines: [Line("12 Quayside"), Line("RV1 4QT Riverside"), Line("United Kingdom")],
      children: [Line("Léo Wang"), Line("王小美")], email: "ming@example.com",
      waiting: "xiaoming.wang@example.org", ownLanguage: "English",
      zone: "Asia/Shanghai", isClinicZone: false, leftOut: [Line("Wrong passwords or codes were tried")],
      sessions: 2, codesLeft: 7, calendars: 2, saved: .settings),
    AccountPage(
      called: "Dr Amira Haddad",
      email: "a.very.long.address.that.does.not.fit.on.a.phone@department.hospital.example.org",
      ownLanguage: "Français", zone: "Europe/London", isClinicZone: true, sessions: 1, codesLeft: 0,
      calendars: 0, saved: .address),
    AccountPage(
      called: "Dana Whitfield", email: "dana@riverside.example", ownLanguage: "English",
      zone: "Europe/London",
      isClinicZone: true, sessions: 1, codesLeft: 1),
  ]
}

/// One of somebody's names.
struct NameLine: View {
  let text: String
  /// BCP 47, for those who hear the page.
  var tag: String?
  /// What kind of name it is; nil for the official one.
  var use: String?

  var fields: Fields { ["text": .text(text), "tag": .text(tag), "use": .text(use)] }

  static let samples = [
    NameLine(text: "Xiaoming Wang"), NameLine(text: "Ming", use: "Preferred name"),
    NameLine(text: "王小明", tag: "zh-Hans", use: "Official, in another script"),
  ]
}
