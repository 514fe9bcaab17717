internal import Clinic
internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// The record of a clinic's own patient, with ten years of measurements and results; that of another, who has no allergies.
struct DemoRecord {
  private let tenant: ID<Tenant>
  private let patient: UUID
  private let other: UUID?
  private let doctor: UUID
  private let keys: KeyRing
  private let now: Date

  /// Nil where the clinic has no patient with an account, or no doctor with one.
  init?(_ clinic: DemoClinic, keys: KeyRing, at now: Date) {
    guard let patient = clinic.patients.first(where: { $0.account != nil }),
      let doctor = clinic.practitioners.lazy.compactMap(\.account).first
    else { return nil }
    tenant = clinic.id
    self.patient = patient.id
    other = clinic.patients.first { $0.account == nil }?.id
    (self.doctor, self.keys, self.now) = (doctor, keys, now)
  }

  func insertions() throws -> [SQL] {
    try [
      allergy("Penicillin", "J01CE", "high", "Rash, swelling of the face", "severe", of: patient),
      allergy(
        "Cow’s milk", "", "low", "Stomach ache", "mild", of: patient, category: "food", type: "intolerance"),
      condition("High blood pressure", "I10", "active", yearsAgo: 9, of: patient),
      condition("Type 2 diabetes", "E11.9", "active", yearsAgo: 4, of: patient),
      condition("Pneumonia", "J18.9", "resolved", yearsAgo: 6, of: patient),
      medication("Ramipril 5 mg", "C09AA05", "1 tablet in the morning", "active", of: patient),
      medication("Metformin 500 mg", "A10BA02", "1 tablet twice a day", "active", of: patient),
      medication("Ibuprofen 400 mg", "M01AE01", "when needed", "stopped", of: patient),
    ] + vitals + results(of: patient)
      + (try other.map { other in
        [
          try noneKnown(of: other),
          try condition("Asthma", "J45.9", "active", yearsAgo: 12, of: other),
          try medication("Salbutamol inhaler", "R03AC02", "2 puffs when needed", "active", of: other),
        ]
      } ?? [])
  }

  private func sealed(_ words: [String: String], _ table: String, _ row: UUID) throws -> [UInt8] {
    try SealedRecord.content(words, of: table, row: row, in: tenant, keys: keys)
  }

  private func allergy(
    _ text: String, _ code: String, _ criticality: String, _ manifestation: String, _ severity: String,
    of patient: UUID, category: String = "medication", type: String = "allergy"
  ) throws -> SQL {
    let id = UUID()
    let words = ["text": text, "code": code, "manifestation": manifestation, "severity": severity]
    return """
      INSERT INTO allergy_intolerance (id, thread, patient_id, clinical_status, verification_status, type, category, criticality,
                                       content, recorded_by, recorded_at)
      VALUES (\(id), \(id), \(patient), 'active', 'confirmed', \(type), \(category), \(criticality),
              \(try sealed(words, "allergy_intolerance", id)), \(doctor), \(now - 400 * 86_400))
      """
  }

  private func noneKnown(of patient: UUID) throws -> SQL {
    let id = UUID()
    return """
      INSERT INTO allergy_intolerance (id, thread, patient_id, clinical_status, verification_status, type, category, criticality,
                                       none_known, content, recorded_by, recorded_at)
      VALUES (\(id), \(id), \(patient), 'active', 'confirmed', '', '', 'unable-to-assess', true,
              \(try sealed(["code": "716186003"], "allergy_intolerance", id)), \(doctor), \(now - 90 * 86_400))
      """
  }

  private func condition(
    _ text: String, _ code: String, _ status: String, yearsAgo years: Double, of patient: UUID
  ) throws -> SQL {
    let id = UUID()
    let onset = now - years * 365 * 86_400
    return """
      INSERT INTO condition (id, thread, patient_id, clinical_status, verification_status, onset, abatement, content, recorded_by,
                             recorded_at)
      VALUES (\(id), \(id), \(patient), \(status), 'confirmed', \(onset)::timestamptz::date,
              CASE WHEN \(status)::text = 'resolved' THEN \(onset + 30 * 86_400)::timestamptz::date END,
              \(try sealed(["text": text, "code": code], "condition", id)), \(doctor), \(onset + 40 * 86_400))
      """
  }

  private func medication(
    _ text: String, _ code: String, _ dosage: String, _ status: String, of patient: UUID
  ) throws -> SQL {
    let id = UUID()
    return """
      INSERT INTO medication_statement (id, thread, patient_id, status, starts_on, source, content, recorded_by, recorded_at)
      VALUES (\(id), \(id), \(patient), \(status), \(now - 700 * 86_400)::timestamptz::date, 'practitioner',
              \(try sealed(["text": text, "code": code, "dosage": dosage], "medication_statement", id)), \(doctor),
              \(now - 600 * 86_400))
      """
  }

