internal import FoundationEssentials
internal import Postgres

extension ServiceEntry {
  public static let storage = EntryStorage<ServiceEntry>(
    table: "healthcare_service",
    columns: { _ in
      """
      e.id, e.name, (SELECT sp.name FROM specialty sp WHERE sp.id = e.specialty_id), e.description, e.price_minor,
      e.preparation, e.active, e.tax_rate, e.paid_ahead, e.channel, e.category,
      \(SQL.rows("i.link_id::text, i.text, i.type, i.required::text, i.unit, i.options, i.enable_when::text, i.enable_answer",
        from: "questionnaire_item i WHERE i.questionnaire_id = (\(Questionnaire.latest(of: "e.id")))", order: "i.link_id")),
      \(SQL.rows("r.id::text, r.needs, r.kind, r.from_minute::text, r.until_minute::text",
        from: "service_requirement r WHERE r.service_id = e.id", order: "r.from_minute, r.id")),
      \(SQL.rows("p.id::text, p.kind, p.name",
        from: "service_paper p WHERE p.service_id = e.id AND p.active", order: "p.kind, p.name")),
      e.duration_minutes, e.first_visit_minutes, e.buffer_before_minutes, e.buffer_after_minutes, e.grid_minutes,
      e.packed, e.notice_minutes, e.horizon_days, e.horizon_working_days, e.most_per_day, e.capacity, e.online,
      e.needs_approval, e.cancellation_minutes, '{}'::text[]
      """
    },
    read: { row in
      var entry = ServiceEntry(
        id: try row.next(), name: try row.next(), specialty: try row.next(), description: try row.next(),
        price: try row.next(), preparation: try row.next(), isActive: try row.next())
      entry.taxRate = try row.next(Int?.self).map { TaxRate(hundredths: $0) }
      entry.isPaidAhead = try row.next()
      entry.channel = Modality.Channel(rawValue: try row.next()) ?? .video
      entry.category = try row.next()
      entry.questions = try row.rows().map(QuestionRow.init(stored:))
      entry.requirements = try row.rows().map(RequirementRow.init(stored:))
      entry.papers = try row.rows().map(PaperRow.init(stored:))
      entry.rules = try BookingRules(row: &row)
      return entry
    },
    insert: { new, id, writing in
      return [
        """
        INSERT INTO healthcare_service (
          id, specialty_id, name, description, price_minor, currency, preparation, duration_minutes, first_visit_minutes,
          buffer_before_minutes, buffer_after_minutes, grid_minutes, packed, notice_minutes, horizon_days,
          horizon_working_days, most_per_day, capacity, online, needs_approval, cancellation_minutes, tax_rate,
          paid_ahead, channel, category)
        SELECT \(id), \(new.values(writing))
        """
      ] + new.requirements.map { .insert($0, of: id, writing.newID()) }
        + new.papers.map { .insert($0, of: id, writing.newID()) }
        + (new.questions.isEmpty ? [] : QuestionRow.publishing(new.questions, of: id, writing))
    },
    update: { old, new, writing in
      let requirements = RowChanges(from: old.requirements, to: new.requirements, in: writing.surroundings)
      let papers = RowChanges(from: old.papers, to: new.papers, in: writing.surroundings)
      return [
        """
        UPDATE healthcare_service
           SET (specialty_id, name, description, price_minor, currency, preparation, duration_minutes,
                first_visit_minutes, buffer_before_minutes, buffer_after_minutes, grid_minutes, packed, notice_minutes,
                horizon_days, horizon_working_days, most_per_day, capacity, online, needs_approval,
                cancellation_minutes, tax_rate, paid_ahead, channel, category) = (SELECT \(new.values(writing)))
         WHERE id = \(old.id)
        """,
        "DELETE FROM service_requirement WHERE service_id = \(old.id) AND id = ANY (\(requirements.removed))",
        // What came for a visit once stays known.
        """
        UPDATE service_paper p SET active = false
         WHERE id = ANY (\(papers.removed))
           AND EXISTS (SELECT FROM appointment_paper a WHERE a.paper_id = p.id)
        """,
        """
        DELETE FROM service_paper p
         WHERE service_id = \(old.id) AND id = ANY (\(papers.removed)) AND active
        """,
      ] + requirements.added.map { .insert($0, of: old.id, writing.newID()) }
        + papers.added.map { .insert($0, of: old.id, writing.newID()) }
        + (QuestionRow.areSame(old.questions, new.questions, writing.surroundings)
          ? [] : QuestionRow.publishing(new.questions, of: old.id, writing))
    },
    setActive: { id, isActive in ["UPDATE healthcare_service SET active = \(isActive) WHERE id = \(id)"] },
    hasHistory: """
      EXISTS (SELECT FROM appointment a WHERE a.service_id = e.id)
      OR EXISTS (SELECT FROM occupancy o WHERE o.service_id = e.id)
      OR EXISTS (SELECT FROM hold h WHERE h.service_id = e.id)
      OR EXISTS (SELECT FROM waitlist_entry w WHERE w.service_id = e.id)
      OR EXISTS (SELECT FROM practitioner_service x WHERE x.service_id = e.id)
      OR EXISTS (SELECT FROM availability_service x WHERE x.service_id = e.id)
      """,
    own: { id in
      [
        "DELETE FROM service_requirement WHERE service_id = \(id)",
        "DELETE FROM service_paper WHERE service_id = \(id)",
        """
        DELETE FROM questionnaire_item
         WHERE questionnaire_id IN (SELECT q.id FROM questionnaire q WHERE q.service_id = \(id))
        """,
        "DELETE FROM questionnaire WHERE service_id = \(id)",
      ]
    },
    effects: { now, _ in
      [
        (.visits, .visitsAhead("a.service_id = e.id", at: now)),
        (
          .doctors,
          """
          (SELECT count(*) FROM practitioner_service x JOIN practitioner p ON p.id = x.practitioner_id
            WHERE x.service_id = e.id AND p.active)
          """
        ),
        (.wishes, .wishes("w.service_id = e.id", at: now)),
      ]
    },
    refusals: [
      "healthcare_service_tenant_id_name_key": .invalid([Problem("name", "problem.name-taken")]),
      "service_paper_tenant_id_service_id_name_key": .invalid([Problem("papers", "problem.paper-twice")]),
    ])

