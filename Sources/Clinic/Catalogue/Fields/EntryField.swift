/// One field of a kind of entry: how it is asked for, read as text, and written from text.
public struct EntryField<Entry: Sendable>: Sendable {
  /// Its name in forms and in the message catalogues.
  public let key: String
  public let control: EntryControl
  public let isOptional: Bool
  let texts: @Sendable (Entry, Surroundings) -> Texts
  let write: @Sendable (Texts, inout Entry, Surroundings) throws(TextFaults) -> Void

  init<Value>(
    _ key: String, _ path: any WritableKeyPath<Entry, Value> & Sendable, _ codec: Codec<Value>
  ) {
    self.key = key
    control = codec.control
    isOptional = codec.isOptional
    texts = { entry, surroundings in codec.texts(entry[keyPath: path], surroundings) }
    write = { texts, entry, surroundings throws(TextFaults) in
      entry[keyPath: path] = try codec.value(texts, surroundings)
    }
  }

  /// What the field says of an entry.
  public func texts(of entry: Entry, in surroundings: Surroundings) -> Texts { texts(entry, surroundings) }
}

/// Fields that stand together below a heading.
public struct FieldGroup<Entry: Sendable>: Sendable {
  /// Of the heading, in the message catalogues.
  public let key: String
  public let fields: [EntryField<Entry>]

  init(_ key: String, _ fields: [EntryField<Entry>]) {
    self.key = key
    self.fields = fields
  }
}
