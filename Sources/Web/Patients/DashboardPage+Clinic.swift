import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// What the dashboard is made of: one query each in `PatientRoutes.dashboard`.
struct DashboardParts {
  let people: [DashboardPerson]
  /// Of whom alone the others are; nil for everybody.
  let chosen: DashboardPerson?
  let appointments: [Appointment]
  let needs: [ID<Appointment>: VisitNeeds]
  let offers: [WaitingOffer]
  let gaps: [AccountGap]
  /// What is not known of the patient.
  let unknown: [ProfileGap]
  let invoices: OpenInvoices
  let documents: DocumentNews
}

extension DashboardPage {
  init(_ parts: DashboardParts, _ visit: Visit, _ clocks: Clocks) {
    let (now, formats) = (visit.now, clocks.clinic)
    // Those ahead come soonest first, then the past ones, latest first: some may go on still.
    let live = parts.appointments.filter {
      $0.during.upperBound > now && [.booked, .pending, .proposed, .arrived].contains($0.status)
    }
    let next = live.min { $0.during.lowerBound < $1.during.lowerBound }
    let others = parts.appointments.filter { $0.id != next?.id }
    self.init(
      patient: visit.account?.name ?? "", people: PersonLink.all(parts, formats.words),
      who: parts.chosen.flatMap { $0.isMyself ? nil : $0.name }, mayBook: parts.chosen?.isToBookFor ?? true,
      isUnseen: parts.chosen?.hasVisitsShown == false,
      next: next.map { NextVisitCard($0, parts, clocks, at: now) },
      tasks: DashboardTask.all(live, parts, next: next?.id, formats),
      offers: parts.offers.map { DashboardOffer($0, formats) },
      upcoming: others.filter { $0.during.lowerBound >= now }.map { AppointmentRow($0, clocks) },
      past: others.filter { $0.during.lowerBound < now }.map { AppointmentRow($0, clocks) },
      documents: parts.documents.newest.map { DashboardTask($0, formats) }, unread: parts.documents.unread,
      invoices: parts.invoices.next.map { [DashboardTask(parts.invoices, next: $0, formats)] } ?? [])
  }

  /// What these files ask of the catalogues.
  static let keys =
    NextStep.allCases.map { "step.\($0.rawValue)" } + AccountGap.allCases.map { "gap-task.\($0.rawValue)" }
    + [
      "step.opens", "step.open-now", "step.check-in-text", "task.consent", "task.intake", "task.in-doubt",
      "task.person", "invoices.open", "dashboard.invoice-due", "dashboard.everybody", "dashboard.me",
    ]
}

extension PersonLink {
  /// None for who acts for nobody.
  fileprivate static func all(_ parts: DashboardParts, _ words: Words) -> [PersonLink] {
    if parts.people.allSatisfy(\.isMyself) { return [] }
    return [
      PersonLink(name: words["dashboard.everybody"], href: Path.dashboard, isCurrent: parts.chosen == nil)
    ]
      + parts.people.map {
        PersonLink(
          name: $0.isMyself ? words["dashboard.me"] : $0.name, href: "\(Path.dashboard)?of=\($0.id)",
          isCurrent: $0.id == parts.chosen?.id)
      }
  }
}

extension NextVisitCard {
  fileprivate init(_ appointment: Appointment, _ parts: DashboardParts, _ clocks: Clocks, at now: Date) {
    let formats = clocks.clinic
    let invoice = parts.invoices.visits[appointment.id]
    let facts = NextVisit(
      appointment, parts.needs[appointment.id] ?? VisitNeeds(), hasOpenInvoice: invoice != nil)
    // Whoever only sees it, or only books, has nothing to prepare.
    let isAttended = appointment.isOwn || parts.needs[appointment.id] != nil
    let step: NextStep = isAttended ? .of(facts, at: now, in: formats.zone) : .look
    let opening = VirtualVisit.window(of: appointment.during).lowerBound
    let note: String? =
      switch step {
      case .join: formats.words["step.open-now"]
      case .checkIn: formats.words["step.check-in-text"]
      default:
        appointment.isOnline && opening > now
          ? formats.words["step.opens", ["time": formats.timeLabel(opening)]] : nil
      }
    self.init(
      visit: AppointmentRow(appointment, clocks), note: note,
      action: Link(
        text: formats.words["step.\(step.rawValue)"], href: step.path(appointment.id, paying: invoice)))
  }
}

