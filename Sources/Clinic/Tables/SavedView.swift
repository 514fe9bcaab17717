internal import FoundationEssentials
internal import Postgres

/// A view of a list that somebody has given a name.
public struct SavedView: Sendable {
  public let id: ID<SavedView>
  public let name: String
  /// Of the list's address.
  public let query: String
  /// For all of the clinic's staff.
  public let isShared: Bool
  /// By whoever looks: their own, and what is shared by those who may share.
  public let isRemovable: Bool

  /// Characters.
  public static let longestName = 60
  public static let longestQuery = 1000
  /// Of one list, for one account.
  public static let most = 30
}

extension Query<[SavedView]> {
  /// Those that the visitor may choose among, by name.
  public static func savedViews(of listing: Listing) -> Self {
    Query(
      """
      SELECT id, name, query, shared, \(SavedView.isRemovable)
        FROM saved_view
       WHERE listing = \(listing.key) AND (shared OR account_id = (SELECT current_account()))
       ORDER BY shared, name, id
      """
    ) { row in
      try SavedView(
        id: row.next(), name: row.next(), query: row.next(), isShared: row.next(), isRemovable: row.next())
    }
  }
}

extension Clinic {
  /// Gives a view a name. The same name again is the newer view's.
  ///
  /// - Parameters:
  ///   - query: of an address, as `TableView` prints it.
  ///   - isShared: for all of the clinic's staff: who may not do that keeps it alone.
  /// - Throws: `Refusal.invalid` when there are as many as may be.
  public func save(
    _ query: String, of listing: Listing, as name: String, isShared: Bool, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let account = try records.account
      if isShared, !account.role.may(.shareViews) { throw Refusal.forbidden }
      let others: Int = try await records.ask(
        Query(
          "SELECT count(*) FROM saved_view WHERE account_id = \(account.id) AND listing = \(listing.key) AND name <> \(name)"
        ) { rows in try rows.decode { row in try row.next(Int.self) }[0] })
      if others >= SavedView.most {
        throw Refusal.invalid([Problem("name", "problem.views-enough", ["most": String(SavedView.most)])])
      }
      let id: ID<SavedView> = newID()
      try await records.finish(
        .viewSaved, of: id.uuid,
        [
          """
          INSERT INTO saved_view (id, account_id, listing, name, query, shared, created_at)
          VALUES (\(id), \(account.id), \(listing.key), \(name), \(query), \(isShared), \(records.now))
          ON CONFLICT ON CONSTRAINT saved_view_name
            DO UPDATE SET query = excluded.query, shared = excluded.shared
          """
        ])
    }
  }

  /// - Throws: `Refusal.unknown` for one that is not there, or not the visitor's to remove.
  public func removeView(_ id: ID<SavedView>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let isRemoved: Bool = try await records.ask(
        Query("DELETE FROM saved_view WHERE id = \(id) AND \(SavedView.isRemovable) RETURNING id") {
          !$0.isEmpty
        })
      guard isRemoved else { throw Refusal.unknown }
      try await records.finish(.viewRemoved, of: id.uuid, [])
    }
  }
}

extension SavedView {
  fileprivate static var isRemovable: SQL {
    """
    (account_id = (SELECT current_account())
     OR shared AND (SELECT role FROM account WHERE id = (SELECT current_account()))
                   = ANY (\(Permission.shareViews.roles.map(\.rawValue))))
    """
  }
}
