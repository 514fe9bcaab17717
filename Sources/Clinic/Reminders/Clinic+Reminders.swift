internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Writes the letters that remind of visits, as far as they are due in a tenant.
  ///
  /// What is due is found out from the appointments as they are, so a visit that was moved or cancelled drops its own, and
  /// neither a restart nor a leap of the clock loses or doubles one: the row of a reminder is unique, and comes with its
  /// letter or not at all.
  func remind(_ tenant: Tenant) async throws {
    let now = clock()
    let asked = Query<[(ReminderReader, Remindable)]>.remindable(at: now)
    let rows = try await database.pipeline([.entering(tenant.id)] + asked.statements)
    var readers: [ReminderReader: [Remindable]] = [:]
    for (reader, visit) in try asked.read(rows[1...]) { readers[reader, default: []].append(visit) }
    var letters: [SQL] = []
    for (reader, visits) in readers {
      let isQuiet = try reader.quiet.contains(localTime(now, in: reader.zone, else: tenant.timeZone))
      for plan in ReminderPlan.due(visits, for: reader, isQuiet: isQuiet, at: now) {
        letters.append(.reminding(reader, plan, newID(), in: tenant, at: now) { newID() })
      }
    }
    for start in stride(from: 0, to: letters.count, by: Self.lettersAtOnce) {
      let some = letters[start..<min(start + Self.lettersAtOnce, letters.count)]
      _ = try await database.pipeline([.entering(tenant.id)] + some)
    }
  }

  /// In one transaction.
  private static var lettersAtOnce: Int { 200 }

  private func localTime(_ now: Date, in zone: String, else clinics: String) throws -> TimeOfDay {
    let rules = try (try? zones.rules(for: zone)) ?? zones.rules(for: clinics)
    return rules.local(now).time
  }
}

extension Query<[(ReminderReader, Remindable)]> {
  /// The visits of the next days, each with who reads of it: `LetterReader`.
  static func remindable(at now: Date) -> Self {
    Query(
      """
      SELECT reader.id, \(LetterReader.email(of: "pt")), \(LetterReader.language),
             \(NotificationKind.remindersOfReader),
             coalesce(reader.quiet_from, '21:00'),
             coalesce(reader.quiet_until, '07:00'), coalesce(reader.time_zone, ''), a.id, a.starts_at,
             (SELECT max(h.at) FROM appointment_history h
               WHERE h.appointment_id = a.id AND h.act IN ('book', 'accept', 'move')),
             ARRAY(SELECT r.occasion FROM reminder r WHERE r.appointment_id = a.id AND r.starts_at = a.starts_at)
        FROM appointment a
        JOIN patient pt ON pt.id = a.patient_id
        \(LetterReader.joined(of: "pt", bookedBy: "a.booked_by", at: now))
       WHERE a.status = 'booked' AND a.starts_at > \(now) AND \(Rebooking.isSettled)
         AND a.starts_at < \(now + Occasion.longestLead + ReminderPlan.lookAhead)
         AND \(LetterReader.email(of: "pt")) IS NOT NULL
      """
    ) { row in
      let reader = ReminderReader(
        account: try row.next(), email: try row.next(), language: try row.next(),
        wanted: Set(try row.next([String].self).compactMap(Occasion.init)),
        quiet: try QuietHours(
          from: TimeOfDay(sql: try row.next()), until: TimeOfDay(sql: try row.next())),
        zone: try row.next())
      let (appointment, start) = try (row.next(ID<Appointment>.self), row.next(Date.self))
      let visit = Remindable(
        appointment: appointment, start: start, agreed: try row.next(Date?.self) ?? .distantPast,
        done: Set(try row.next([String].self).compactMap(Occasion.init)))
      return (reader, visit)
    }
  }
}

extension SQL {
  /// The rows of reminders, and their letter if there are any: another server may have written them meanwhile.
  fileprivate static func reminding(
    _ reader: ReminderReader, _ plan: ReminderPlan, _ letter: ID<OutboxMessage>, in tenant: Tenant,
    at now: Date,
    newID: () -> ID<RemindedVisit>
  ) -> SQL {
    let visits = Array(plan.visits)
    let language = reader.language.isEmpty ? tenant.language : reader.language
    let values = ["occasion": plan.occasion.rawValue, "account": reader.account?.description ?? ""]
    return """
      WITH made AS (
        INSERT INTO reminder (id, appointment_id, occasion, starts_at, letter_id, created_at)
        SELECT v.id, v.appointment, \(plan.occasion.rawValue), v.start, \(letter), \(now)
          FROM unnest(\(visits.map { _ in newID().uuid }), \(visits.map(\.key.uuid)), \(visits.map(\.value)))
               AS v (id, appointment, start)
        ON CONFLICT ON CONSTRAINT reminder_once DO NOTHING
        RETURNING appointment_id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, at)
        SELECT gen_random_uuid(), \(Act.reminderWritten.rawValue), \(Purpose.operation.rawValue), appointment_id, \(now)
          FROM made
      )
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT \(letter), \(LetterKind.appointmentReminder.rawValue), \(language), \(reader.email),
             jsonb_build_object('occasion', \(values["occasion"])::text, 'account', \(values["account"])::text), \(now), \(now)
       WHERE EXISTS (SELECT FROM made)
      """
  }
}
