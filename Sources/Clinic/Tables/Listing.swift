public import CivilTime
public import FoundationEssentials
internal import Postgres

/// One list of a clinic's records: what it shows, and what it can be sorted, narrowed and searched by. A page shows some of
/// its rows, an export all of them; `Web` gives it its words.
public struct Listing: Sendable {
  /// In catalogues and saved views: `appointments`.
  public let key: String
  public let columns: [Column]
  public let filters: [Filter]
  /// As it is sorted unless somebody wishes otherwise: a column that can be sorted by.
  public let order: Order
  /// Each row once, under an alias: `appointment a`.
  let base: SQL
  /// A column of `base`.
  let id: SQL
  /// Joined to the rows of a page only; a row stays one row.
  let joins: SQL
  /// Which rows of `base` there are at all.
  let scope: @Sendable (Moment) -> SQL
  /// Which rows of `base` fit words that were typed; nil for words that say nothing, and for a list without a search.
  let search: (@Sendable (String) -> Condition?)?
  /// The patient whose record a row of `base` shows; nil where it shows nobody's.
  let patient: SQL?

  init(
    _ key: String, of base: SQL, id: SQL, joins: SQL = "",
    scope: @escaping @Sendable (Moment) -> SQL = { _ in "true" },
    columns: [Column], filters: [Filter] = [], order: Order, patient: SQL? = nil,
    search: (@Sendable (String) -> Condition?)? = nil
  ) {
    self.key = key
    self.base = base
    self.id = id
    self.joins = joins
    self.scope = scope
    self.columns = columns
    self.filters = filters
    self.order = order
    self.patient = patient
    self.search = search
  }

  public var isSearched: Bool { search != nil }

  /// Which column decides the order, and from which end. Rows that are equal in it are in the order of their ids.
  public struct Order: Hashable, Sendable {
    public let column: String
    public let isDescending: Bool

    public init(_ column: String, isDescending: Bool = false) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// What conditions of time are relative to.
  public struct Moment: Sendable {
    public let now: Date
    public let zone: TimeZoneRules

    public init(now: Date, zone: TimeZoneRules) {
      self.now = now
      self.zone = zone
    }

    public var today: Day { zone.local(now).day }
  }

  /// Which rows fit.
  enum Condition: Sendable {
    /// Those of `base` for which this holds.
    case holds(SQL)
    /// Those of `base` that have one of some ids, a query, in a column. For each id its first rows are read by an index and put
    /// together: nobody has to guess how many rows have any of them.
    case among(SQL, SQL)
  }

  public func column(_ key: String) -> Column? { columns.first { $0.key == key } }
}

/// One column of a list.
public struct Column: Sendable {
  public let key: String
  public let kind: Kind
  /// Whether it is shown unless somebody chooses.
  public let isShown: Bool
  let value: SQL
  /// What rows are sorted by: of `base` alone, never NULL. Nil where the column can't be sorted by.
  let sorting: SQL?

  public enum Kind: Hashable, Sendable {
    case text, day, instant, money, number
    case code(Codes)
  }

  /// - Parameters:
  ///   - value: of `base` and what is joined to it; of money the amount and the currency, `a.price_minor, a.currency`.
  ///   - sorting: an index that leads with the tenant, this and the id makes it cheap. Where it can be NULL, `gap` says
  ///     among which values such rows stand.
  init(
    _ key: String, _ kind: Kind, _ value: SQL, sorting: SQL? = nil, gap: SQL? = nil, isShown: Bool = true
  ) {
    self.key = key
    self.kind = kind
    self.value = value
    self.sorting = sorting.map { sorting in gap.map { "coalesce(\(sorting), \($0))" } ?? sorting }
    self.isShown = isShown
  }

  public var isSortable: Bool { sorting != nil }
}

/// The codes that a value can be one of; the catalogue has the word of each under `name.code`.
public struct Codes: Hashable, Sendable {
  public let name: String
  public let all: [String]

  public init(_ name: String, _ all: [String]) {
    self.name = name
    self.all = all
  }

  public static let yesOrNo = Codes("answer", ["yes", "no"])
}

/// One way to narrow a list.
public struct Filter: Sendable {
  public let key: String
  public let kind: Kind
  let condition: @Sendable (Value, Listing.Moment) -> Listing.Condition

  public enum Kind: Sendable {
    case code(Codes)
    /// One of the clinic's records.
    case record(Choices)
    case day
  }

  /// A query of ids and names, in the order in which they are offered.
  public struct Choices: Sendable {
    let query: SQL

    /// No filter offers more.
    static let most = 1000
  }

  public enum Value: Hashable, Sendable {
    case code(String)
    case record(UUID)
    case day(Day)
  }

  /// - Parameter condition: of `base` alone.
  init(code key: String, _ codes: Codes, _ condition: @escaping @Sendable (String, Listing.Moment) -> SQL) {
    self.key = key
    kind = .code(codes)
    self.condition = { value, moment in
      guard case .code(let code) = value else { return .holds("false") }
      return .holds(condition(code, moment))
    }
  }

  init(record key: String, _ choices: SQL, in column: SQL) {
    self.init(record: key, choices) { .holds("\(column) = \($0)") }
  }

  init(record key: String, _ choices: SQL, _ condition: @escaping @Sendable (UUID) -> Listing.Condition) {
    self.key = key
    kind = .record(Choices(query: choices))
    self.condition = { value, _ in
      guard case .record(let id) = value else { return .holds("false") }
      return condition(id)
    }
  }

  init(day key: String, _ condition: @escaping @Sendable (Day, Listing.Moment) -> SQL) {
    self.key = key
    kind = .day
    self.condition = { value, moment in
      guard case .day(let day) = value else { return .holds("false") }
      return .holds(condition(day, moment))
    }
  }

  /// - Returns: nil for what is no value of this kind.
  func value(_ typed: String) -> Value? {
    switch kind {
    case .code(let codes): codes.all.contains(typed) ? .code(typed) : nil
    case .record: ID<Filter>(typed).map { .record($0.uuid) }
    case .day: typed.utf8.count == 10 ? Day(iso: typed).map { .day($0) } : nil
    }
  }
}
