/// The fields of a form as they were typed, in the order in which they came.
///
/// A field that has one value may come once only, so that no two readers of a request can disagree on which
/// of two values counts. Fields that may repeat, such as a group of tick boxes, are named when the form is
/// read.
public struct Form: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  /// Every field, in order.
  public private(set) var fields: [Field] = []

  private let repeatable: Set<String>

  /// An empty form, to which fields are added: what a page shows before anything was typed.
  public init(repeating repeatable: Set<String> = []) {
    self.repeatable = repeatable
  }

  /// What was typed into a field; empty if the field did not come.
  public subscript(name: String) -> String {
    value(of: name) ?? ""
  }

  /// What was typed into a field; nil if the field did not come, as with a box that is not ticked.
  public func value(of name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// Every value of a field that may repeat.
  public func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// Adds a field behind the others.
  ///
  /// - Throws: ``FormFault/repeated(field:)``.
  public mutating func append(_ value: String, to name: String) throws(FormFault) {
    if !repeatable.contains(name), fields.contains(where: { $0.name == name }) {
      throw .repeated(field: name)
    }
    fields.append(Field(name: name, value: value))
  }
}

/// A form can hold anything about a person, so it never shows itself, not even in a debugger's log.
extension Form: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Form(\(fields.count) fields)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
