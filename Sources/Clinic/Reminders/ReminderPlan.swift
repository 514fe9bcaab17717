internal import CivilTime
internal import FoundationEssentials

/// A visit of which its reader may have to be reminded.
struct Remindable: Sendable {
  let appointment: ID<Appointment>
  let start: Date
  /// When it was booked, approved or moved to its time.
  let agreed: Date
  /// Of which occasions there is a letter already.
  let done: Set<Occasion>
}

/// Who reads the reminders of some visits.
struct ReminderReader: Hashable, Sendable {
  /// Nil for a patient without an account.
  let account: ID<Account>?
  let email: String
  let language: String
  let wanted: Set<Occasion>
  let quiet: QuietHours
  let zone: String
}

/// One letter to be written: of one occasion, about one or several visits.
struct ReminderPlan: Hashable, Sendable {
  let occasion: Occasion
  let visits: [ID<Appointment>: Date]

  /// What is due in the next hours goes into the same letter, so that two visits of a day are one letter.
  static let lookAhead: TimeInterval = 12 * 3600

  /// The letters to one reader that are due now.
  ///
  /// - Parameter isQuiet: by the reader's clock.
  static func due(_ visits: [Remindable], for reader: ReminderReader, isQuiet: Bool, at now: Date) -> [Self] {
    if isQuiet { return [] }
    return Occasion.allCases.compactMap { occasion in
      guard reader.wanted.contains(occasion == .hours ? .day : occasion) else { return nil }
      let open = visits.filter { !$0.done.contains(occasion) }.compactMap { visit in
        occasion.window(of: visit.start, agreed: visit.agreed).map { (visit: visit, window: $0) }
      }
      guard open.contains(where: { $0.window.contains(now) }) else { return nil }
      let together = open.filter { $0.window.contains(now) || $0.window.contains(now + lookAhead) }
      return ReminderPlan(
        occasion: occasion,
        visits: Dictionary(together.map { ($0.visit.appointment, $0.visit.start) }) { first, _ in first })
    }
  }
}
