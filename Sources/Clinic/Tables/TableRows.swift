public import CivilTime
public import FoundationEssentials

/// Some of the rows of a list, in its order.
public struct TableRows: Sendable {
  public let rows: [TableRow]
  /// Whether there are rows before and after these.
  public let hasPrevious: Bool
  public let hasNext: Bool

  public static let none = TableRows(rows: [], hasPrevious: false, hasNext: false)
}

/// One row: a cell for each column of the view, in its order.
public struct TableRow: Sendable {
  public let id: UUID
  public let cells: [Cell]
}

/// One value, as it is kept.
public enum Cell: Hashable, Sendable {
  case none
  case text(String)
  case code(String)
  case day(Day)
  case instant(Date)
  case money(Money)
  case number(Int)
}
