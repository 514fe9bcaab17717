internal import FoundationEssentials
internal import Postgres

extension SpecialtyEntry {
  public static let storage = EntryStorage<SpecialtyEntry>(
    table: "specialty",
    columns: { _ in
      """
      e.id, e.name, ARRAY(SELECT y.words FROM specialty_synonym y WHERE y.specialty_id = e.id ORDER BY y.words), e.active
      """
    },
    read: { row in
      try SpecialtyEntry(id: row.next(), name: row.next(), synonyms: row.next(), isActive: row.next())
    },
    insert: { new, id, _ in
      ["INSERT INTO specialty (id, name) VALUES (\(id), \(new.name))", .add(new.synonyms, to: id)]
    },
    update: { old, new, _ in
      let gone = old.synonyms.filter { !new.synonyms.contains($0) }
      return [
        "UPDATE specialty SET name = \(new.name) WHERE id = \(old.id)",
        "DELETE FROM specialty_synonym WHERE specialty_id = \(old.id) AND words = ANY (\(gone))",
        .add(new.synonyms.filter { !old.synonyms.contains($0) }, to: old.id),
      ]
    },
    setActive: { id, isActive in ["UPDATE specialty SET active = \(isActive) WHERE id = \(id)"] },
    hasHistory: """
      EXISTS (SELECT FROM healthcare_service s WHERE s.specialty_id = e.id)
      OR EXISTS (SELECT FROM practitioner_specialty p WHERE p.specialty_id = e.id)
      OR EXISTS (SELECT FROM waitlist_entry w WHERE w.specialty_id = e.id)
      """,
    own: { id in ["DELETE FROM specialty_synonym WHERE specialty_id = \(id)"] },
    effects: { now, _ in
      [
        (.services, "(SELECT count(*) FROM healthcare_service s WHERE s.specialty_id = e.id AND s.active)"),
        (
          .doctors,
          """
          (SELECT count(*) FROM practitioner_specialty x JOIN practitioner p ON p.id = x.practitioner_id
            WHERE x.specialty_id = e.id AND p.active)
          """
        ),
        (.wishes, .wishes("w.specialty_id = e.id", at: now)),
      ]
    },
    refusals: ["specialty_tenant_id_name_key": .invalid([Problem("name", "problem.name-taken")])])
}

extension SQL {
  fileprivate static func add(_ synonyms: [String], to specialty: ID<Specialty>) -> SQL {
    "INSERT INTO specialty_synonym (specialty_id, words) SELECT \(specialty), unnest(\(synonyms))"
  }
}
