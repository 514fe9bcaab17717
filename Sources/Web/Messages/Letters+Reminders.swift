import CivilTime
public import Clinic
import FoundationEssentials
import Pages

extension Letters {
  func reminder(_ message: OutboxMessage, _ tenant: Tenant, _ language: Language) throws
    -> AppointmentReminderLetter
  {
    let formats = Formats(words: library.words(language), zone: try zones.rules(for: tenant.timeZone))
    let hasAccount = message.values["account"] != ""
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
          link: hasAccount ? origins.url(tenant, Path.appointment(visit.appointment)) : nil)
      },
      dashboard: hasAccount ? origins.url(tenant, Path.dashboard) : nil,
      unsubscribe: unsubscribe(from: message, for: tenant))
  }

  /// The address that ends letters of this kind; nil for those that nobody can do without.
  public func unsubscribe(from message: OutboxMessage, for tenant: Tenant) -> String? {
    message.unsubscribing.map { origins.url(tenant, Path.unsubscribe($0)) }
  }
}
