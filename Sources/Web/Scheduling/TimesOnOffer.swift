import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// One doctor's free times for one service, a week at a time.
struct TimesOnOffer {
  let doctor: Practitioner
  let search: SlotSearch
  /// The first day of the week shown.
  let from: Day
  let formats: Formats
  let now: Date

  static let daysShown = 7

  /// - Parameter from: nothing past is shown, whatever was asked for.
  init(
    doctor: Practitioner, service: HealthcareService, schedule: Schedule, from: Day?, formats: Formats,
    now: Date
  ) {
    self.doctor = doctor
    self.formats = formats
    self.now = now
    search = SlotSearch(of: doctor.id, for: service, in: schedule, zone: formats.zone, at: now)
    let today = formats.day(now)
    self.from = max(from ?? today, today)
  }

  var service: HealthcareService { search.service }
  var today: Day { formats.day(now) }

  /// The next day with a free time after the week shown.
  var nextFreeDay: Day? {
    search.next(1, from: from.adding(days: Self.daysShown)).first.map { formats.day($0.during.lowerBound) }
  }

  /// The free times nearest to an instant, in order.
  func nearest(to instant: Date, count: Int = 3) -> [Slot] {
    search.slots(on: today...max(today, search.lastDay))
      .sorted {
        abs($0.during.lowerBound.timeIntervalSince(instant))
          < abs($1.during.lowerBound.timeIntervalSince(instant))
      }
      .prefix(count)
      .sorted { $0.during.lowerBound < $1.during.lowerBound }
  }

  func offer(_ slot: Slot) -> Offer { Offer(doctor, slot, in: search, at: now) }
}

extension TimesPage {
  /// - Parameter moving: the appointment that is to have another time.
  init(_ times: TimesOnOffer, moving: Appointment?, href: (Slot) -> String) {
    let (formats, from) = (times.formats, times.from)
    let today = times.today
    let week = (0..<TimesOnOffer.daysShown).map { from.adding(days: $0) }
    let slots = Dictionary(grouping: times.search.slots(on: week[0]...week[6])) {
      formats.day($0.during.lowerBound)
    }
    let path = { (day: Day) in
      moving.map { Path.times(moving: $0, from: day) }
        ?? Path.times(times.doctor.id, times.service.id, from: day)
    }
    let nextFree = slots.isEmpty ? times.nextFreeDay : nil
    self.init(
      doctor: times.doctor.name,
      doctorHref: Path.doctor(times.doctor.id),
      face: Face(times.doctor, .small),
      service: times.service.name,
      duration: formats.minutes(times.service.durationMinutes),
      price: formats.money(times.service.price),
      zone: formats.zone.identifier,
      moving: moving.map {
        Link(text: formats.longInstant($0.during.lowerBound), href: Path.appointment($0.id))
      },
      week: formats.words[
        "format.day-range", ["from": formats.date(from), "until": formats.date(from.adding(days: 6))]],
      earlier: from > today ? path(max(today, from.adding(days: -TimesOnOffer.daysShown))) : nil,
      later: week[6] < times.search.lastDay ? path(from.adding(days: TimesOnOffer.daysShown)) : nil,
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
