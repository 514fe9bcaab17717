import CivilTime
import Clinic
import FoundationEssentials

/// One doctor's free times for one service.
struct TimesOnOffer {
  let doctor: Practitioner
  let search: SlotSearch
  let clocks: Clocks
  let now: Date

  init(
    doctor: Practitioner, service: HealthcareService, isFirstVisit: Bool, schedule: Schedule,
    clocks: Clocks, now: Date
  ) {
    self.doctor = doctor
    self.clocks = clocks
    self.now = now
    search = SlotSearch(
      of: doctor.id, for: service, isFirstVisit: isFirstVisit, in: schedule, zone: clocks.clinic.zone, at: now
    )
  }

  var formats: Formats { clocks.clinic }

  var service: HealthcareService { search.service }

  /// How long a visit takes that is looked for.
  var minutes: Int { service.rules.minutes(isFirstVisit: search.isFirstVisit) }

  /// The free times nearest to an instant that suit, in order.
  ///
  /// Somebody who was too late waits for them, and most often the same day has some: days are looked at outwards from
  /// there, until no other day can have a nearer time.
  func nearest(to instant: Date, count: Int = 3, where suits: (Slot) -> Bool = { _ in true }) -> [Slot] {
    let today = formats.day(now)
    let all = today...max(today, search.lastDay)
    let day = min(max(formats.day(instant), all.lowerBound), all.upperBound)
    var reach = 1
    while true {
      let days = max(all.lowerBound, day.adding(days: -reach))...min(all.upperBound, day.adding(days: reach))
      let found = search.slots(on: days).filter(suits)
        .map { (slot: $0, distance: abs($0.during.lowerBound.timeIntervalSince(instant))) }
        .sorted { $0.distance < $1.distance }
        .prefix(count)
      // A day may be an hour or two short of 24.
      if days == all || found.count == count && found.allSatisfy({ $0.distance < Double(reach) * 22 * 3600 })
      {
        return found.map(\.slot).sorted { $0.during.lowerBound < $1.during.lowerBound }
      }
      reach *= 4
    }
  }

  func offer(_ slot: Slot) -> Offer { Offer(doctor, slot, in: search, at: now) }
}
