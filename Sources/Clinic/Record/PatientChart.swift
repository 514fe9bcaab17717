public import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// What a practitioner sees of a patient at a glance: the minimum record.
public struct PatientChart: Sendable {
  public let head: Head
  public let allergies: [Version<AllergyIntolerance>]
  /// What is present first, at most ``most`` and one more.
  public let conditions: [Version<Condition>]
  public let medications: [Version<MedicationStatement>]
  /// The latest ``mostVitals`` of each kind, by kind, the latest first.
  public let vitals: [Observation]
  public let results: [DiagnosticReport]
  public let visits: [OpenedRecord.Visit]

  public struct Head: Sendable {
    public let id: ID<Patient>
    public let number: Int
    public let name: String
    public let birthDate: Day
    public let gender: AdministrativeGender
    /// Why the record is open in an emergency; nil for whose work it is.
    public let emergency: String?
    public let needs: [NeedAtSight]
  }

  public static let most = 20
  public static let mostVitals = 8
  public static let mostResults = 5
  public static let mostVisits = 10

  /// By what speaks against a medication that is taken.
  public var warnings: [(medication: MedicationStatement, warnings: [AllergyWarning])] {
    medications.map(\.entry).filter(\.isPresent).compactMap { medication in
      let found = AllergyCheck.warnings(
        of: medication.text, code: medication.code, against: allergies.map(\.entry))
      return found.isEmpty ? nil : (medication, found)
    }
  }
}

extension Clinic {
  /// Nil for a record that is not the visitor's work and not open in an emergency: then nothing is read. That it was looked at, and
  /// by what right, is noted beside.
  public func chart(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Query<PatientChart?> {
    let (box, opens) = (secrets.box, RecordReach.opens("\(id)", at: now))
    let head = Query<PatientChart.Head?>.chartHead(of: id, by: visitor, at: now)
    let allergies = AllergyIntolerance.listed(of: id, box, if: opens)
    let conditions = Condition.listed(of: id, box, if: opens)
    let medications = MedicationStatement.listed(of: id, box, if: opens)
    let vitals = Observation.latestVitals(of: id, atMost: PatientChart.mostVitals, box, if: opens)
    let results = DiagnosticReport.all(
      "SELECT c.id FROM (\(DiagnosticReport.current(of: id, atMost: PatientChart.mostResults + 1))) AS c WHERE \(opens)",
      box)
    let visits = Query<[OpenedRecord.Visit]>.visits(of: id, atMost: PatientChart.mostVisits, if: opens)
    let parts = Parts([
      head.statements, allergies.statements, conditions.statements, medications.statements,
      vitals.statements, results.statements, visits.statements,
    ])
    return Query(parts.statements) { rows in
      guard let head = try head.read(parts.rows(0, rows)) else { return nil }
      return PatientChart(
        head: head, allergies: try allergies.read(parts.rows(1, rows)),
        conditions: try conditions.read(parts.rows(2, rows)),
        medications: try medications.read(parts.rows(3, rows)), vitals: try vitals.read(parts.rows(4, rows)),
        results: try results.read(parts.rows(5, rows)), visits: try visits.read(parts.rows(6, rows)))
    }
  }
}

/// Several queries as one, whose answers are read apart.
struct Parts: Sendable {
  let statements: [SQL]
  private let ranges: [Range<Int>]

  init(_ queries: [[SQL]]) {
    statements = queries.flatMap(\.self)
    var (start, ranges): (Int, [Range<Int>]) = (0, [])
    for query in queries {
      ranges.append(start..<(start + query.count))
      start += query.count
    }
    self.ranges = ranges
  }

  func rows(_ part: Int, _ rows: ArraySlice<Rows>) -> ArraySlice<Rows> {
    rows[(rows.startIndex + ranges[part].lowerBound)..<(rows.startIndex + ranges[part].upperBound)]
  }
}
