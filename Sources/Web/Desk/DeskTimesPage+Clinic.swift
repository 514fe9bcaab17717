import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

/// Which times the front desk asks for.
struct DeskTimesAsked {
  let times: TimesAsked
  /// Nil for anybody who gives the service.
  let doctor: ID<Practitioner>?
  /// Local, where a visit was dropped: `2026-11-24T10:00`.
  let at: LocalDateTime?

  /// - Throws: `Refusal.unknown` without a service.
  init(_ query: Form) throws(Refusal) {
    times = try TimesAsked(query)
    doctor = ID<Practitioner>(query["doctor"])
    let parts = query["at"].split(separator: "T", maxSplits: 1).map(String.init)
    at =
      parts.count == 2
      ? Day(iso: parts[0]).flatMap { day in TimeOfDay(iso: parts[1]).map { LocalDateTime(day: day, time: $0) }
      }
      : nil
  }

  /// Everybody's: who was asked for may not give the service.
  var scope: ScheduleScope { .everybody(giving: times.service) }
}

extension DeskTimesPage {
  /// - Parameters:
  ///   - entries: everybody who gives the service.
  ///   - chosen: what was pressed before and could not be done.
  ///   - back: from a visit that is to have another time; its page unless given.
  /// - Returns: nil when nobody gives it.
  init?(
    _ asked: DeskTimesAsked, _ entries: [Directory.Entry], _ schedule: Schedule, _ aim: DeskTimesAim,
    chosen: Offer? = nil, notice: String?, back: String? = nil, _ clocks: Clocks, now: Date,
    sign: (Practitioner, Slot, SlotSearch) -> String
  ) {
    let (formats, moving) = (clocks.clinic, aim.visit)
    let own = entries.filter { $0.practitioner.id == asked.doctor }
    let shown = own.isEmpty ? entries : own
    let isElsewhere = asked.doctor != nil && own.isEmpty
    // A visit that is moved keeps its length.
    let kind = moving.flatMap { visit in
      entries.first?.service.map {
        $0.rules.minutes(isFirstVisit: true) == visit.minutes ? VisitKind.first : .later
      }
    }
    let wish = TimesAsked(
      service: asked.times.service,
      from: asked.at?.day ?? asked.times.from ?? moving.map { formats.day($0.during.lowerBound) },
      visit: kind ?? asked.times.visit)
    guard
      let week = WeekOnOffer(
        wish, shown, schedule, clocks: clocks, isAnyDoctor: own.isEmpty, now: now)
    else { return nil }
    let (service, words) = (week.service, formats.words)
    // The time that it has is no other.
    let times = week.times.mapValues { times in
      times.filter { time in
        moving.map { $0.during != time.slot.during || $0.practitioner != time.doctor.practitioner.id } ?? true
      }
    }.filter { !$0.value.isEmpty }
    let differs = service.rules.hasOwnFirstVisit
    func path(_ day: Day?, _ kind: VisitKind?) -> String {
      Path.deskTimes(
        service.id, at: aim.address, with: isElsewhere ? nil : asked.doctor, from: day, visit: kind)
    }
    let noon = formats.zone.startOfDay(week.monday).addingTimeInterval(43_200)
    let nextFree = times.isEmpty ? week.nextFree : nil
    self.init(
      service: service.name, serviceID: service.id.description,
      duration: formats.minutes(service.rules.minutes(isFirstVisit: week.visit == .first)),
      doctors: entries.map {
        Choice(
          $0.practitioner.id.description, $0.practitioner.name, chosen: $0.practitioner.id == asked.doctor)
      },
      visits: !differs || moving != nil
        ? []
        : VisitKind.allCases.map { kind in
          VisitLink(
            text: words[
              "desk.visit-\(kind.rawValue)",
              ["duration": formats.minutes(service.rules.minutes(isFirstVisit: kind == .first))]],
            href: path(asked.times.from, kind), isChosen: kind == week.visit)
        },
      zone: formats.zoneInWords(at: [noon, noon.addingTimeInterval(6 * 86_400)]),
      week: words[
        "format.day-range",
        ["from": formats.date(week.monday), "until": formats.date(week.monday.adding(days: 6))]],
      earlier: week.hasEarlier ? path(week.monday.adding(days: -7), week.visit) : nil,
      later: week.hasLater ? path(week.monday.adding(days: 7), week.visit) : nil,
      days: week.days.map { DayTimes($0, times[$0] ?? [], week, sign) },
      nextFree: nextFree.map { start in
        Link(text: formats.longInstant(start), href: path(formats.day(start), week.visit))
      },
      here: aim.address, action: aim.action, moving: aim.head(formats, back: back),
      proposed: Self.nearest(week, times, to: asked, chosen).map { time in
        let doctor = time.doctor.practitioner
        return TimeButton(
          offer: sign(doctor, time.slot, time.doctor.search), day: formats.shortDay(formats.day(time.start)),
          time: formats.timeLabel(time.start), own: nil, doctor: doctor.name,
          places: formats.places(time.slot, service), rest: "")
      }, notice: notice ?? (isElsewhere ? words["problem.not-given"] : nil))
  }

  /// What was pressed before, if it is still free, else what is nearest to where the visit was dropped.
  private static func nearest(
    _ week: WeekOnOffer, _ times: [Day: [WeekOnOffer.Time]], to asked: DeskTimesAsked, _ chosen: Offer?
  ) -> WeekOnOffer.Time? {
    if let chosen {
      for doctor in week.doctors where doctor.practitioner.id == chosen.practitioner {
        if let slot = doctor.search.slot(at: chosen.slot.during.lowerBound) {
          return WeekOnOffer.Time(doctor: doctor, slot: slot)
        }
      }
      return nil
    }
    guard let at = asked.at else { return nil }
    let instant = week.clocks.clinic.zone.firstInstant(atOrAfter: at)
    return times[at.day]?
      .min { abs($0.start.timeIntervalSince(instant)) < abs($1.start.timeIntervalSince(instant)) }
  }
}
