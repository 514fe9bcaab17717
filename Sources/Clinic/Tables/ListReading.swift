public import FoundationEssentials
internal import Postgres

/// A list from its first row to its last, some at a time: no more is held in memory, however long it is.
///
/// Each time goes through the door anew, so it ends with the session. Rows that somebody moves meanwhile may be read twice or
/// not at all.
public struct ListReading: Sendable {
  /// Rows that are read at a time.
  public static let batch = 1000

  private let clinic: Clinic
  private let listing: Listing
  private let visitor: Visitor
  private let moment: Listing.Moment
  private let limit: Int
  private var view: TableView
  private var isOver = false

  public init(
    of listing: Listing, _ view: TableView, by visitor: Visitor, at moment: Listing.Moment, in clinic: Clinic,
    limit: Int = batch
  ) {
    self.clinic = clinic
    self.listing = listing
    self.visitor = visitor
    self.moment = moment
    self.limit = limit
    self.view = view.at(nil)
  }

  /// The next rows, none of them only in an empty list; nil behind the last. With the first it is noted that the list leaves
  /// the clinic's hands.
  ///
  /// - Throws: `Refusal.conflict(.entryChanged)` when the row is gone from which it was to go on: a file with a gap
  ///   would look like a whole one.
  public mutating func next() async throws -> (visit: Visit, rows: TableRows)? {
    if isOver { return nil }
    let isFirst = view.cursor == nil
    let (visit, (found, _)) = try await clinic.ask(
      visitor, .rows(of: listing, view, limit: limit, by: visitor, at: moment),
      isFirst ? .noting(.listExported, what: listing.described(view), by: visitor, in: clinic) : .nothing)
    if found.rows.isEmpty, !isFirst { throw Refusal.conflict(.entryChanged) }
    isOver = !found.hasNext
    view.cursor = found.rows.last.map { .after($0.id) }
    return (visit, found)
  }
}

extension Listing {
  /// For the audit log: which list, and how it was narrowed. What was searched for may be a name.
  fileprivate func described(_ view: TableView) -> String {
    let query = view.query(of: self).filter { $0.name != "q" }.map { "\($0.name)=\($0.value)" }
    return String(([key] + query).joined(separator: " ").prefix(500))
  }
}

extension Query<Void> {
  fileprivate static func noting(
    _ act: Act, what: String, by visitor: Visitor, in clinic: Clinic
  ) -> Self {
    Query(SQL.noting(act, visitor, detail: what, id: clinic.newID(), at: clinic.clock())) { _ in }
  }
}
