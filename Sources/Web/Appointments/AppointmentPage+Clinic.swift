import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension AppointmentPage {
  init(
    _ appointment: Appointment, _ rights: AppointmentRights, _ history: [Appointment.Event],
    _ invoice: Invoice?,
    _ intake: Intake?, _ visit: Visit, _ clocks: Clocks
  ) {
    let formats = clocks.clinic
    let isAhead = appointment.during.lowerBound > visit.now
    let isLive = isAhead && [.booked, .pending].contains(appointment.status)
    self.init(
      summary: BookingSummary(appointment, clocks),
      patient: appointment.patientName,
      status: Badge(appointment, formats.words),
      stage: appointment.isInDoubt && isLive ? .inDoubt : Stage(appointment.status, isAhead: isAhead),
      // Words about health are not for who may only book.
      reason: rights.maySee ? appointment.reason : "",
      calendar: appointment.status != .cancelled && appointment.during.upperBound > visit.now
        ? Path.calendar(of: appointment.id) : nil,
      preparation: isLive ? appointment.preparation : "",
      until: isLive && rights.mayChange ? formats.longInstantInZone(appointment.deadline) : nil,
      moveHref: isLive && rights.mayChange && appointment.refusalOfMove(at: visit.now) == nil
        ? Path.times(moving: appointment) : nil,
      cancelHref: isLive && rights.mayChange && appointment.allows(.cancel, at: visit.now)
        ? Path.cancellation(appointment.id) : nil,
      documentsHref: isLive && rights.maySee ? "\(Path.documents)?appointment=\(appointment.id)" : nil,
      timesHref: Path.times(appointment.practitioner, appointment.serviceID),
      history: history.map { HistoryLine($0, rights, formats) },
      summaryHref: Path.summary(of: appointment.id),
      invoice: invoice.map { InvoiceListRow($0, formats) },
      visit: rights.mayChange && rights.maySee && appointment.isOnline
        && [.booked, .pending, .arrived].contains(appointment.status)
        && appointment.during.upperBound > visit.now ? Path.visit(appointment.id) : nil,
      questions: intake?.questionnaire == nil || appointment.status == .cancelled
        ? nil : Path.visit(appointment.id, "questionnaire"),
      areAnswered: intake?.response.map { $0.state != .inProgress } ?? false)
  }
}

extension AppointmentPage.Stage {
  fileprivate init(_ status: Appointment.Status, isAhead: Bool) {
    switch status {
    case .booked where isAhead: self = .booked
    case .pending where isAhead: self = .requested
    case .cancelled: self = .cancelled
    case .booked, .pending, .proposed, .arrived, .fulfilled, .noshow: self = .other
    }
  }
}

extension HistoryLine {
  fileprivate init(_ event: Appointment.Event, _ rights: AppointmentRights, _ formats: Formats) {
    let words = formats.words
    self.init(
      what: words[
        "history.\(event.act.rawValue)", ["when": formats.longInstant(event.during.lowerBound)]],
      by: event.isMine || event.name.isEmpty
        ? words[event.isMine ? "history.by-you" : "history.by-clinic"]
        : words["history.by", ["name": event.name]],
      at: formats.longInstant(event.at), iso: formats.iso(event.at),
      note: rights.maySee || event.isMine ? event.note : "")
  }
}

extension BookingSummary {
  init(_ appointment: Appointment, _ clocks: Clocks) {
    let (during, formats) = (appointment.during, clocks.clinic)
    let start = during.lowerBound
    self.init(
      service: appointment.service,
      duration: formats.minutes(Int(during.upperBound.timeIntervalSince(during.lowerBound) / 60)),
      price: formats.money(appointment.price),
      doctor: appointment.practitionerName,
      doctorHref: Path.doctor(appointment.practitioner),
      face: Face(appointment),
      place: appointment.location,
      site: appointment.site,
      address: appointment.address,
      isOnline: appointment.isOnline,
      date: formats.longDay(formats.day(start)),
      time: formats.timeLabel(start),
      iso: formats.iso(start),
      zone: formats.zoneInWords(at: [start]), own: clocks.own(start), ownZone: clocks.ownZone(at: [start]))
  }
}

extension Face {
  init(_ appointment: Appointment) {
    self.init(
      picture: Path.portrait(appointment.portrait, .small), givenName: appointment.practitionerGivenName,
      familyName: appointment.practitionerFamilyName)
  }
}

extension Badge {
  /// Came, and went away without having been seen.
  static func hasLeft(_ words: Words) -> Badge { Badge(words["status.left"], .warn) }

  init(_ appointment: Appointment, _ words: Words) {
    if appointment.isInDoubt {
      self.init(words["status.in-doubt"], .warn)
    } else {
      self.init(appointment.status, words)
    }
  }

  init(_ status: Appointment.Status, _ words: Words) {
    let tone: Tone =
      switch status {
      case .booked, .arrived: .good
      case .fulfilled: .quiet
      case .proposed, .pending, .cancelled, .noshow: .warn
      }
    self.init(words["status.\(status.rawValue)"], tone)
  }
}
