internal import CivilTime
public import FoundationEssentials

/// How somebody looks at a list: parsed from the query of an address, and printed to it, so that it can be kept as a
/// bookmark. What the list does not know is dropped; what is wrong with a value is told.
public struct TableView: Hashable, Sendable {
  public private(set) var order: Listing.Order
  /// By key.
  public private(set) var filters: [String: Filter.Value] = [:]
  /// What was searched for; empty for nothing.
  public private(set) var words = ""
  /// The keys of those that are shown, in the list's order.
  public private(set) var columns: [String]
  public var cursor: Cursor?
  /// What is wrong with which filter. Such a view has no rows: it says less than was meant.
  public private(set) var problems: [Problem] = []

  /// From which row on, in which direction. Only its id stands in addresses: what it is sorted by may be a name.
  public enum Cursor: Hashable, Sendable {
    case after(UUID)
    case before(UUID)
  }

  /// Rows of a page.
  public static let pageSize = 50
  /// Characters of a search.
  public static let longestSearch = 100
  /// Names that no filter can have.
  static let reserved: Set = ["q", "sort", "col", "after", "before", "view", "done"]

  /// - Parameter query: names and values, in order; `col` comes once for each column.
  public init(_ query: [(name: String, value: String)] = [], of listing: Listing) {
    func value(_ name: String) -> String { query.first { $0.name == name }?.value ?? "" }
    order = Listing.Order(sort: value("sort"), of: listing) ?? listing.order
    let chosen = Set(query.filter { $0.name == "col" }.map(\.value))
    let known = listing.columns.map(\.key).filter(chosen.contains)
    columns = known.isEmpty ? listing.columns.filter(\.isShown).map(\.key) : known
    if listing.isSearched {
      words = value("q").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if words.count > Self.longestSearch {
        problems.append(Problem("q", "problem.too-long", ["limit": String(Self.longestSearch)]))
      }
    }
    for filter in listing.filters where !value(filter.key).isEmpty {
      if let parsed = filter.value(value(filter.key)) {
        filters[filter.key] = parsed
      } else {
        problems.append(Problem(filter.key, "problem.filter"))
      }
    }
    cursor =
      ID<Row>(value("after")).map { .after($0.uuid) } ?? ID<Row>(value("before")).map { .before($0.uuid) }
  }

  private enum Row {}

  /// Whether some rows of the list may be left out.
  public var isNarrowed: Bool { !filters.isEmpty || !words.isEmpty || !problems.isEmpty }

  /// Names and values for an address, without what goes without saying.
  public func query(of listing: Listing) -> [(name: String, value: String)] {
    var query: [(name: String, value: String)] = words.isEmpty ? [] : [("q", words)]
    for filter in listing.filters {
      if let value = filters[filter.key] { query.append((filter.key, value.text)) }
    }
    if order != listing.order { query.append(("sort", order.text)) }
    if columns != listing.columns.filter(\.isShown).map(\.key) { query += columns.map { ("col", $0) } }
    switch cursor {
    case .after(let id): query.append(("after", ID<Row>(id).description))
    case .before(let id): query.append(("before", ID<Row>(id).description))
    case nil: break
    }
    return query
  }

  /// The same from its first page, sorted by this column; by it already, from its other end.
  public func sorted(by column: Column) -> TableView {
    var view = self
    view.cursor = nil
    view.order = Listing.Order(
      column.key, isDescending: order.column == column.key && !order.isDescending)
    return view
  }

  public func at(_ cursor: Cursor?) -> TableView {
    var view = self
    view.cursor = cursor
    return view
  }
}

extension Listing.Order {
  /// `start`, `-start`; nil for what can't be sorted by.
  fileprivate init?(sort: String, of listing: Listing) {
    let column = sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
    guard listing.column(column)?.isSortable == true else { return nil }
    self.init(column, isDescending: sort.hasPrefix("-"))
  }

  fileprivate var text: String { isDescending ? "-\(column)" : column }
}

extension Filter.Value {
  /// As it stands in an address.
  public var text: String {
    switch self {
    case .code(let code): code
    case .record(let id): ID<Filter>(id).description
    case .day(let day): day.description
    }
  }
}
