internal import Pages

/// What surrounds every page: the clinic's name, the navigation, who is signed in.
///
/// Its fields are visible in every template; pages choose other names for theirs.
struct Frame: View {
  var tenantName: String
  var tenantPhone: String
  /// One line.
  var tenantAddress: String
  /// The six digits of the clinic's own colour, if it has chosen one.
  var accent: String?
  /// Where the clinic's own logo is, if it has one.
  var logo: String?
  /// The language the page is shown in.
  var language: Language
  /// Empty where no form may be sent: pages of errors before a session is known.
  var csrf: String
  /// Nil before somebody is signed in, both factors included.
  var person: Person?
  /// Whether somebody is between the steps of signing in: there is nothing to sign in to or up for then.
  var isHalfSignedIn = false
  var current: Place?
  /// Unread messages of a patient; of staff, conversations that wait for their answer.
  var messagesWaiting = 0
  /// The other languages that this page is complete in.
  var otherLanguages: [LanguageLink]
  /// The path and query to come back to after the language is switched.
  var returnPath: String
  var isDevelopment: Bool
  var year: String

  struct Person: Sendable {
    var name: String
    var role: Role
    /// Seconds until the session ends if nothing more is asked for, and until it ends in any case.
    var idleSeconds = 1800
    var lastSeconds = 86_400
    /// The clinic's rule.
    var idleMinutes = 30

    enum Role: Sendable {
      case patient, practitioner, frontDesk, admin
    }
  }

  /// The entry of the navigation that stands for this page.
  enum Place: Sendable {
    case doctors, services, dashboard, documents, messages, today, schedule, records, desk, tasks, absences,
      admin, account
    case signIn, signUp
  }

  var fields: Fields {
    [
      "tenantName": .text(tenantName),
      "tenantPhone": .text(tenantPhone),
      "tenantPhoneLink": .text("tel:" + tenantPhone.filter { $0 == "+" || $0.isNumber }),
      "tenantAddress": .text(tenantAddress),
      "accent": .text(accent),
      "logo": .text(logo),
      "language": .text(language.code),
      "csrf": .text(csrf),
      "personName": .text(person?.name),
      "idleSeconds": .number(person?.idleSeconds ?? 0),
      "lastSeconds": .number(person?.lastSeconds ?? 0),
      "idleMinutes": .number(person?.idleMinutes ?? 0),
      "isHalfSignedIn": .flag(isHalfSignedIn),
      "isPatient": .flag(person?.role == .patient),
      "isPractitioner": .flag(person?.role == .practitioner),
      "isFrontDesk": .flag(person?.role == .frontDesk),
      "isAdmin": .flag(person?.role == .admin),
      "atDoctors": .flag(current == .doctors),
      "atServices": .flag(current == .services),
      "atDashboard": .flag(current == .dashboard),
      "atDocuments": .flag(current == .documents),
      "atMessages": .flag(current == .messages),
      "messagesWaiting": .text(messagesWaiting > 0 ? String(messagesWaiting) : nil),
      "atToday": .flag(current == .today),
      "atSchedule": .flag(current == .schedule),
      "atRecords": .flag(current == .records),
      "atDesk": .flag(current == .desk),
      "atTasks": .flag(current == .tasks),
      "atAbsences": .flag(current == .absences),
      "atAdmin": .flag(current == .admin),
      "atAccount": .flag(current == .account),
      "atSignIn": .flag(current == .signIn),
      "atSignUp": .flag(current == .signUp),
      "otherLanguages": .list(otherLanguages),
      "returnPath": .text(returnPath),
      "helpHref": .text(helpHref),
      "feedbackHref": .text("/feedback?from=" + returnPath.prefix { $0 != "?" && $0 != "#" }),
      "isDevelopment": .flag(isDevelopment),
      "year": .text(year),
    ]
  }

  /// The help that is of most use on this page.
  private var helpHref: String {
    switch (person?.role, current) {
    case (nil, .signUp): "/help/visitor#account"
    case (nil, .signIn): "/help/visitor#sign-in"
    case (nil, .doctors): "/help/visitor#find"
    case (nil, _): "/help"
    case (.patient, .doctors): "/help/patient#book"
    case (.patient, .dashboard): "/help/patient#change"
    case (.patient, .account): "/help/patient#about"
    case (.patient, _): "/help/patient"
    case (.practitioner, .records): "/help/practitioner#record"
    case (.practitioner, _): "/help/practitioner"
    case (.frontDesk, _): "/help/front-desk"
    case (.admin, _): "/help/admin"
    }
  }

  static var samples: [Frame] {
    let visitor = Frame(
      tenantName: "Riverside Polyclinic", tenantPhone: "+44 20 7946 0123",
      tenantAddress: "12 Quayside, Riverside, RV1 4QT", language: .english, csrf: "token",
      person: nil, current: nil, otherLanguages: LanguageLink.samples, returnPath: "/",
      isDevelopment: true, year: "2026")
    var patient = visitor
    patient.person = Person(name: "Paul Moreau", role: .patient)
    patient.current = .dashboard
    patient.messagesWaiting = 2
    var practitioner = visitor
    practitioner.person = Person(name: "Dr Amira Haddad", role: .practitioner)
    practitioner.current = .schedule
    var admin = visitor
    admin.person = Person(name: "Dana Whitfield", role: .admin)
    admin.current = .admin
    admin.accent = "7a3e9d"
    admin.logo = "/logo/1.png"
    return [visitor, patient, practitioner, admin]
  }
}
