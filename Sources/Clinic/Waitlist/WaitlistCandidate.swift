internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// A wish that may suit a freed time.
struct WaitlistCandidate: Sendable {
  let entry: ID<WaitlistEntry>
  let wish: Wish
  /// Those of the doctor's that it is for, theirs that is shown before the others.
  let services: [ID<HealthcareService>]
  let address: String
  let language: String
  let called: String
  /// When the patient is with somebody else.
  let elsewhere: [Range<Date>]
  /// They were with the doctor before: no visit is their first.
  let isKnown: Bool

  /// The earliest time that suits; of several services at once, the one that stands first.
  func first(
    of slots: [ID<HealthcareService>: [Slot]], with practitioner: ID<Practitioner>, in zone: TimeZoneRules,
    at now: Date
  ) -> (service: ID<HealthcareService>, slot: Slot)? {
    let found = services.compactMap { service -> (service: ID<HealthcareService>, slot: Slot)? in
      let slot = slots[service]?.first { slot in
        wish.suits(slot.during, of: practitioner, in: zone)
          && slot.during.lowerBound >= now + WaitlistOffer.least
          && !elsewhere.contains { $0.overlaps(slot.during) }
      }
      return slot?.withOneResourceEach(practitioner).map { (service, $0) }
    }
    return found.min { $0.slot.during.lowerBound < $1.slot.during.lowerBound }
  }
}

extension Query<[WaitlistCandidate]> {
  /// Those who were not offered it before, by whichever wish of theirs, who waited longest first.
  static func waiting(for freed: FreedTime, at now: Date) -> Self {
    let isWished = Wish.isFor(
      specialty: "e.specialty_id", service: "e.service_id", practitioner: "e.practitioner_id")
    return Query(
      """
      SELECT e.id, \(Wish.columns),
             ARRAY(SELECT s.id FROM practitioner_service ps JOIN healthcare_service s ON s.id = ps.service_id
                    WHERE ps.practitioner_id = p.id AND \(isWished) ORDER BY ps.position, s.name),
             a.email, a.language, coalesce(nullif(pt.preferred_name, ''), pt.given_name),
             ARRAY(SELECT extract(epoch FROM t.starts_at)::bigint FROM appointment t
                    WHERE t.patient_id = e.patient_id AND t.status IN ('booked', 'pending')
                      AND t.starts_at < \(freed.during.upperBound + 86_400) AND t.ends_at > \(freed.during.lowerBound)
                    ORDER BY t.starts_at, t.id),
             ARRAY(SELECT extract(epoch FROM t.ends_at)::bigint FROM appointment t
                    WHERE t.patient_id = e.patient_id AND t.status IN ('booked', 'pending')
                      AND t.starts_at < \(freed.during.upperBound + 86_400) AND t.ends_at > \(freed.during.lowerBound)
                    ORDER BY t.starts_at, t.id),
             \(Patient.isKnown("e.patient_id", to: "p.id"))
        FROM waitlist_entry e
        JOIN account a ON a.id = e.account_id AND a.closed_at IS NULL AND a.disabled_at IS NULL
        JOIN patient pt ON pt.id = e.patient_id
        JOIN practitioner p ON p.id = \(freed.practitioner)
       WHERE e.state = 'waiting' AND e.account_id IN (\(Patient.readers(of: "e.patient_id", for: .book, at: now)))
         AND EXISTS (SELECT FROM practitioner_service ps JOIN healthcare_service s ON s.id = ps.service_id
                      WHERE ps.practitioner_id = p.id AND \(isWished))
         AND \(freed.during.lowerBound) > \(now)
         AND NOT EXISTS (SELECT FROM waitlist_offer o JOIN waitlist_entry w ON w.id = o.entry_id
                          WHERE w.patient_id = e.patient_id AND o.practitioner_id = \(freed.practitioner)
                            AND o.during && \(freed.during))
       ORDER BY e.created_at, e.id
       LIMIT 200
      """
    ) { row in
      let entry: ID<WaitlistEntry> = try row.next()
      let wish = try Wish(row: &row)
      let services = try row.next([UUID].self).map(ID<HealthcareService>.init)
      let (address, language) = (try row.next(String.self), try row.next(String.self))
      let called = try row.next(String.self)
      let (starts, ends) = (try row.next([Int64].self), try row.next([Int64].self))
      return WaitlistCandidate(
        entry: entry, wish: wish, services: services, address: address, language: language, called: called,
        elsewhere: zip(starts, ends).map { Date(seconds: Int($0))..<Date(seconds: Int($1)) },
        isKnown: try row.next())
    }
  }
}
