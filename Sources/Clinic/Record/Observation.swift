internal import Credentials
public import FoundationEssentials
internal import Postgres

/// FHIR R4 Observation (http://hl7.org/fhir/R4/observation.html): a vital sign, or a value of a result.
public struct Observation: Sendable {
  public let id: ID<Observation>
  /// LOINC; empty for what has none.
  public let code: String
  /// Where no code says it.
  public let name: String
  public let effective: Date
  /// Nil where it has components, or is said in words.
  public let value: ExactDecimal?
  /// UCUM
  public let unit: String
  /// Of blood pressure.
  public let components: [Component]
  /// In words.
  public let said: String
  public let low: ExactDecimal?
  public let high: ExactDecimal?
  public let interpretation: Interpretation
  /// What was typed, with its unit, where it is kept in another: `98.6 [degF]`.
  public let typed: String
  public let note: String
  public let recorded: Date
  public let author: String
  public let superseded: Date?
  /// It was entered in error.
  public let isWrong: Bool

  public struct Component: Hashable, Sendable {
    public let code: String
    public let value: ExactDecimal
  }

  public var vital: Vital? { Vital(rawValue: code) }

  /// `128/84` of blood pressure.
  public var shown: String {
    if !components.isEmpty { return components.map(\.value.description).joined(separator: "/") }
    return value?.description ?? said
  }
}

/// One that is about to be stored.
struct NewObservation: Sendable {
  var code = ""
  var name = ""
  var value: ExactDecimal?
  var unit = ""
  var components: [Observation.Component] = []
  var said = ""
  var low: ExactDecimal?
  var high: ExactDecimal?
  var interpretation = Interpretation.none
  var typed = ""
  var note = ""

  /// - Parameter report: the result that it is of, and its place there; nil for a vital sign.
  func inserting(
    _ id: UUID, of patient: ID<Patient>, effective: Date, report: (id: UUID, position: Int, status: String)?,
    _ seal: Seal, at now: Date
  ) throws -> SQL {
    let words = SealedWords(["name": name, "said": said, "typed": typed, "note": note])
    let sealed = words.texts.isEmpty ? nil : try words.sealed("observation", id, seal)
    return """
      INSERT INTO observation (id, thread, patient_id, report_id, position, category, code, status, effective_at, value, unit,
                               component_codes, component_values, low, high, interpretation, content, recorded_at)
      VALUES (\(id), \(id), \(patient), \(report?.id), \(Int32(report?.position ?? 0)),
              \(report == nil ? "vital-signs" : "laboratory"), \(code), \(report?.status ?? "final"), \(effective),
              \(value?.description)::text::numeric, \(unit), \(components.map(\.code)),
              \(components.map(\.value.description))::text[]::numeric[],
              \(low?.description)::text::numeric, \(high?.description)::text::numeric, \(interpretation.rawValue), \(sealed), \(now))
      """
  }
}

extension Observation {
  /// Of row `o` joined with `author`, for `init(row:)`.
  static var columns: SQL {
    """
    o.tenant_id, o.id, o.code, o.effective_at, o.value::text, o.unit, o.component_codes, o.component_values::text[], o.low::text, o.high::text,
    o.interpretation, o.content, o.recorded_at, author.display_name, o.superseded_at, o.status = 'entered-in-error'
    """
  }

  init(row: inout Row, _ box: SecretBox) throws {
    let seal = Seal(box: box, tenant: try row.next())
    id = try row.next()
    (code, effective) = try (row.next(), row.next())
    value = try row.next(String?.self).flatMap { ExactDecimal($0) }
    unit = try row.next()
    let (codes, values) = try (row.next([String].self), row.next([String].self))
    components = zip(codes, values).compactMap { code, text in
      ExactDecimal(text).map { Component(code: code, value: $0) }
    }
    low = try row.next(String?.self).flatMap { ExactDecimal($0) }
    high = try row.next(String?.self).flatMap { ExactDecimal($0) }
    interpretation = Interpretation(rawValue: try row.next()) ?? .none
    let place = id.uuid
    let words = try row.next([UInt8]?.self).map { try SealedWords($0, "observation", place, seal) }
    (name, said, typed, note) = (
      words?["name"] ?? "", words?["said"] ?? "", words?["typed"] ?? "", words?["note"] ?? ""
    )
    (recorded, author, superseded, isWrong) = try (row.next(), row.next(), row.next(), row.next())
  }

  /// The latest vital signs of each kind that a condition lets through.
  ///
  /// - Parameter limit: of each kind.
  static func latestVitals(
    of patient: ID<Patient>, atMost limit: Int, _ box: SecretBox, if condition: SQL = "true"
  ) -> Query<[Observation]> {
    Query(
      """
      SELECT \(columns)
        FROM unnest(\(Vital.allCases.map(\.rawValue))) WITH ORDINALITY AS kind (code, place)
        CROSS JOIN LATERAL (
          SELECT * FROM observation x
           WHERE x.patient_id = \(patient) AND x.category = 'vital-signs' AND x.code = kind.code
             AND x.superseded_at IS NULL AND \(condition)
           ORDER BY x.effective_at DESC, x.id DESC LIMIT \(limit)) AS o
        JOIN account author ON author.id = o.recorded_by
       ORDER BY kind.place, o.effective_at DESC, o.id DESC
      """, each: { row in try Observation(row: &row, box) })
  }
}