  /// Each month for ten years, by rule: nothing is drawn for them.
  private var vitals: [SQL] {
    func kind(_ code: String, _ unit: String, _ value: SQL, _ flag: SQL) -> SQL {
      """
      INSERT INTO observation (id, thread, patient_id, category, code, status, effective_at, value, unit, interpretation,
                               recorded_by, recorded_at)
      SELECT id, id, \(patient), 'vital-signs', \(code), 'final', at, value, \(unit), \(flag), \(doctor), at
        FROM (SELECT md5(\(patient)::uuid::text || \(code) || n)::uuid AS id, \(now)::timestamptz - n * interval '30 days' AS at,
                     (\(value))::numeric AS value
                FROM generate_series(0, 119) AS n) AS made
      """
    }
    return [
      kind("8867-4", "/min", "64 + (n * 7) % 19", "'N'"), kind("9279-1", "/min", "13 + n % 5", "'N'"),
      kind("8310-5", "Cel", "36.4 + (n % 7) * 0.1", "'N'"), kind("59408-5", "%", "96 + n % 3", "'N'"),
      kind("29463-7", "kg", "92.5 - n * 0.05 - (n % 4) * 0.3", "''"), kind("8302-2", "cm", "178", "''"),
      kind("39156-5", "kg/m2", "round((92.5 - n * 0.05 - (n % 4) * 0.3) / 3.1684, 1)", "'H'"),
      """
      INSERT INTO observation (id, thread, patient_id, category, code, status, effective_at, unit, component_codes,
                               component_values, interpretation, recorded_by, recorded_at)
      SELECT id, id, \(patient), 'vital-signs', '85354-9', 'final', at, 'mm[Hg]', ARRAY['8480-6', '8462-4'],
             ARRAY[upper, 74 + n % 14], CASE WHEN upper > 139 THEN 'H' ELSE 'N' END, \(doctor), at
        FROM (SELECT n, md5(\(patient)::uuid::text || 'pressure' || n)::uuid AS id,
                     \(now)::timestamptz - n * interval '30 days' AS at, 124 + (n * 5) % 27 AS upper
                FROM generate_series(0, 119) AS n) AS made
      """,
    ]
  }

  /// Four a year; the latest is not as usual, and nobody has seen it.
  private func results(of patient: UUID) throws -> [SQL] {
    try (0..<40).flatMap { number -> [SQL] in
      let (id, isLatest) = (UUID(), number == 0)
      let at = now - Double(number) * 91 * 86_400 - 3 * 86_400
      let words = [
        "title": number.isMultiple(of: 2) ? "Blood count and sugar" : "Kidney and electrolytes",
        "laboratory": "Northside Laboratory",
      ]
      return [
        """
        INSERT INTO diagnostic_report (id, thread, patient_id, status, effective_at, gravity, content, recorded_by, recorded_at,
                                       seen_at, seen_by, release_due_at, released_at)
        VALUES (\(id), \(id), \(patient), 'final', \(at), \(isLatest ? "abnormal" : "normal"),
                \(try sealed(words, "diagnostic_report", id)), \(doctor), \(at + 86_400),
                \(isLatest ? nil : at + 100_000), \(isLatest ? nil : doctor), \(isLatest ? now + 4 * 86_400 : nil),
                \(isLatest ? nil : at + 100_000))
        """,
        """
        INSERT INTO observation (id, thread, patient_id, report_id, position, category, code, status, effective_at, value, unit, low,
                                 high, interpretation, recorded_by, recorded_at)
        SELECT md5(\(id)::uuid::text || code)::uuid, md5(\(id)::uuid::text || code)::uuid, \(patient), \(id), place, 'laboratory',
               code, 'final', \(at), value::numeric, unit, low::numeric, high::numeric,
               CASE WHEN value::numeric > high::numeric THEN 'H' WHEN value::numeric < low::numeric THEN 'L' ELSE 'N' END,
               \(doctor), \(at + 86_400)
          FROM unnest(\(number.isMultiple(of: 2) ? Self.blood(isLatest) : Self.kidney))
               WITH ORDINALITY AS given (line, place),
               LATERAL (SELECT split_part(line, ' ', 1) AS code, split_part(line, ' ', 2) AS value, split_part(line, ' ', 3) AS unit,
                               split_part(line, ' ', 4) AS low, split_part(line, ' ', 5) AS high) AS parts
        """,
      ]
    }
  }

  private static func blood(_ isLatest: Bool) -> [String] {
    [
      "718-7 141 g/L 120 175", "6690-2 6.2 10*9/L 4.0 11.0", "777-3 251 10*9/L 150 400",
      "14749-6 \(isLatest ? "8.4" : "5.4") mmol/L 3.9 5.6",
    ]
  }

  private static let kidney = [
    "2951-2 139 mmol/L 135 145", "2823-3 4.4 mmol/L 3.5 5.1", "14682-9 88 umol/L 45 110",
  ]
}
