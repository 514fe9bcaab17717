import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension SchedulePage {
  init(
    _ day: Day, _ appointments: [Visiting], _ requests: [Visiting], notice: String?, _ visit: Visit,
    _ formats: Formats
  ) {
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
      notice: notice,
      requests: requests.map { ScheduleRow($0, isRequest: true, visit, formats) },
      rows: appointments.map { ScheduleRow($0, isRequest: false, visit, formats) },
      booked: formats.duration(minutes: minutes))
  }
}

extension ScheduleRow {
  init(_ appointment: Visiting, isRequest: Bool, _ visit: Visit, _ formats: Formats) {
    let start = appointment.during.lowerBound
    let day = formats.day(start)
    self.init(
      day: isRequest ? formats.longDay(day) : nil,
      start: formats.timeLabel(start),
      end: formats.timeLabel(appointment.during.upperBound),
      patient: appointment.patientName,
      birthDate: formats.date(appointment.birthDate),
      age: formats.age(from: appointment.birthDate, on: day),
      service: appointment.service,
      room: appointment.location,
      status: Badge(appointment.status, formats.words),
      reason: appointment.reason,
      sequence: appointment.sequence,
      acts: ScheduleRoutes.nouns.filter { act, _ in appointment.refusal(of: act, at: visit.now) == nil }
        .map { act, noun in
          VisitAct(
            action: Path.mark(appointment.id, noun), text: formats.words["visit.\(noun)"],
            isQuiet: act == .decline || act == .miss)
        })
  }
}
