internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Query<TableRows> {
  /// A page of a list: rows behind a row, or before one, found by an index and never counted (keyset paging). One row more
  /// is read, which tells whether there is another page. That patients' records were looked at is noted beside.
  ///
  /// - Parameter limit: an export reads more at once than a page shows.
  public static func rows(
    of listing: Listing, _ view: TableView, limit: Int = TableView.pageSize, by visitor: Visitor,
    at moment: Listing.Moment
  ) -> Self {
    if !view.problems.isEmpty { return Query([]) { _ in .none } }
    let shown = view.columns.compactMap(listing.column)
    let shownOrder: SQL =
      view.order.isDescending ? "page.sorting DESC, page.id DESC" : "page.sorting, page.id"
    let noted: SQL =
      listing.patient == nil
      ? ""
      : """
      , noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(moment.now)
          FROM (SELECT DISTINCT patient_id
                  FROM (SELECT patient_id FROM page ORDER BY \(view.readingOrder("sorting", "id"))
                         LIMIT \(unsafe: "\(limit)")) AS shown) AS patients
         WHERE patient_id IS NOT NULL
      )
      """
    let searched: SQL =
      listing.patient == nil || view.words.isEmpty
      ? ""
      : """
      , searched AS (
        INSERT INTO audit_event (id, act, purpose, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.patientsSearched.rawValue), \(visitor.purpose.rawValue), \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(moment.now)
         WHERE current_tenant() IS NOT NULL
      )
      """
    return Query(
      """
      WITH page AS MATERIALIZED (
        \(listing.page(view, limit: limit + 1, at: moment))
      )\(noted)\(searched)
      SELECT page.id, \(shown.map(\.value).joined())
        FROM page JOIN \(listing.base) ON \(listing.id) = page.id \(listing.joins)
       ORDER BY \(shownOrder)
      """
    ) { rows in
      var read = try rows.decode { row in
        TableRow(id: try row.next(), cells: try shown.map { column in try Cell(column.kind, &row) })
      }
      let isMore = read.count > limit
      if case .before = view.cursor {
        if isMore { read.removeFirst() }
        return TableRows(rows: read, hasPrevious: isMore, hasNext: true)
      }
      if isMore { read.removeLast() }
      return TableRows(rows: read, hasPrevious: view.cursor != nil, hasNext: isMore)
    }
  }
}

extension Listing {
  /// The table of a page (id, sorting, patient_id). What rows are sorted and narrowed by is of `base` alone, so the rest is
  /// joined to as few rows as are shown. How many are read stands in the text: for a limit that it does not know, PostgreSQL
  /// plans a tenth of the table, finds that dear, and so plans each page anew, which takes as long as the page.
  fileprivate func page(_ view: TableView, limit: Int, at moment: Moment) -> SQL {
    let sorting = column(view.order.column)?.sorting ?? id
    var plain = [scope(moment)]
    var among: (ids: SQL, column: SQL)?
    for condition in conditions(of: view, at: moment) {
      switch condition {
      case .holds(let condition): plain.append(condition)
      case .among(let ids, let column) where among == nil: among = (ids, column)
      case .among(let ids, let column): plain.append("\(column) = ANY (ARRAY(\(ids)))")
      }
    }
    switch view.cursor {
    case .after(let row), .before(let row):
      // The other row's place is looked up, and stands in no address.
      let place: SQL = "((SELECT \(sorting) FROM \(base) WHERE \(id) = \(row)), \(row)::uuid)"
      let direction: SQL = view.isReadBackwards ? "<" : ">"
      plain.append("(\(sorting), \(id)) \(direction) \(place)")
    case nil: break
    }
    if let among { plain.append("\(among.column) = among.id") }
    let rows: SQL = """
      SELECT \(id) AS id, \(sorting) AS sorting, \(patient ?? "NULL::uuid") AS patient_id
        FROM \(base)
       WHERE \(plain.joined(separator: " AND "))
       ORDER BY \(view.readingOrder(sorting, id))
       LIMIT \(unsafe: "\(limit)")
      """
    guard let among else { return rows }
    return """
      SELECT each.id, each.sorting, each.patient_id
        FROM (\(among.ids)) AS among (id) CROSS JOIN LATERAL (\(rows)) AS each
       ORDER BY \(view.readingOrder("each.sorting", "each.id"))
       LIMIT \(unsafe: "\(limit)")
      """
  }

  private func conditions(of view: TableView, at moment: Moment) -> [Condition] {
    let found = view.words.isEmpty ? nil : search?(view.words)
    return [found].compactMap(\.self)
      + filters.compactMap { filter in view.filters[filter.key].map { filter.condition($0, moment) } }
  }
}

extension TableView {
  /// What is before a row is read from there backwards.
  fileprivate var isReadBackwards: Bool {
    if case .before = cursor { !order.isDescending } else { order.isDescending }
  }

  fileprivate func readingOrder(_ sorting: SQL, _ id: SQL) -> SQL {
    isReadBackwards ? "\(sorting) DESC, \(id) DESC" : "\(sorting), \(id)"
  }
}

extension Cell {
  fileprivate init(_ kind: Column.Kind, _ row: inout Row) throws {
    let cell: Cell? =
      switch kind {
      case .text: try row.next(String?.self).flatMap { $0.isEmpty ? nil : .text($0) }
      case .code: try row.next(String?.self).map { .code($0) }
      case .day: try row.next(SQLDate?.self).map { .day(try Day(sql: $0)) }
      case .instant: try row.next(Date?.self).map { .instant($0) }
      case .number: try row.next(Int?.self).map { .number($0) }
      case .money: try Cell.money(row.next(Int64?.self), row.next(String?.self))
      }
    self = cell ?? .none
  }

  private static func money(_ amount: Int64?, _ currency: String?) -> Cell? {
    guard let amount, let currency else { return nil }
    return .money(Money(minorUnits: amount, currency: currency))
  }
}

/// What the filters of a list offer: by filter, ids and names.
public typealias FilterChoices = [String: [(id: String, name: String)]]

extension Query<FilterChoices> {
  public static func choices(of listing: Listing) -> Self {
    let offering = listing.filters.compactMap { filter -> (key: String, query: SQL)? in
      guard case .record(let choices) = filter.kind else { return nil }
      return (filter.key, choices.query)
    }
    let statements = offering.map {
      "SELECT id::text, name FROM (\($0.query)) AS one (id, name) LIMIT \(Filter.Choices.most)" as SQL
    }
    return Query(statements) { rows in
      var choices: FilterChoices = [:]
      for (offer, found) in zip(offering, rows) {
        choices[offer.key] = try found.decode { row in (try row.next(String.self), try row.next(String.self))
        }
      }
      return choices
    }
  }
}
