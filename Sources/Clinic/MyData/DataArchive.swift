public import FoundationEssentials
internal import Postgres

/// An archive of all that the clinic keeps of a patient and they may see, as whoever asked for it sees how far it is.
public struct DataArchive: Sendable {
  public let id: ID<DataArchive>
  public let patient: ID<Patient>
  public let patientName: String
  public let isOwn: Bool
  public let state: State
  /// Files in it, and its bytes; nil before they are known.
  public let files: Int?
  public let size: Int?
  /// Bytes that are written so far.
  public let written: Int
  public let asked: Date
  /// When it will be removed; nil before it is made.
  public let expires: Date?

  public enum State: String, Sendable, CaseIterable {
    case waiting, making, ready
    /// It has more than an archive can hold.
    case tooLarge = "too-large"
    /// It could not be made, however often that was tried.
    case broken
    /// Its days are over.
    case removed
  }

  /// Whether it is still being made.
  public var isUnderWay: Bool { state == .waiting || state == .making }

  /// Of 100.
  public var percent: Int { size.map { $0 > 0 ? min(written * 100 / $0, 100) : 0 } ?? 0 }

  /// For which one is kept.
  public static let daysKept = 7
  static let lifetime = TimeInterval(daysKept) * day
  /// Of one patient within a day.
  public static let mostADay = 3
  static let day: TimeInterval = 86_400
  /// Days after which that there was one is forgotten.
  static let remembered = 90
  /// On the page.
  static let mostShown = 20
}

extension Query<[DataArchive]> {
  /// Those that whoever is signed in has asked for, the latest first.
  public static func ownArchives(at now: Date) -> Self {
    Query(
      """
      SELECT x.id, x.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
             coalesce(pt.account_id = (SELECT current_account()), false),
             CASE WHEN x.state = 'failed' THEN x.failure WHEN x.expires_at <= \(now) THEN 'removed' ELSE x.state END,
             x.files, x.size, x.written, x.asked_at, x.expires_at
        FROM data_archive x JOIN patient pt ON pt.id = x.patient_id
       WHERE x.account_id = (SELECT current_account()) AND x.patient_id IN (\(Patient.mine(for: .keep, at: now)))
       ORDER BY x.asked_at DESC, x.id DESC LIMIT \(DataArchive.mostShown)
      """
    ) { row in
      try DataArchive(
        id: row.next(), patient: row.next(), patientName: row.next(), isOwn: row.next(),
        state: DataArchive.State(rawValue: row.next()) ?? .broken, files: row.next(Int32?.self).map(Int.init),
        size: row.next(), written: row.next(), asked: row.next(), expires: row.next())
    }
  }
}

extension Clinic {
  /// Asks for an archive of one's own record or a child's; a worker makes it. Asked again while one is made, nothing happens.
  ///
  /// - Parameters:
  ///   - key: of the form: sent twice it is one.
  ///   - language: in which its texts are.
  /// - Throws: `Refusal.unknown` for whose record is not theirs; `.invalid` for one more than ``DataArchive/mostADay``.
  public func askForArchive(
    of patient: ID<Patient>, _ key: ID<DataArchive>, in language: PageLanguage, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<(isUnderWay: Bool, today: Int)?>(
          """
          SELECT EXISTS (SELECT FROM data_archive x
                          WHERE x.id = \(key) OR x.patient_id = p.id AND x.account_id = (SELECT current_account())
                             AND x.state IN ('waiting', 'making')),
                 (SELECT count(*) FROM data_archive x
                   WHERE x.patient_id = p.id AND x.account_id = (SELECT current_account()) AND x.state <> 'failed'
                     AND x.asked_at > \(now - DataArchive.day))
            FROM patient p WHERE p.id = \(patient) AND p.id IN (\(Patient.mine(for: .keep, at: now)))
             FOR NO KEY UPDATE OF p
          """, first: { row in (try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      if found.isUnderWay { return }
      if found.today >= DataArchive.mostADay {
        throw Refusal.invalid([
          Problem("", "problem.archives-enough", ["n": String(DataArchive.mostADay)])
        ])
      }
      try await records.finish(
        .archiveAsked, of: patient.uuid,
        [
          """
          INSERT INTO data_archive (id, patient_id, language, asked_at)
          VALUES (\(key), \(patient), \(language.rawValue), \(now))
          """,
          """
          INSERT INTO job (id, kind, subject, due_at, created_at)
          VALUES (\(newID() as ID<Job>), \(JobKind.archive.rawValue), \(key), \(now), \(now))
          """,
        ])
    }
  }
}
