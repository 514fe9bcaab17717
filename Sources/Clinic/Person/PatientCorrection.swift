public import CivilTime
public import FoundationEssentials
internal import Postgres

/// That a birth date is wrong, or something else in the record, as the patient or a parent says: the clinic decides.
public struct PatientCorrection: Sendable {
  public let id: ID<PatientCorrection>
  public let patient: ID<Patient>
  public let name: String
  public let number: Int
  /// As the record has it.
  public let stored: Day
  /// Another birth date; nil where something else is wrong.
  public let wanted: Day?
  /// What is wrong, where it is not the birth date.
  public let about: About?
  public let note: String
  public let state: State
  public let askedAt: Date
  /// Of the clinic; empty while it is open.
  public let answer: String

  public enum State: String, Sendable, CaseIterable {
    case open, accepted, declined
  }

  /// In what of the record something is wrong, as codes of `patient_correction.about`.
  public enum About: String, Sendable, CaseIterable {
    case person, visit, note, result, medication, allergy, diagnosis, document, invoice, other
  }

  public static let longestNote = 500
  /// Of what is wrong in the record.
  public static let longestDoubt = 1000
  /// That one patient can have open at once.
  public static let mostOpen = 20
  /// On the page of those that are open.
  public static let most = 100
}

extension PatientCorrection {
  fileprivate static func selection(_ condition: SQL, _ noting: SQL = "", limit: Int = most) -> SQL {
    """
    WITH shown AS (
      SELECT * FROM patient_correction c WHERE \(condition) ORDER BY asked_at DESC, id LIMIT \(limit)
    ) \(noting)
    SELECT c.id, p.id, concat_ws(' ', p.given_name, p.family_name), p.number, p.birth_date, c.birth_date, c.note, c.state,
           c.asked_at, c.answer, c.about
      FROM shown c JOIN patient p ON p.id = c.patient_id ORDER BY c.asked_at, c.id
    """
  }

  fileprivate init(row: inout Row) throws {
    (id, patient, name, number) = try (row.next(), row.next(), row.next(), row.next())
    stored = try Day(sql: row.next())
    wanted = try row.next(SQLDate?.self).map(Day.init(sql:))
    note = try row.next()
    state = State(rawValue: try row.next()) ?? .open
    (askedAt, answer) = try (row.next(), row.next())
    about = About(rawValue: try row.next())
  }
}

extension PatientCorrection {
  static func doubts(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Query<[PatientCorrection]> {
    Query<[PatientCorrection]>(
      selection(
        "c.about <> '' AND c.patient_id IN (SELECT p.id FROM patient p WHERE \(visitor.isTheirs(id, at: now)))",
        limit: 20),
      each: PatientCorrection.init(row:)
    ).map { $0.reversed() }
  }
}

extension Query<[PatientCorrection]> {
  /// Those that wait for the clinic, the oldest first. That each record was looked at is noted beside.
  public static func openCorrections(by visitor: Visitor, at now: Date) -> Self {
    let noting: SQL = """
      , noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT DISTINCT patient_id FROM shown) AS patients
      )
      """
    return Query(PatientCorrection.selection("c.state = 'open'", noting), each: PatientCorrection.init(row:))
  }
}

extension Query<PatientCorrection?> {
  /// The latest birth date asked for, of a record that is the visitor's or their child's, or of anybody for whoever keeps patients.
  ///
  /// - Parameter id: nil for the visitor's own record.
  public static func latestCorrection(of id: ID<Patient>?, by visitor: Visitor, at now: Date) -> Self {
    Query(
      PatientCorrection.selection(
        "c.about = '' AND c.patient_id IN (SELECT p.id FROM patient p WHERE \(visitor.isTheirs(id, at: now)))",
        limit: 1),
      first: PatientCorrection.init(row:))
  }
}

extension Query<Int> {
  /// How many wait for the clinic.
  public static var correctionCount: Self {
    Query("SELECT count(*) FROM patient_correction WHERE state = 'open'") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension Clinic {
  /// Asks for another birth date. Asked again before the clinic has decided, it is the same request.
  ///
  /// - Throws: `Refusal.unknown` for whose record is not theirs; `.invalid` at `birth` for the day that the record has.
  public func askCorrection(
    of id: ID<Patient>, to day: Day, note: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<Day?>(
          "SELECT birth_date FROM patient p WHERE \(visitor.isTheirs(id, at: now)) FOR UPDATE",
          first: { row in try Day(sql: row.next()) }))
      guard let stored = found else { throw Refusal.unknown }
      if stored == day { throw Refusal.invalid([Problem("birth", "problem.birth-same")]) }
      try await records.finish(
        .correctionAsked, of: id.uuid, changed: [.birthDate],
        [
          """
          WITH changed AS (
            UPDATE patient_correction SET birth_date = \(day.sql), note = \(note), asked_at = \(now)
             WHERE patient_id = \(id) AND state = 'open' AND about = '' RETURNING id
          )
          INSERT INTO patient_correction (id, patient_id, birth_date, note, asked_at)
          SELECT \(newID() as ID<PatientCorrection>), \(id), \(day.sql), \(note), \(now)
           WHERE NOT EXISTS (SELECT FROM changed)
          """
        ])
    }
  }

  /// Decides on a request. Accepted, the record has the new day, and its history says so.
  ///
  /// - Parameter seen: the day that was looked at: the request may have changed since.
  /// - Throws: `Refusal.unknown`; `.conflict(.doneByAnother)` when somebody else was quicker; `.conflict(.changedMeanwhile)`.
  public func decide(
    _ id: ID<PatientCorrection>, accepts: Bool, seen: String, answer: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<(patient: ID<Patient>, wanted: Day?, state: String)?>(
          "SELECT patient_id, birth_date, state FROM patient_correction WHERE id = \(id) FOR UPDATE",
          first: { row in
            (try row.next(), try row.next(SQLDate?.self).map(Day.init(sql:)), try row.next())
          }))
      guard let found else { throw Refusal.unknown }
      if found.state != "open" { throw Refusal.conflict(.doneByAnother) }
      guard let wanted = found.wanted else {
        return try await records.answerDoubt(id, of: found.patient, accepts: accepts, answer: answer)
      }
      if wanted.description != seen { throw Refusal.conflict(.changedMeanwhile) }
      let stored = try await records.ask(
        Query<Day?>(
          "SELECT birth_date FROM patient WHERE id = \(found.patient) FOR UPDATE",
          first: { row in try Day(sql: row.next()) }))
      guard let stored else { throw Refusal.unknown }
      let decided: SQL = """
        UPDATE patient_correction SET state = \(accepts ? "accepted" : "declined"), decided_by = current_account(),
                                      decided_at = \(now), answer = \(answer)
         WHERE id = \(id)
        """
      let change = PatientChange.Field(
        field: "birth", before: stored.description, after: wanted.description)
      let written: [SQL] =
        accepts
        ? [
          "UPDATE patient SET birth_date = \(wanted.sql) WHERE id = \(found.patient)",
          try .noting([change], .birth, of: found.patient, visitor, id: newID(), at: now),
        ] : []
      try await records.finish(
        accepts ? .correctionAccepted : .correctionDeclined, of: found.patient.uuid,
        changed: accepts ? [.birthDate] : [], [decided] + written)
    }
  }
}
