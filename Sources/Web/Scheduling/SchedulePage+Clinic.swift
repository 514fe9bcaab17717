import CivilTime
import Clinic
import FoundationEssentials

extension SchedulePage {
  init(_ day: Day, _ appointments: [Visiting], _ visit: Visit, _ formats: Formats) {
    let minutes = appointments.reduce(0) {
      $0 + Int($1.during.upperBound.timeIntervalSince($1.during.lowerBound) / 60)
    }
    self.init(
      doctor: visit.account?.name ?? "",
      date: formats.longDay(day),
      iso: day.description,
      isToday: day == formats.day(visit.now),
      previous: Path.schedule(day.adding(days: -1)),
      next: Path.schedule(day.adding(days: 1)),
      zone: formats.zone.identifier,
      rows: appointments.map { ScheduleRow($0, on: day, formats) },
      booked: formats.duration(minutes: minutes))
  }
}

extension ScheduleRow {
  init(_ appointment: Visiting, on day: Day, _ formats: Formats) {
    self.init(
      start: formats.timeLabel(appointment.during.lowerBound),
      end: formats.timeLabel(appointment.during.upperBound),
      patient: appointment.patientName,
      birthDate: formats.date(appointment.birthDate),
      age: formats.age(from: appointment.birthDate, on: day),
      service: appointment.service,
      room: appointment.location,
      status: Badge(appointment.status, formats.words),
      reason: appointment.reason)
  }
}