extension NextStep {
  fileprivate func path(_ id: ID<Appointment>, paying invoice: ID<Invoice>?) -> String {
    switch self {
    case .join, .consent: Path.visit(id)
    case .checkIn, .number: Path.checkIn("")
    case .intake: Path.visit(id, "questionnaire")
    case .pay: invoice.map { Path.invoice($0) } ?? Path.appointment(id)
    case .change, .look: Path.appointment(id)
    }
  }
}

extension DashboardTask {
  /// In the order in which they press: visits soonest first, then the account. What is the next visit's one button is not said
  /// twice.
  fileprivate static func all(
    _ live: [Appointment], _ parts: DashboardParts, next: ID<Appointment>?, _ formats: Formats
  ) -> [DashboardTask] {
    let visits = live.sorted { $0.during.lowerBound < $1.during.lowerBound }.flatMap { one in
      let needs = parts.needs[one.id] ?? VisitNeeds()
      let about = formats.words.list(
        [one.service, formats.longInstant(one.during.lowerBound)] + (one.isOwn ? [] : [one.patientName]))
      let isNext = one.id == next
      return [
        one.isInDoubt
          ? DashboardTask(text: formats.words["task.in-doubt"], about: about, href: Path.appointment(one.id))
          : nil,
        needs.consent && !isNext
          ? DashboardTask(text: formats.words["task.consent"], about: about, href: Path.visit(one.id)) : nil,
        [.missing, .begun].contains(needs.intake) && (!isNext || needs.consent)
          ? DashboardTask(
            text: formats.words["task.intake"], about: about, href: Path.visit(one.id, "questionnaire"))
          : nil,
      ].compactMap(\.self)
    }
    return visits
      + parts.gaps.map { DashboardTask(text: formats.words["gap-task.\($0.rawValue)"], href: $0.path) }
      + (parts.unknown.isEmpty
        ? []
        : [
          DashboardTask(
            text: formats.words["task.person"],
            about: parts.unknown.map { formats.words["person.gap.\($0.rawValue)"] }.joined(separator: " · "),
            href: Path.person)
        ])
  }

  fileprivate init(_ open: OpenInvoices, next: OpenInvoices.Next, _ formats: Formats) {
    let amount = open.totals.map { formats.money($0) }.joined(separator: " + ")
    self.init(
      text: formats.words["invoices.open", ["openAmount": amount]],
      about: formats.words["dashboard.invoice-due", ["number": next.number, "date": formats.date(next.due)]],
      href: open.count == 1 ? Path.invoice(next.id) : Path.invoices)
  }

  fileprivate init(_ document: DocumentReference, _ formats: Formats) {
    let kind = formats.words["documents.category.\(document.category.rawValue)"]
    self.init(
      text: document.title,
      about: [
        kind, formats.date(formats.day(document.created)), document.isOfMyself ? nil : document.patientName,
      ]
      .compactMap(\.self).joined(separator: " · "),
      href: Path.document(document.id, .own))
  }
}

extension AccountGap {
  fileprivate var path: String {
    switch self {
    case .address: Path.addressConfirmation
    case .factor: Path.security
    }
  }
}

extension DashboardOffer {
  fileprivate init(_ offer: WaitingOffer, _ formats: Formats) {
    self.init(
      service: offer.service, doctor: offer.practitionerName,
      when: formats.longInstant(offer.during.lowerBound),
      until: formats.longInstant(offer.answerUntil), href: Path.waitlist(offer.id),
      child: offer.other)
  }
}

extension AppointmentRow {
  init(_ appointment: Appointment, _ clocks: Clocks) {
    let (start, formats) = (appointment.during.lowerBound, clocks.clinic)
    self.init(
      date: formats.longDay(formats.day(start)), time: formats.timeLabel(start), own: clocks.own(start),
      iso: formats.iso(start),
      service: appointment.service, doctor: appointment.practitionerName, face: Face(appointment),
      place: appointment.isOnline ? formats.words["booking.online"] : appointment.location,
      child: appointment.isOwn ? nil : appointment.patientName,
      status: Badge(appointment, formats.words),
      href: Path.appointment(appointment.id))
  }
}
