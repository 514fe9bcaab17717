import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// One doctor's free times for one service, a week at a time.
struct TimesOnOffer {
  let doctor: Practitioner
  let service: HealthcareService
  let schedule: Schedule
  /// What the schedule knows of: nothing outside is offered, for it might be taken.
  let loaded: Range<Date>
  /// The first day of the week shown.
  let from: Day
  let formats: Formats
  let now: Date

  static let daysShown = 7

  func slots(on days: some Sequence<Day>) -> [Slot] {
    let bookable = today...today.adding(days: Horizon.days - 1)
    return schedule.slots(
      of: doctor.id, minutes: service.durationMinutes, on: days.filter(bookable.contains), in: formats.zone,
      after: now
    ).filter { loaded.lowerBound <= $0.during.lowerBound && $0.during.upperBound <= loaded.upperBound }
  }

  var today: Day { formats.day(now) }

  /// The next day with a free time after the week shown, within the horizon.
  var nextFreeDay: Day? {
    (Self.daysShown..<Horizon.days).lazy.map { from.adding(days: $0) }.first { !slots(on: [$0]).isEmpty }
  }

  /// The free times nearest to an instant, in order.
  func nearest(to instant: Date, count: Int = 3) -> [Slot] {
    slots(on: (0..<Horizon.days).map { from.adding(days: $0) })
      .sorted {
        abs($0.during.lowerBound.timeIntervalSince(instant))
          < abs($1.during.lowerBound.timeIntervalSince(instant))
      }
      .prefix(count)
      .sorted { $0.during.lowerBound < $1.during.lowerBound }
  }
}

extension TimesPage {
  init(_ times: TimesOnOffer, href: (Slot) -> String) {
    let (formats, from) = (times.formats, times.from)
    let today = times.today
    let week = (0..<TimesOnOffer.daysShown).map { from.adding(days: $0) }
    let slots = Dictionary(grouping: times.slots(on: week)) { formats.day($0.during.lowerBound) }
    let path = { (day: Day) in Path.times(times.doctor.id, times.service.id, from: day) }
    let nextFree = slots.isEmpty ? times.nextFreeDay : nil
    self.init(
      doctor: times.doctor.name,
      doctorHref: Path.doctor(times.doctor.id),
      face: Face(times.doctor, .small),
      service: times.service.name,
      duration: formats.minutes(times.service.durationMinutes),
      price: formats.money(times.service.price),
      zone: formats.zone.identifier,
      week: formats.words[
        "format.day-range", ["from": formats.date(from), "until": formats.date(from.adding(days: 6))]],
      earlier: from > today ? path(max(today, from.adding(days: -TimesOnOffer.daysShown))) : nil,
      later: today.days(until: from) + TimesOnOffer.daysShown < Horizon.days
        ? path(from.adding(days: TimesOnOffer.daysShown)) : nil,
      days: week.map { day in
        DayTimes(
          weekday: formats.weekday(day.weekday), date: formats.dayAndMonth(day), iso: day.description,
          isToday: day == today,
          times: (slots[day] ?? []).map {
            TimeLink(time: formats.timeLabel($0.during.lowerBound), href: href($0))
          })
      },
      nextFree: nextFree.map { Link(text: formats.longDay($0), href: path($0)) })
  }
}
