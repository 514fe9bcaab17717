internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Reads all that an archive has, in one round trip.
  ///
  /// - Parameters:
  ///   - patient: whose it is; that they are the account's has been looked at.
  ///   - account: who asked.
  func patientData(
    of patient: ID<Patient>, for account: ID<Account>, at tenant: Tenant
  ) async throws -> PatientData? {
    let now = clock()
    let box = secrets.box
    typealias Reading = PatientData.Reading
    let answer = try await readAll(
      of: tenant.id,
      Reading.person(patient, account, box), Reading.family(patient, at: now), Reading.visits(patient),
      Reading.answers(patient, box),
      Reading.documents(patient), Reading.notes(patient, box),
      Reading.entries(AllergyIntolerance.self, patient, box, "e.verification_status <> 'refuted'"),
      Reading.entries(Condition.self, patient, box, "e.verification_status = 'confirmed'"),
      Reading.entries(MedicationStatement.self, patient, box, "e.status <> 'not-taken'"),
      Reading.vitals(patient, box), DiagnosticReport.all(Reading.released(patient), box),
      Reading.messages(patient, box), Reading.bills(patient), Reading.consents(patient, account),
      Reading.practitioners(patient), Reading.lists(patient, account, at: now))
    guard let person = answer.0 else { return nil }
    return PatientData(
      tenant: tenant, at: now, isOwn: person.isOwn, person: person.record, furtherNames: person.names,
      family: answer.1, visits: answer.2, answers: answer.3, documents: answer.4, notes: answer.5,
      allergies: answer.6, conditions: answer.7, medications: answer.8, vitals: answer.9, results: answer.10,
      messages: answer.11, invoices: answer.12, consents: answer.13, practitioners: answer.14,
      lists: answer.15.filter { person.isOwn || !Reading.ofAccount.contains($0.name) })
  }

  private func readAll<each Answer: Sendable>(
    of tenant: ID<Tenant>, _ query: repeat Query<each Answer>
  ) async throws -> (repeat each Answer) {
    var statements: [SQL] = [.entering(tenant)]
    for query in repeat each query { statements += query.statements }
    let rows = try await database.pipeline(statements)
    var position = 1
    func read<One>(_ query: Query<One>) throws -> One {
      defer { position += query.statements.count }
      return try query.read(rows[position..<(position + query.statements.count)])
    }
    return (repeat try read(each query))
  }
}

extension PatientData {
  /// What is asked of each table.
  enum Reading {
    static func person(
      _ patient: ID<Patient>, _ account: ID<Account>, _ box: SecretBox
    ) -> Query<(record: PatientRecord, names: [HumanName], isOwn: Bool)?> {
      Query(
        """
        SELECT p.further_names, coalesce(p.account_id = \(account), false), \(PatientRecord.columns)
          FROM \(PatientRecord.source) WHERE p.id = \(patient)
        """,
        first: { row in
          let names = try JSONDecoder().decode([HumanName].self, from: Data(row.next(JSONB.self).utf8))
          let isOwn: Bool = try row.next()
          return (try PatientRecord(row: &row, box), names, isOwn)
        })
    }

    static func family(_ patient: ID<Patient>, at now: Date) -> Query<[Relative]> {
      Query(
        """
        SELECT r.id, r.account_id, a.display_name, r.relationship = 'parent'
          FROM acting r JOIN account a ON a.id = r.account_id
         WHERE r.patient_id = \(patient) AND r.ends_at > \(now) ORDER BY r.created_at, r.id
        """
      ) { row in
        try Relative(id: row.next(), account: row.next(), name: row.next(), isParent: row.next())
      }
    }

    static func visits(_ patient: ID<Patient>) -> Query<[Visit]> {
      Query([
        """
        SELECT a.id, a.status, a.during, s.name, p.id, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name),
               l.id, l.name, a.reason, a.booked_at
          FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
          JOIN practitioner p ON p.id = a.practitioner_id JOIN location l ON l.id = a.location_id
         WHERE a.patient_id = \(patient) ORDER BY a.starts_at DESC, a.id
        """,
        """
        SELECT h.appointment_id, h.act, h.status, h.during, h.at, h.note FROM appointment_history h
         WHERE h.appointment_id IN (SELECT id FROM appointment WHERE patient_id = \(patient)) ORDER BY h.at, h.id
        """,
      ]) { rows in
        let steps = try rows[rows.startIndex + 1].decode { row in
          (
            visit: try row.next(ID<Appointment>.self),
            step: try Step(
              act: row.next(), status: row.next(), during: row.next(), at: row.next(), note: row.next())
          )
        }
        let history = Dictionary(grouping: steps) { $0.visit }
        return try rows[rows.startIndex].decode { row in
          let id: ID<Appointment> = try row.next()
          return try Visit(
            id: id, status: Appointment.Status(rawValue: row.next()) ?? .pending, during: row.next(),
            service: row.next(), practitioner: row.next(), practitionerName: row.next(), location: row.next(),
            place: row.next(), reason: row.next(), booked: row.next(),
            history: history[id]?.map(\.step) ?? [])
        }
      }
    }

