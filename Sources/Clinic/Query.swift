internal import Postgres

/// Something that a tenant's records can be asked or told in one go, and how to read the answer.
///
/// Queries are made inside `Clinic` alone, so that no SQL is written elsewhere; `Clinic.ask` sends any number of them
/// in one round trip.
public struct Query<Answer: Sendable>: Sendable {
  /// Most often one; what they answer is read in the same order.
  let statements: [SQL]
  let refusals: [String: Refusal]
  let read: @Sendable (ArraySlice<Rows>) throws -> Answer

  /// - Parameter refusals: what the violation of a constraint, by its name, means to a person.
  init(_ statement: SQL, refusals: [String: Refusal] = [:], read: @escaping @Sendable (Rows) throws -> Answer)
  {
    self.init([statement], refusals: refusals) { try read($0[$0.startIndex]) }
  }

  init(
    _ statements: [SQL], refusals: [String: Refusal] = [:],
    reads read: @escaping @Sendable (ArraySlice<Rows>) throws -> Answer
  ) {
    self.statements = statements
    self.refusals = refusals
    self.read = read
  }

  /// Each row becomes one element.
  init<Element: Sendable>(
    _ statement: SQL, each element: @escaping @Sendable (inout Row) throws -> Element
  ) where Answer == [Element] {
    self.init(statement) { try $0.decode(element) }
  }

  /// The first row, if there is one.
  init<Element: Sendable>(
    _ statement: SQL, refusals: [String: Refusal] = [:],
    first element: @escaping @Sendable (inout Row) throws -> Element
  ) where Answer == Element? {
    self.init(statement, refusals: refusals) { try $0.decode(element).first }
  }
}

extension Query {
  /// The same, and something made of its answer.
  public func map<Other: Sendable>(_ transform: @escaping @Sendable (Answer) -> Other) -> Query<Other> {
    Query<Other>(statements, refusals: refusals, reads: { transform(try read($0)) })
  }
}

extension Query<Void> {
  /// For pages that need nothing but the visit.
  public static var nothing: Self {
    Query("SELECT") { _ in }
  }
}
