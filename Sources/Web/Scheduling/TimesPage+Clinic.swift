import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension TimesPage {
  /// - Parameters:
  ///   - moving: the appointment that is to have another time.
  ///   - following: the visit that the time is to follow, and `action` where the time leads then.
  ///   - path: where the same times of another week or visit are.
  ///   - sign: makes an offer.
  init(
    _ week: WeekOnOffer, moving: Appointment?, following: FollowUpHead? = nil, action: String? = nil,
    path: (Day?, VisitKind?) -> String,
    sign: (Practitioner, Slot, SlotSearch) -> String
  ) {
    let (formats, service) = (week.clocks.clinic, week.service)
    let (words, times) = (formats.words, week.times)
    // Whoever moves or follows a visit is known already: there is nothing to choose.
    let mayChoose = service.rules.hasOwnFirstVisit && following == nil && moving == nil
    let kind = mayChoose ? week.visit : nil
    let ends = [week.monday, week.monday.adding(days: 6)].map {
      formats.zone.startOfDay($0).addingTimeInterval(43_200)
    }
    let nextFree = times.isEmpty ? week.nextFree : nil
    let doctor = week.doctors[0].practitioner
    self.init(
      doctor: week.isAnyDoctor
        ? nil : DoctorHead(name: doctor.name, href: Path.doctor(doctor.id), face: Face(doctor, .small)),
      service: service.name,
      duration: formats.minutes(service.rules.minutes(isFirstVisit: week.visit == .first)),
      price: formats.money(service.price),
      notes: service.notes(words),
      visits: !mayChoose
        ? []
        : VisitKind.allCases.map { kind in
          VisitLink(
            text: words[
              "times.visit-\(kind.rawValue)",
              ["duration": formats.minutes(service.rules.minutes(isFirstVisit: kind == .first))]],
            href: path(week.monday, kind), isChosen: kind == week.visit)
        },
      zone: formats.zoneInWords(at: ends),
      ownZone: week.clocks.ownZone(at: ends + times.values.flatMap(\.self).map(\.start)),
      moving: moving.map {
        Link(text: formats.longInstant($0.during.lowerBound), href: Path.appointment($0.id))
      },
      moveAction: moving.map { Path.move($0.id) } ?? action,
      following: following,
      week: words[
        "format.day-range",
        ["from": formats.date(week.monday), "until": formats.date(week.monday.adding(days: 6))]],
      earlier: week.hasEarlier ? path(week.monday.adding(days: -7), kind) : nil,
      later: week.hasLater ? path(week.monday.adding(days: 7), kind) : nil,
      days: week.days.map { DayTimes($0, times[$0] ?? [], week, sign) },
      nextFree: nextFree.map { start in
        Link(
          text: words[
            "format.day-and-time",
            ["day": formats.longDay(formats.day(start)), "time": formats.timeLabel(start)]],
          href: path(formats.day(start), kind))
      },
      doctorsHref: Path.doctors(for: service.id), anyHref: Path.times(service.id))
  }
}

extension DayTimes {
  init(
    _ day: Day, _ times: [WeekOnOffer.Time], _ week: WeekOnOffer,
    _ sign: (Practitioner, Slot, SlotSearch) -> String
  ) {
    let formats = week.clocks.clinic
    let name = "\(formats.weekday(day.weekday)) \(formats.dayAndMonth(day))"
    self.init(
      weekday: formats.weekday(day.weekday), date: formats.dayAndMonth(day), iso: day.description,
      isToday: day == week.today,
      times: times.map { time in
        let doctor = time.doctor.practitioner
        return TimeButton(
          offer: sign(doctor, time.slot, time.doctor.search), day: nil, time: formats.timeLabel(time.start),
          own: week.clocks.own(time.start), doctor: week.isAnyDoctor ? doctor.name : nil,
          places: formats.places(time.slot, week.service),
          rest: week.isAnyDoctor ? name : formats.words.list([name, doctor.name]))
      },
      why: times.isEmpty ? week.why(day).words(formats.words) : "")
  }
}

extension Emptiness {
  func words(_ words: Words) -> String {
    switch self {
    case .past: words["times.past"]
    case .tooFar: words["times.too-far"]
    case .closed(let holiday?): words["times.holiday", ["holiday": holiday]]
    case .closed(nil): words["times.closed"]
    case .full: words["times.full"]
    }
  }

  /// What this file asks of the catalogue.
  static let keys = [
    "times.past", "times.too-far", "times.holiday", "times.closed", "times.full", "times.visit-first",
    "times.visit-return", "times.places", "times.place", "times.online", "times.group", "times.approval",
  ]
}

extension HealthcareService {
  /// What sets a visit apart from one alone in the doctor's room.
  fileprivate func notes(_ words: Words) -> [String] {
    [
      rules.isOnline ? words["times.online"] : nil,
      rules.capacity > 1 ? words["times.group", ["capacity": String(rules.capacity)]] : nil,
      rules.needsApproval ? words["times.approval"] : nil,
    ].compactMap(\.self)
  }
}

extension Formats {
  /// How many more people a group visit takes; nil for one that is no group's.
  func places(_ slot: Slot, _ service: HealthcareService) -> String? {
    guard service.rules.capacity > 1 else { return nil }
    return slot.places == 1 ? words["times.place"] : words["times.places", ["places": String(slot.places)]]
  }
}