    static func answers(_ patient: ID<Patient>, _ box: SecretBox) -> Query<[Answered]> {
      Query(
        """
        SELECT current_tenant(), r.id, r.status, r.authored_at, r.answers,
               \(SQL.rows("i.link_id::text, i.text, i.type, i.required::text, i.unit, i.options, i.enable_when::text, i.enable_answer",
                 from: "questionnaire_item i WHERE i.questionnaire_id = r.questionnaire_id", order: "i.link_id"))
          FROM questionnaire_response r JOIN appointment a ON a.id = r.appointment_id
         WHERE a.patient_id = \(patient) ORDER BY r.authored_at, r.id
        """
      ) { row in
        let (tenant, id) = try (row.next(ID<Tenant>.self), row.next(ID<Intake.Response>.self))
        let (state, authored) = try (row.next(String.self), row.next(Date.self))
        let opened = try box.open(
          row.next([UInt8].self), context: KeyedColumn.answers.context(tenant, owner: "\(id)"))
        let texts = try JSONDecoder().decode([Int: String].self, from: Data(opened))
        let items = try row.rows().map { try QuestionRow(stored: $0).item }
        return Answered(
          id: id, state: state, authored: authored,
          items: items.compactMap { item in texts[item.linkID].map { (item, $0) } })
      }
    }

    /// Those that patients are shown, and of what was not kept that it was there.
    static func documents(_ patient: ID<Patient>) -> Query<[File]> {
      Query(
        """
        SELECT d.id, d.title, d.category, d.content_type, d.size, d.created_at, author.display_name,
               CASE WHEN d.content = 'ready' THEN d.content_key END
          FROM document_reference d JOIN account author ON author.id = d.account_id
         WHERE d.patient_id = \(patient) AND d.status = 'current' AND d.visibility <> 'clinic'
         ORDER BY d.created_at, d.id
        """
      ) { row in
        try File(
          id: row.next(), title: row.next(), category: row.next(),
          kind: DocumentReference.Kind(rawValue: row.next()) ?? .pdf, size: row.next(), created: row.next(),
          author: row.next(), key: row.next())
      }
    }

    static func entries<E: RecordEntry>(
      _: E.Type, _ patient: ID<Patient>, _ box: SecretBox, _ condition: SQL
    ) -> Query<[Version<E>]> {
      E.current(of: patient, box, if: condition, atMost: 100_000)
    }

    static func vitals(_ patient: ID<Patient>, _ box: SecretBox) -> Query<[Observation]> {
      Query(
        """
        SELECT \(Observation.columns) FROM observation o JOIN account author ON author.id = o.recorded_by
         WHERE o.patient_id = \(patient) AND o.category = 'vital-signs' AND o.superseded_at IS NULL
         ORDER BY o.effective_at DESC, o.id DESC
        """, each: { row in try Observation(row: &row, box) })
    }

    /// As `OwnHealth` has it.
    static func released(_ patient: ID<Patient>) -> SQL {
      """
      SELECT DISTINCT ON (thread) id FROM diagnostic_report
       WHERE patient_id = \(patient) AND released_at IS NOT NULL ORDER BY thread, recorded_at DESC, id DESC
      """
    }

    /// Whoever their visits were with, and who wrote notes for them.
    static func practitioners(_ patient: ID<Patient>) -> Query<[ID<Practitioner>: PersonName]> {
      Query(
        """
        SELECT p.id, p.prefix, p.given_name, p.family_name FROM practitioner p
         WHERE p.id IN (SELECT practitioner_id FROM appointment WHERE patient_id = \(patient)
                        UNION SELECT practitioner_id FROM encounter WHERE patient_id = \(patient)
                        UNION SELECT author_id FROM composition WHERE patient_id = \(patient)
                        UNION SELECT signed_by FROM composition WHERE patient_id = \(patient))
        """
      ) { rows in
        try Dictionary(
          uniqueKeysWithValues: rows.decode { row in
            (
              try row.next(ID<Practitioner>.self),
              try PersonName(prefix: row.next(), given: row.next(), family: row.next())
            )
          })
      }
    }
  }
}
