import Clinic
import FoundationEssentials
import Pages

extension AdminPage {
  init(_ today: DayAtAGlance, _ formats: Formats, at now: Date) {
    let words = formats.words
    let free = today.free(zone: formats.zone, at: now)
    // What nobody has asked for is no state of a day.
    let states = Appointment.Status.allCases.filter { $0 != .proposed || today.visits[$0] != nil }
    self.init(
      today: formats.longDay(formats.day(now)),
      visits: states.map { state in
        Figure(
          text: words["status.\(state.rawValue)"], count: String(today.visits[state] ?? 0),
          href: Table.appointments.address([("state", state.rawValue), ("when", Period.today.rawValue)]),
          isWarning: state == .pending && today.visits[state] != nil)
      },
      attention: [
        Figure(
          text: words["admin.waiting"], count: String(today.waiting),
          href: Table.appointments.address([("when", Period.today.rawValue), ("waits", "yes")]),
          isWarning: false),
        Figure(
          words["admin.failed"], today.failedMessages, Table.messages.address([("delivery", "failed")])),
        Figure(
          words["admin.refused"], today.refusedSignIns, Table.refusedSignIns.address([("when", "last-day")])),
        Figure(
          words["admin.emergencies"], today.emergencies, Table.emergencies.address([("review", "due")])),
        Figure(
          words["admin.requests"], today.requests,
          Table.appointments.address([
            ("state", Appointment.Status.pending.rawValue), ("when", Period.ahead.rawValue),
          ])),
        Figure(words["admin.tasks"], today.tasks, Path.tasks),
        Figure(
          words["documents.infected-count"], today.infected,
          Table.audit.address([("act", Act.documentInfected.rawValue)])),
        Figure(
          words["documents.lost-count"], today.lost, Table.audit.address([("act", Act.documentLost.rawValue)])
        ),
        Figure(words["admin.erasures"], today.erasures, Path.erasures),
        Figure(words["admin.feedback"], today.feedback, Path.feedback(in: .open)),
        Figure(
          text: words["documents.storage", ["limit": formats.bytes(today.storage.limit)]],
          count: formats.bytes(today.storage.used), href: Path.settings(.settings),
          isWarning: today.storage.used * 10 > today.storage.limit * 9),
      ],
      free: free.isEmpty ? "" : formats.duration(minutes: free.reduce(0) { $0 + $1.minutes }),
      doctors: free.map {
        FreeRow(name: $0.name, time: formats.duration(minutes: $0.minutes), href: Path.doctor($0.doctor))
      })
  }

  /// What this file asks of the catalogue.
  static let keys = [
    "admin.waiting", "admin.failed", "admin.refused", "admin.emergencies", "admin.requests", "admin.tasks",
    "admin.feedback", "admin.erasures", "documents.storage", "documents.infected-count",
    "documents.lost-count",
  ]
}

extension Figure {
  /// Of what should not be: counted up to a limit.
  fileprivate init(_ text: String, _ count: Int, _ href: String) {
    self.init(
      text: text, count: count > DayAtAGlance.most ? "\(DayAtAGlance.most)+" : String(count), href: href,
      isWarning: count > 0)
  }
}