  /// In the order of the columns of `insert` and `update`.
  private func values(_ writing: Writing) -> SQL {
    """
    (SELECT sp.id FROM specialty sp WHERE sp.name = \(specialty)), \(name), \(description), \(price),
    \(writing.surroundings.currency), \(preparation), \(rules.durationMinutes), \(rules.firstVisitMinutes),
    \(rules.bufferBeforeMinutes), \(rules.bufferAfterMinutes), \(rules.gridMinutes), \(rules.isPacked),
    \(rules.noticeMinutes), \(rules.horizonDays), \(rules.horizonInWorkingDays), \(rules.mostPerDay), \(rules.capacity),
    \(rules.isOnline), \(rules.needsApproval), \(rules.cancellationMinutes),
    \(taxRate.map(\.hundredths)), \(isPaidAhead), \(channel.rawValue), \(category)
    """
  }
}

extension RequirementRow {
  fileprivate init(stored row: [String]) throws {
    guard row.count == 5, let needs = Needs(rawValue: row[1]), let from = Int(row[3]) else {
      throw StoredValueFault(column: "service_requirement")
    }
    self.init(stored: UUID(uuidString: row[0]), needs: needs, kind: row[2], from: from, until: Int(row[4]))
  }
}

extension PaperRow {
  fileprivate init(stored row: [String]) throws {
    guard row.count == 3, let kind = Kind(rawValue: row[1]) else {
      throw StoredValueFault(column: "service_paper")
    }
    self.init(stored: UUID(uuidString: row[0]), kind: kind, name: row[2])
  }
}

extension SQL {
  fileprivate static func insert(
    _ row: RequirementRow, of service: ID<HealthcareService>, _ id: UUID
  ) -> SQL {
    """
    INSERT INTO service_requirement (id, service_id, needs, kind, from_minute, until_minute)
    VALUES (\(id), \(service), \(row.needs.rawValue), \(row.kind), \(row.from), \(row.until))
    """
  }

  /// One that was asked for before is asked for again.
  fileprivate static func insert(_ row: PaperRow, of service: ID<HealthcareService>, _ id: UUID) -> SQL {
    """
    INSERT INTO service_paper (id, service_id, kind, name)
    VALUES (\(id), \(service), \(row.kind.rawValue), \(row.name))
    ON CONFLICT (tenant_id, service_id, name) DO UPDATE SET active = true, kind = excluded.kind
    """
  }
}
