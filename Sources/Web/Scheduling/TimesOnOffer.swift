import CivilTime
import Clinic
import FoundationEssentials

/// One doctor's free times for one service.
struct TimesOnOffer {
  let doctor: Practitioner
  let search: SlotSearch
  let formats: Formats
  let now: Date

  init(
    doctor: Practitioner, service: HealthcareService, isFirstVisit: Bool, schedule: Schedule,
    formats: Formats,
    now: Date
  ) {
    self.doctor = doctor
    self.formats = formats
    self.now = now
    search = SlotSearch(
      of: doctor.id, for: service, isFirstVisit: isFirstVisit, in: schedule, zone: formats.zone, at: now)
  }

  var service: HealthcareService { search.service }

  /// The free times nearest to an instant, in order.
  func nearest(to instant: Date, count: Int = 3) -> [Slot] {
    let today = formats.day(now)
    return search.slots(on: today...max(today, search.lastDay))
      .sorted {
        abs($0.during.lowerBound.timeIntervalSince(instant))
          < abs($1.during.lowerBound.timeIntervalSince(instant))
      }
      .prefix(count)
      .sorted { $0.during.lowerBound < $1.during.lowerBound }
  }

  func offer(_ slot: Slot) -> Offer { Offer(doctor, slot, in: search, at: now) }
}
