internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension VitalSigns {
  /// What is stored of them.
  ///
  /// - Parameters:
  ///   - isAdult: ranges are those of adults; a child's value says nothing against them.
  ///   - knownHeight: an adult's, as it was measured before.
  func observations(isAdult: Bool, knownHeight: ExactDecimal?) -> [NewObservation] {
    let measured = measured
    var all: [NewObservation] = []
    if let systolic, let diastolic {
      let parts = [(Vital.systolic, systolic), (Vital.diastolic, diastolic)]
      all.append(
        NewObservation(
          code: Vital.bloodPressure.rawValue, unit: Vital.bloodPressure.unit,
          components: parts.map { Observation.Component(code: $0.0, value: $0.1) },
          interpretation: Self.gravest(parts.map { Self.interpretation($0.1, $0.0, isAdult) })))
    }
    for one in measured where one.code != Vital.systolic && one.code != Vital.diastolic {
      all.append(
        NewObservation(
          code: one.code, value: one.value, unit: one.unit,
          interpretation: Self.interpretation(one.value, one.code, isAdult), typed: one.typed))
    }
    let height = measured.first { $0.code == Vital.height.rawValue }?.value ?? (isAdult ? knownHeight : nil)
    if let weight = measured.first(where: { $0.code == Vital.weight.rawValue })?.value, let height,
      let index = Self.bodyMassIndex(weight, height)
    {
      all.append(
        NewObservation(
          code: Vital.bodyMassIndex.rawValue, value: index, unit: Vital.bodyMassIndex.unit,
          interpretation: Self.interpretation(index, Vital.bodyMassIndex.rawValue, isAdult)))
    }
    // One note, at the first.
    if !all.isEmpty { all[0].note = note }
    return all
  }

  /// kg / m², with one decimal, rounded once. Nil where it can't be.
  ///
  /// - Parameters:
  ///   - weight: in kg.
  ///   - height: in cm.
  static func bodyMassIndex(_ weight: ExactDecimal, _ height: ExactDecimal) -> ExactDecimal? {
    guard height.units > 0, VitalRange.of(Vital.bodyMassIndex.rawValue) != nil else { return nil }
    let scales = 2 * height.scale
    let above = Int128(weight.units) * 100_000 * (0..<scales).reduce(1) { power, _ in power * 10 }
    let below =
      Int128(height.units) * Int128(height.units) * (0..<weight.scale).reduce(1) { power, _ in power * 10 }
    let index = ExactDecimal(Int64((above + below / 2) / below), scale: 1)
    return VitalRange.of(Vital.bodyMassIndex.rawValue)?.possible.contains(index) == true ? index : nil
  }

  private static func interpretation(_ value: ExactDecimal, _ code: String, _ isAdult: Bool) -> Interpretation
  {
    guard isAdult, let range = VitalRange.of(code), let reference = range.reference else { return .none }
    return Interpretation(
      of: value, low: reference.lowerBound, high: reference.upperBound, alarming: range.alarming)
  }

  private static func gravest(_ all: [Interpretation]) -> Interpretation {
    all.max { $0.gravity < $1.gravity } ?? .none
  }
}

extension Clinic {
  /// Records what was measured. The same form sent again changes nothing.
  ///
  /// - Parameters:
  ///   - id: of the form, and then of the first value.
  ///   - sure: which unusual values somebody confirmed, as the form asked: ``VitalSigns/mark(of:in:)``.
  /// - Throws: `Refusal.invalid` for what can't be, what is unusual and not confirmed, and what lies ahead; as `openForWriting`.
  public func record(
    _ draft: EntryDraft<VitalSigns>, _ id: ID<Observation>, of patient: ID<Patient>, sure: String,
    by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let born = try await records.openForWriting(patient)
      if try await records.ask(.isThere(id.uuid, in: "observation")) { return }
      let (surroundings, now) = (try records.surroundings, records.now)
      let signs = try draft.written(over: .blank, in: surroundings)
      if signs.day < born { throw Refusal.invalid([Problem("day", "problem.before-birth")]) }
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let effective = zone.firstInstant(atOrAfter: LocalDateTime(day: signs.day, time: signs.time))
      if effective > now { throw Refusal.invalid([Problem("time", "problem.record-ahead")]) }
      let unusual = signs.unusual(sure: sure)
      if !unusual.isEmpty { throw Refusal.invalid(unusual + [Problem("sure", "problem.vital-sure")]) }
      let known = try await records.ask(.measuredBody(of: patient, at: effective))
      guard let known else { throw Refusal.unknown }
      let isAdult = known.birthDate.years(until: signs.day) >= Child.fullAge
      let all = signs.observations(isAdult: isAdult, knownHeight: known.height)
      var statements: [SQL] = []
      for (index, one) in all.enumerated() {
        let row = index == 0 ? id.uuid : (records.clinic.newID() as ID<Observation>).uuid
        statements.append(
          try one.inserting(row, of: patient, effective: effective, report: nil, records.seal, at: now))
      }
      try await records.finish(
        .recordEntered, of: patient.uuid, statements, detail: RecordPart.vitals.rawValue)
    }
  }

  /// Says that a vital sign was entered in error. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; as `openForWriting`.
  public func withdraw(_ id: ID<Observation>, of patient: ID<Patient>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.openForWriting(patient)
      let isOver = try await records.ask(
        Query<Bool?>(
          """
          SELECT superseded_at IS NOT NULL FROM observation
           WHERE id = \(id) AND patient_id = \(patient) AND category = 'vital-signs'
          """, first: { row in try row.next() }))
      guard let isOver else { throw Refusal.unknown }
      if isOver { return }
      try await records.finish(
        .recordCorrected, of: patient.uuid,
        [
          """
          UPDATE observation SET status = 'entered-in-error', superseded_at = \(records.now), superseded_by = current_account()
           WHERE id = \(id)
          """
        ], detail: RecordPart.vitals.rawValue)
    }
  }
}

extension Query<(birthDate: Day, height: ExactDecimal?)?> {
  /// When a patient was born, and their height as it was last measured before.
  fileprivate static func measuredBody(of patient: ID<Patient>, at instant: Date) -> Self {
    Query(
      """
      SELECT p.birth_date,
             (SELECT o.value::text FROM observation o
               WHERE o.patient_id = p.id AND o.category = 'vital-signs' AND o.code = \(Vital.height.rawValue)
                 AND o.superseded_at IS NULL AND o.effective_at <= \(instant)
               ORDER BY o.effective_at DESC, o.id DESC LIMIT 1)
        FROM patient p WHERE p.id = \(patient)
      """,
      first: { row in
        (birthDate: try Day(sql: row.next()), height: try row.next(String?.self).flatMap { ExactDecimal($0) })
      })
  }
}
