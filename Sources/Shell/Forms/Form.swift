/// The fields of a form as they were typed, in the order in which they came.
///
/// A field that has one value may come once only, so that no two readers of a request can disagree on which
/// of two values counts. Fields that may repeat, such as a group of tick boxes, are named when the form is
/// read. What is wrong with a single field is kept beside it in ``faults``, so that a page can say so there
/// and show the rest as it was typed; whoever acts on a form reads those, or calls ``checked()``.
public struct Form: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  /// Every field, in order.
  public private(set) var fields: [Field] = []

  /// What is wrong with single fields. Their text is repaired for showing: never act on it.
  public private(set) var faults: [FormFault] = []

  private let repeatable: Set<String>

  /// An empty form, to which fields are added: what a page shows before anything was typed.
  public init(repeating repeatable: Set<String> = []) {
    self.repeatable = repeatable
  }

  /// A form filled in beforehand: what a page shows of what is stored already.
  public init(filledWith fields: [(name: String, value: String)]) {
    repeatable = []
    self.fields = fields.map(Field.init)
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

  /// The form itself, if nothing is wrong with any field.
  ///
  /// - Throws: the first of ``faults``.
  public func checked() throws(FormFault) -> Form {
    if let fault = faults.first { throw fault }
    return self
  }

  /// Adds a field behind the others. Of a field that may come once, the first value stays.
  mutating func append(_ bytes: [UInt8], to name: String) {
    if !repeatable.contains(name), fields.contains(where: { $0.name == name }) {
      faults.append(.repeated(field: name))
      return
    }
    let value: String
    do throws(FormFault) {
      value = try checkedText(bytes, field: name)
    } catch {
      faults.append(error)
      value = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    }
    fields.append(Field(name: name, value: value))
  }

  mutating func append(_ fault: FormFault) {
    faults.append(fault)
  }
}

/// A form can hold anything about a person, so it never shows itself, not even in a debugger's log.
extension Form: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Form(\(fields.count) fields)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
