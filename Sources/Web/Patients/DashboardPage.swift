internal import Pages

/// `GET /dashboard`: a patient's next visit with the one thing to do about it, what is to complete, what is kept for them, and
/// their appointments, documents and invoices.
struct DashboardPage: Page {
  let patient: String
  /// Whose pages they are, with everybody's first; empty for who acts for nobody.
  var people: [PersonLink] = []
  /// Of whom else alone it tells.
  var who: String?
  /// Whether the visitor can book for them.
  var mayBook = true
  /// Whether their visits are not the visitor's to see: it can't be told whether there are any.
  var isUnseen = false
  /// The soonest that goes on or is ahead and was not cancelled.
  let next: NextVisitCard?
  /// What is missing somewhere.
  var tasks: [DashboardTask] = []
  /// Times of the waiting list.
  var offers: [DashboardOffer] = []
  /// The others that are ahead, soonest first.
  let upcoming: [AppointmentRow]
  /// Latest first.
  let past: [AppointmentRow]
  /// The newest.
  var documents: [DashboardTask] = []
  /// Of all documents, those of others that were never looked at.
  var unread = 0
  var invoices: [DashboardTask] = []

  static let template = "patients/dashboard"

  var fields: Fields {
    [
      "patient": .text(patient), "people": .list(people), "hasPeople": .flag(!people.isEmpty),
      "who": .text(who), "mayBook": .flag(mayBook), "isUnseen": .flag(isUnseen),
      "nextVisit": .view(next),
      "tasks": .list(tasks), "hasTasks": .flag(!tasks.isEmpty),
      "offers": .list(offers), "hasOffers": .flag(!offers.isEmpty),
      "upcoming": .list(upcoming),
      "hasUpcoming": .flag(!upcoming.isEmpty),
      "past": .list(past),
      "hasPast": .flag(!past.isEmpty),
      "documents": .list(documents), "hasDocuments": .flag(!documents.isEmpty),
      "unread": .number(unread), "hasUnread": .flag(unread > 0),
      "invoices": .list(invoices), "hasInvoices": .flag(!invoices.isEmpty),
    ]
  }

  static var samples: [DashboardPage] {
    let rows = AppointmentRow.samples
    return [
      DashboardPage(
        patient: "Paul", next: NextVisitCard.samples[0], tasks: DashboardTask.samples,
        offers: DashboardOffer.samples, upcoming: [rows[1]], past: Array(repeating: rows[2], count: 6),
        documents: [DashboardTask.samples[0]], unread: 1, invoices: [DashboardTask.samples[1]]),
      DashboardPage(patient: "김서연", next: NextVisitCard.samples[1], upcoming: [], past: []),
      DashboardPage(patient: "محمد", next: nil, upcoming: [], past: [rows[2]]),
      DashboardPage(patient: "Nguyễn Thị Minh Khai", next: nil, upcoming: [], past: []),
      DashboardPage(
        patient: "Paul", people: PersonLink.samples, who: "Léo Moreau", mayBook: false, next: nil,
        upcoming: [], past: []),
      DashboardPage(
        patient: "Paul", people: PersonLink.samples, who: "Léo Moreau", mayBook: false, isUnseen: true,
        next: nil, upcoming: [], past: []),
    ]
  }
}

/// The next visit, with the one thing to do about it now.
struct NextVisitCard: View {
  let visit: AppointmentRow
  /// `The way in opens at 09:05.`; nil where nothing is to be said.
  let note: String?
  /// The one button.
  let action: Link

  var fields: Fields {
    [
      "visit": .view(visit), "note": .text(note), "action": .view(action),
      "leadsElsewhere": .flag(action.href != visit.href),
    ]
  }

  static let samples = [
    NextVisitCard(
      visit: AppointmentRow.samples[0], note: "You can come in now.",
      action: Link(text: "Join", href: "/appointments/1/visit")),
    NextVisitCard(
      visit: AppointmentRow.samples[1], note: nil,
      action: Link(text: "Move or cancel", href: "/appointments/2")),
  ]
}

/// Something to complete, or to look at, and where.
struct DashboardTask: View {
  let text: String
  /// What it is about; empty when the text says it all.
  var about = ""
  let href: String

  var fields: Fields { ["text": .text(text), "about": .text(about), "href": .text(href)] }

  static let samples = [
    DashboardTask(
      text: "Answer the questions before your visit", about: "Diet counselling, Thursday 3 December 2026",
      href: "/appointments/2/questionnaire"),
    DashboardTask(text: "Add a phone number, so that the clinic can reach you", href: "/account/contact"),
  ]
}

/// A time of the waiting list that is kept for a while.
struct DashboardOffer: View {
  let service: String
  let doctor: String
  let when: String
  let until: String
  let href: String
  /// For whom else it is.
  var child: String?

  var fields: Fields {
    [
      "service": .text(service), "doctor": .text(doctor), "when": .text(when), "untilText": .text(until),
      "href": .text(href), "child": .text(child),
    ]
  }

  static let samples = [
    DashboardOffer(
      service: "First consultation", doctor: "Dr Amira Haddad", when: "Tuesday 24 November 2026, 09:20",
      until: "Monday 23 November 2026, 12:00", href: "/waitlist/offers/1")
  ]
}
