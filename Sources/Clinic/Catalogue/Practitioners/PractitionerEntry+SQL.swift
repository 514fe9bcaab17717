internal import FoundationEssentials
internal import Postgres

extension PractitionerEntry {
  public static let storage = EntryStorage<PractitionerEntry>(
    table: "practitioner",
    columns: { day in
      """
      e.id, e.prefix, e.given_name, e.family_name, e.qualification, e.gender, e.languages, e.bio, e.kind,
      ARRAY(SELECT s.name FROM practitioner_specialty x JOIN specialty s ON s.id = x.specialty_id
             WHERE x.practitioner_id = e.id ORDER BY s.name),
      ARRAY(SELECT s.name FROM practitioner_service x JOIN healthcare_service s ON s.id = x.service_id
             WHERE x.practitioner_id = e.id ORDER BY s.name),
      \(WeeklyRow.stored(on: day)), \(DatedRow.stored(on: day)), e.portrait, e.active
      """
    },
    read: { row in
      try PractitionerEntry(
        id: row.next(), prefix: row.next(), givenName: row.next(), familyName: row.next(),
        qualification: row.next(), gender: AdministrativeGender(rawValue: row.next()) ?? .unknown,
        languages: row.next(), bio: row.next(), kind: row.next(), specialties: row.next(),
        services: row.next(), hours: row.rows().map(WeeklyRow.init(stored:)),
        days: row.rows().map(DatedRow.init(stored:)), portrait: row.next(), isActive: row.next())
    },
    insert: { new, id, writing in
      [
        """
        INSERT INTO practitioner (id, prefix, given_name, family_name, qualification, gender, languages, bio, kind,
                                  created_at)
        VALUES (\(id), \(new.prefix), \(new.givenName), \(new.familyName), \(new.qualification),
                \(new.gender.rawValue), \(new.languages), \(new.bio), \(new.kind), \(writing.now))
        """
      ] + PractitionerEntry.blank.linking(new, id, writing)
    },
    update: { old, new, writing in
      [
        """
        UPDATE practitioner
           SET prefix = \(new.prefix), given_name = \(new.givenName), family_name = \(new.familyName),
               qualification = \(new.qualification), gender = \(new.gender.rawValue), languages = \(new.languages),
               bio = \(new.bio), kind = \(new.kind)
         WHERE id = \(old.id)
        """
      ] + old.linking(new, old.id, writing)
    },
    setActive: { id, isActive in ["UPDATE practitioner SET active = \(isActive) WHERE id = \(id)"] },
    hasHistory: """
      e.account_id IS NOT NULL
      OR EXISTS (SELECT FROM appointment a WHERE a.practitioner_id = e.id)
      OR EXISTS (SELECT FROM occupancy o WHERE o.resource_id = e.id)
      OR EXISTS (SELECT FROM absence b WHERE b.practitioner_id = e.id)
      OR EXISTS (SELECT FROM waitlist_entry w WHERE w.practitioner_id = e.id)
      """,
    own: { id in
      ["practitioner_specialty", "practitioner_service", "availability", "dated_hours"].map { table in
        "DELETE FROM \(table) WHERE practitioner_id = \(id)"
      }
    },
    effects: { now, _ in
      [
        (
          .visits,
          .visitsAhead(
            """
            a.practitioner_id = e.id
            OR EXISTS (SELECT FROM occupancy o
                        WHERE o.appointment_id = a.id AND o.resource_id = e.id AND o.released_at IS NULL)
            """, at: now)
        ),
        (.wishes, .wishes("w.practitioner_id = e.id", at: now)),
        (.services, .servicesInNeed(of: "'staff'", in: "practitioner")),
      ]
    },
    visits: { id, _ in "a.practitioner_id = \(id)" },
    refusals: [:])

  /// What has to be written so that the practitioner has what another version says: only what differs.
  private func linking(
    _ new: PractitionerEntry, _ id: ID<Practitioner>, _ writing: Writing
  ) -> [SQL] {
    let hours = RowChanges(from: self.hours, to: new.hours, in: writing.surroundings)
    let days = RowChanges(from: self.days, to: new.days, in: writing.surroundings)
    return [
      """
      DELETE FROM practitioner_specialty x USING specialty s
       WHERE x.practitioner_id = \(id) AND s.id = x.specialty_id
         AND s.name = ANY (\(specialties.filter { !new.specialties.contains($0) }))
      """,
      """
      INSERT INTO practitioner_specialty (practitioner_id, specialty_id)
      SELECT \(id), s.id FROM specialty s WHERE s.name = ANY (\(new.specialties.filter { !specialties.contains($0) }))
      """,
      """
      DELETE FROM practitioner_service x USING healthcare_service s
       WHERE x.practitioner_id = \(id) AND s.id = x.service_id
         AND s.name = ANY (\(services.filter { !new.services.contains($0) }))
      """,
      """
      INSERT INTO practitioner_service (practitioner_id, service_id)
      SELECT \(id), s.id FROM healthcare_service s WHERE s.name = ANY (\(new.services.filter { !services.contains($0) }))
      """,
      "DELETE FROM availability WHERE practitioner_id = \(id) AND id = ANY (\(hours.removed))",
      "DELETE FROM dated_hours WHERE practitioner_id = \(id) AND id = ANY (\(days.removed))",
    ] + hours.added.flatMap { $0.inserting(for: id, writing.newID()) }
      + days.added.map { $0.inserting(for: id, writing.newID()) }
  }
}
