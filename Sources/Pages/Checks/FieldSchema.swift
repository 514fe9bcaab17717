/// The names and kinds of a view type's fields, in order.
struct FieldSchema {
  enum Kind: Equatable {
    case text
    case flag
    case number
    case html
    case list(of: any View.Type)
    case view(any View.Type)
    case drawn(any View.Type)

    static func == (left: Kind, right: Kind) -> Bool {
      switch (left, right) {
      case (.text, .text), (.flag, .flag), (.number, .number), (.html, .html): true
      case (.list(let a), .list(let b)), (.view(let a), .view(let b)), (.drawn(let a), .drawn(let b)):
        a == b
      default: false
      }
    }
  }

  struct Field: Equatable {
    let name: String
    let kind: Kind
  }

  let type: any View.Type
  let fields: [Field]

  init(_ value: some View) {
    type = Swift.type(of: value)
    fields = value.fields.entries.map { Field(name: $0.0.description, kind: Kind($0.1.content)) }
  }

  var names: [String] { fields.map(\.name) }

  func slot(_ name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }
}

extension FieldSchema.Kind {
  init(_ content: Value.Content) {
    switch content {
    case .text: self = .text
    case .flag: self = .flag
    case .number: self = .number
    case .html: self = .html
    case .list(let views): self = .list(of: views.element)
    case .view(let type, _): self = .view(type)
    case .drawn(let type, _, _): self = .drawn(type)
    }
  }
}
