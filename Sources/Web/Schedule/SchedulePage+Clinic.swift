import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

extension SchedulePage {
  /// - Parameter form: the block that was asked for and refused.
  init(
    _ day: Day, _ appointments: [Visiting], _ requests: [Visiting], _ absences: [OwnAbsence],
    version: String, form: Form?, _ refusal: Refusal?, _ visit: Visit, _ formats: Formats
  ) {
    let today = formats.day(visit.now)
    let problems = refusal?.problems ?? []
    self.init(
      doctor: visit.account?.name ?? "",
      date: formats.longDay(day),
      iso: day.description,
      isToday: day == today,
      nav: ScheduleNav(day, .day, today: today, formats.words),
      version: day == today ? version : nil,
      zone: formats.zoneInWords(at: [formats.zone.startOfDay(day).addingTimeInterval(43_200)]),
      notice: ShownForm(Form(), problems, formats.words).problem(""),
      up: day == today ? DayQueue(appointments, at: visit.now).up(visit, formats) : [],
      block: day < today || day > today.adding(days: Block.mostDaysAhead)
        ? nil : BlockForm(form, refusal, day: day, appointments, formats, at: visit.now),
      blocks: absences.filter { $0.holds(on: day) }.map { BlockRow($0, formats) },
      requests: requests.map { ScheduleRow($0, isRequest: true, visit, formats) },
      rows: appointments.map { ScheduleRow($0, isRequest: false, visit, formats) },
      booked: formats.duration(minutes: appointments.map(\.during).minutes))
  }
}

extension [Range<Date>] {
  var minutes: Int { reduce(0) { $0 + Int($1.upperBound.timeIntervalSince($1.lowerBound) / 60) } }
}

extension DayQueue {
  fileprivate func up(_ visit: Visit, _ formats: Formats) -> [NextUp] {
    [current.map { ($0, true) }, next.map { ($0, false) }].compactMap(\.self).map { visiting, isCurrent in
      NextUp(
        row: ScheduleRow(visiting, isRequest: false, visit, formats), isCurrent: isCurrent,
        since: visiting.since(formats, at: visit.now))
    }
  }
}

extension Visiting {
  fileprivate func since(_ formats: Formats, at now: Date) -> String {
    let start = during.lowerBound
    let (key, time) =
      switch (status, startedAt, arrivedAt) {
      case (.arrived, let started?, _): ("since", started)
      case (.arrived, nil, let arrived): ("waiting", arrived ?? start)
      default: (start < now ? "late" : "expected", start)
      }
    return formats.words["visit.up-\(key)", ["time": formats.timeLabel(time)]]
  }

  /// `Arrived 09:31 · Number 12 · Began 09:44`; nil before the first.
  fileprivate func phases(_ formats: Formats) -> String? {
    var known = [("arrived", arrivedAt), ("started", startedAt), ("over", fulfilledAt), ("left", leftAt)]
      .compactMap {
        key, at in
        at.map { formats.words["visit.\(key)-at", ["time": formats.timeLabel($0)]] }
      }
    if let number {
      known.insert(formats.words["visit.number", ["number": String(number)]], at: min(1, known.count))
    }
    return known.isEmpty ? nil : known.joined(separator: " · ")
  }

  func badge(_ words: Words) -> Badge {
    if leftAt != nil { return .hasLeft(words) }
    return isUnderWay ? Badge(words["status.under-way"], .good) : Badge(status, words)
  }

  /// What this file asks of the catalogue.
  static let keys =
    [
      "visit.up-since", "visit.up-waiting", "visit.up-late", "visit.up-expected", "visit.arrived-at",
      "visit.started-at", "visit.over-at", "visit.left-at", "visit.number", "status.under-way", "status.left",
      "visit.paper", "visit.waits-online",
    ] + Gap.allCases.map { "gap.\($0.rawValue)" }
}

extension ScheduleRow {
  init(_ appointment: Visiting, isRequest: Bool, _ visit: Visit, _ formats: Formats) {
    let start = appointment.during.lowerBound
    let day = formats.day(start)
    // Who was here was asked, or will be next time.
    let isAhead = [.booked, .pending, .arrived].contains(appointment.status)
    let missing =
      !isAhead
      ? [] : appointment.missing.map { formats.words["gap.\($0.rawValue)"] } + appointment.papers.map(\.name)
    let papers = appointment.status == .arrived ? appointment.papers : []
    self.init(
      day: isRequest ? formats.longDay(day) : nil,
      start: formats.timeLabel(start),
      end: formats.timeLabel(appointment.during.upperBound),
      patient: appointment.patientName,
      birthDate: formats.date(appointment.birthDate),
      age: formats.age(from: appointment.birthDate, on: day),
      service: appointment.service,
      room: appointment.location,
      status: appointment.badge(formats.words),
      reason: appointment.reason,
      sequence: appointment.sequence,
      isFirstVisit: appointment.isFirstVisit,
      missing: missing.isEmpty ? nil : formats.words.list(missing),
      needs: Badge.allergies(appointment.allergies, formats.words)
        + Badge.needs(appointment.needs, formats.words),
      chart: Path.chart(appointment.patient),
      phases: appointment.phases(formats),
      proposed: appointment.proposed.map { formats.longInstant($0) },
      propose: isRequest && appointment.proposed == nil
        ? Path.proposal(appointment.id, appointment.serviceID) : nil,
      followUp: [.arrived, .fulfilled].contains(appointment.status) ? Path.followUp(appointment.id) : nil,
      visit: appointment.isOnline || appointment.intake != .none ? Path.ownVisit(appointment.id) : nil,
      notes: [.arrived, .fulfilled].contains(appointment.status) ? Path.notes(ofVisit: appointment.id) : nil,
      waiting: appointment.waitingSince.map {
        formats.words["visit.waits-online", ["time": formats.timeLabel($0)]]
      },
      acts: ScheduleRoutes.nouns.filter { act, _ in appointment.refusal(of: act, at: visit.now) == nil }
        .map { act, noun in
          VisitAct(
            action: Path.mark(appointment.id, noun), text: formats.words["visit.\(noun)"],
            isQuiet: [.decline, .miss, .leave].contains(act)
              || act == .fulfil && appointment.startedAt == nil)
        }
        + papers.map {
          VisitAct(
            action: Path.paper(appointment.id, $0.id), text: formats.words["visit.paper", ["paper": $0.name]],
            isQuiet: true)
        })
  }
}
