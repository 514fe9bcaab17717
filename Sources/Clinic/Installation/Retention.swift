internal import FoundationEssentials
internal import Postgres

/// Removes what the clinic keeps no longer, so many rows of a kind at a time: what comes round will be back. How many of which
/// kind is noted beside.
enum Retention {
  /// A sweep holds no lock for long.
  static let batch = 500

  static func sweeps(at now: Date) -> [SQL] {
    [
      letters(at: now), wishes(at: now), freedTimes(at: now), tickets(at: now), questions(at: now),
      changes(at: now), feedback(at: now), drafts(at: now), familyInvitations(at: now), archives(at: now),
    ]
      + ended(at: now)
  }

  /// - Parameters:
  ///   - kind: in the words of the code.
  ///   - before: common table expressions, with a comma behind.
  ///   - sweep: changes or deletes rows.
  static func noted(_ kind: String, _ before: SQL, _ sweep: SQL, at now: Date) -> SQL {
    """
    WITH \(before) swept AS (\(sweep) RETURNING 1)
    INSERT INTO audit_event (id, act, purpose, detail, at)
    SELECT gen_random_uuid(), \(Act.retentionApplied.rawValue), \(Purpose.operation.rawValue),
           \(kind)::text || ' ' || count(*), \(now)
      FROM swept HAVING count(*) > 0
    """
  }

  private static func noted(_ kind: String, _ sweep: SQL, at now: Date) -> SQL {
    noted(kind, "", sweep, at: now)
  }

  private static func isOver(_ instant: SQL, _ days: SQL, at now: Date) -> SQL {
    "\(instant) <= \(now) - make_interval(days => (SELECT \(days) FROM tenant))"
  }

  /// Of old letters only that they were written is kept: nobody reads them again, and they name people.
  private static func letters(at now: Date) -> SQL {
    noted(
      "letters",
      """
      UPDATE outbox_message
         SET payload = '{}', recipient = '', secret = NULL, emptied_at = \(now),
             state = CASE WHEN state = 'failed' THEN 'settled' ELSE state END
       WHERE id IN (SELECT id FROM outbox_message
                     WHERE emptied_at IS NULL AND state <> 'queued' AND \(isOver("created_at", "letter_days", at: now))
                     ORDER BY created_at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// Wishes that were filled or taken back, and those whose last day has passed, with what was offered for them.
  private static func wishes(at now: Date) -> SQL {
    noted(
      "wishes",
      """
      over AS (
        SELECT id FROM waitlist_entry e
         WHERE \(isOver("until_day", "wish_days", at: now)) AND \(isOver("created_at", "wish_days", at: now))
           AND NOT EXISTS (SELECT FROM waitlist_offer o WHERE o.entry_id = e.id AND o.state = 'open')
         ORDER BY until_day LIMIT \(batch) FOR UPDATE SKIP LOCKED
      ), offers AS (
        DELETE FROM waitlist_offer WHERE entry_id IN (SELECT id FROM over)
      ),
      """, "DELETE FROM waitlist_entry WHERE id IN (SELECT id FROM over)", at: now)
  }

  /// Times that became free, once nothing is known any more of whom they were offered to.
  private static func freedTimes(at now: Date) -> SQL {
    noted(
      "freed times",
      """
      DELETE FROM freed_time WHERE id IN (
        SELECT id FROM freed_time f
         WHERE \(isOver("upper(during)", "wish_days", at: now))
           AND NOT EXISTS (SELECT FROM waitlist_offer o WHERE o.freed_id = f.id)
         LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// Numbers of the queue: who waited, and for how long.
  private static func tickets(at now: Date) -> SQL {
    noted(
      "tickets",
      """
      DELETE FROM queue_ticket WHERE id IN (
        SELECT id FROM queue_ticket WHERE \(isOver("day", "ticket_days", at: now))
         ORDER BY day LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// Questions that patients were asked about visits that could not take place, and what they answered.
  private static func questions(at now: Date) -> SQL {
    noted(
      "questions",
      """
      DELETE FROM rebooking WHERE id IN (
        SELECT id FROM rebooking
         WHERE state IN ('accepted', 'cancelled') AND \(isOver("created_at", "question_days", at: now))
         ORDER BY created_at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// What was changed of persons, for as long as the audit log says who did.
  private static func changes(at now: Date) -> SQL {
    noted(
      "changes of persons",
      """
      DELETE FROM patient_change WHERE id IN (
        SELECT id FROM patient_change WHERE at <= \(now) - make_interval(years => (SELECT audit_years FROM tenant))
         ORDER BY at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// What people said of these pages, once it is closed.
  private static func feedback(at now: Date) -> SQL {
    noted(
      "feedback",
      """
      DELETE FROM feedback WHERE id IN (
        SELECT id FROM feedback WHERE state <> 'open' AND \(isOver("at", "letter_days", at: now))
         ORDER BY at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// What somebody began to write and left. Conversations are records, and stay.
  private static func drafts(at now: Date) -> SQL {
    noted(
      "drafts",
      """
      DELETE FROM communication_draft WHERE id IN (
        SELECT id FROM communication_draft WHERE saved_at <= \(now - MessageDraft.lifetime)
         ORDER BY saved_at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// What somebody was asked to do for a patient: what came of it says who acts for whom.
  private static func familyInvitations(at now: Date) -> SQL {
    noted(
      "invitations to act for somebody",
      """
      DELETE FROM family_invitation WHERE id IN (
        SELECT id FROM family_invitation
         WHERE \(isOver("greatest(expires_at, answered_at)", "invitation_days", at: now))
         LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// That somebody once had an archive of their data, which is gone by then.
  private static func archives(at now: Date) -> SQL {
    noted(
      "archives",
      """
      DELETE FROM data_archive WHERE id IN (
        SELECT id FROM data_archive
         WHERE state IN ('failed', 'removed') AND asked_at <= \(now - TimeInterval(DataArchive.remembered) * 86_400)
         ORDER BY asked_at LIMIT \(batch) FOR UPDATE SKIP LOCKED)
      """, at: now)
  }

  /// Invitations and links of calendars that work no more: the audit log has what counts.
  private static func ended(at now: Date) -> [SQL] {
    [
      noted(
        "invitations",
        """
        DELETE FROM invitation WHERE id IN (
          SELECT id FROM invitation
           WHERE \(isOver("greatest(expires_at, accepted_at, withdrawn_at)", "invitation_days", at: now))
           LIMIT \(batch) FOR UPDATE SKIP LOCKED)
        """, at: now),
      noted(
        "calendar links",
        """
        DELETE FROM calendar_feed WHERE id IN (
          SELECT id FROM calendar_feed WHERE \(isOver("revoked_at", "invitation_days", at: now))
           LIMIT \(batch) FOR UPDATE SKIP LOCKED)
        """, at: now),
    ]
  }
}
