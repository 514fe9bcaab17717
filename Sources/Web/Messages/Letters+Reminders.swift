import CivilTime
public import Clinic
import FoundationEssentials
import Pages

extension Letters {
  func reminder(_ message: OutboxMessage, _ tenant: Tenant, _ language: Language) throws
    -> AppointmentReminderLetter
  {
    let formats = Formats(words: library.words(language), zone: try zones.rules(for: tenant.timeZone))
    let occasion = Occasion(rawValue: message.values["occasion"] ?? "") ?? .day
    return AppointmentReminderLetter(
      clinic: tenant.name, phone: tenant.phone, isInAWeek: occasion == .week,
      isToday: occasion == .hours,
      visits: message.visits.map { visit in
        ReminderLine(
          patient: visit.patient, date: formats.longDay(formats.day(visit.start)),
          time: formats.timeLabel(visit.start), zone: formats.zoneInWords(at: [visit.start]),
          isOnline: visit.isOnline,
          address: visit.address.isEmpty ? tenant.address : visit.address,
          link: origins.url(tenant.slug, Path.appointment(visit.appointment)))
      },
      dashboard: origins.url(tenant.slug, Path.dashboard),
      unsubscribe: unsubscribe(from: message, for: tenant))
  }

  /// The address that ends letters of this kind; nil for those that nobody can do without.
  public func unsubscribe(from message: OutboxMessage, for tenant: Tenant) -> String? {
    message.unsubscribing.map { origins.url(tenant.slug, Path.unsubscribe($0)) }
  }
}
