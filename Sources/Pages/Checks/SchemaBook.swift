/// The schemas of all view types met so far, each read from the type's samples once.
///
/// Types are looked up only when a section steps into them: a view that holds its own type ends where
/// the template does.
struct SchemaBook {
  private var schemas: [ObjectIdentifier: (schema: FieldSchema?, problems: [String])] = [:]

  /// The schema of a type, with what is wrong with its samples; no schema if there are none.
  mutating func schema(of type: any View.Type) -> (schema: FieldSchema?, problems: [String]) {
    if let known = schemas[ObjectIdentifier(type)] { return known }
    let read = Self.read(type)
    schemas[ObjectIdentifier(type)] = read
    return read
  }

  private static func read(_ type: (some View).Type) -> (FieldSchema?, [String]) {
    guard let first = type.samples.first else { return (nil, ["\(type) has no samples"]) }
    let schema = FieldSchema(first)
    var problems: [String] = []
    for (index, field) in schema.fields.enumerated() {
      if (try? String.fieldName(Substring(field.name))) == nil {
        problems.append("\(type) names a field '\(field.name)', which no template can say")
      }
      if schema.slot(field.name) != index { problems.append("\(type) names '\(field.name)' twice") }
    }
    for (index, sample) in type.samples.enumerated() where FieldSchema(sample).fields != schema.fields {
      problems.append("samples[\(index)] of \(type) has other fields than samples[0]")
    }
    return (schema, problems)
  }
}
