internal import CLibPQ

/// The rows that one statement returned.
///
/// Values stay where libpq put them until they are read; the memory is given back with the last copy.
public struct Rows: Sendable, RandomAccessCollection {
  @usableFromInline let result: QueryResult

  public let startIndex = 0
  @inlinable
  public var endIndex: Int { result.rowCount }

  public subscript(position: Int) -> Row {
    precondition(indices.contains(position), "no such row")
    return Row(result, at: position)
  }

  /// How many rows the statement returned, inserted, updated or deleted.
  public var affected: Int { result.affected }

  public var columnNames: [String] {
    (0..<result.columnCount).map { result.columnName($0) }
  }

  /// Makes one element of each row.
  ///
  /// - Throws: what `element` throws; `RowError` where a column is not as expected.
  @inlinable
  public func decode<Element>(_ element: (inout Row) throws -> Element) throws -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    // One cursor for all rows: a new one for each would count a reference up and down every time.
    var row = Row(result, at: 0)
    for position in 0..<count {
      row.move(to: position)
      elements.append(try element(&row))
    }
    return elements
  }
}

extension Rows: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(count) rows" }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}
