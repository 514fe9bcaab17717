internal import Pages

/// `GET /account/looks`: who opened a patient's record, when and why.
struct LooksPage: Page {
  let looks: [LookRow]
  /// By whose clock its times are.
  let zone: String
  let older: String?

  static let template = "accounts/looks"

  var fields: Fields {
    [
      "looks": .list(looks), "isEmpty": .flag(looks.isEmpty), "zone": .text(zone), "older": .text(older),
    ]
  }

  static let samples = [
    LooksPage(looks: LookRow.samples, zone: "Europe/London", older: "/account/looks?after=1"),
    LooksPage(looks: [], zone: "Europe/London", older: nil),
  ]
}

/// One person on one day, for one purpose.
struct LookRow: View {
  /// `Ben Carter`, and `Front desk`; nil for the server itself.
  let name: String?
  let role: String
  /// What was done, where it is more than a look.
  var what: String?
  let why: String
  /// As its author wrote it.
  var reason: String?
  var child: String?
  /// `Tuesday 24 November 2026, 09:40`
  let when: String
  var isEmergency = false

  var fields: Fields {
    [
      "name": .text(name), "role": .text(role), "what": .text(what), "why": .text(why),
      "reason": .text(reason), "child": .text(child), "when": .text(when), "isEmergency": .flag(isEmergency),
    ]
  }

  static let samples = [
    LookRow(
      name: "Dr Amira Haddad", role: "Doctor", what: "Record opened in an emergency", why: "In an emergency",
      reason: "Found unconscious at the bus stop; allergies and present medication are needed.",
      when: "Tuesday 24 November 2026, 11:02", isEmergency: true),
    LookRow(
      name: "Ben Carter", role: "Front desk", why: "Work at the front desk",
      when: "Tuesday 24 November 2026, 3 times between 09:10 and 11:20"),
    LookRow(
      name: "Dana Whitfield", role: "Administrator", why: "Administration of the clinic", child: "Léo",
      when: "Monday 23 November 2026, 16:30"),
    LookRow(
      name: nil, role: "", what: "Reminder of an appointment written", why: "The clinic’s server, by itself",
      when: "Monday 23 November 2026, 09:00"),
  ]
}
