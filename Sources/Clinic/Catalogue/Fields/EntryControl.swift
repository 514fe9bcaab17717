/// How a form asks for a field.
public indirect enum EntryControl: Hashable, Sendable {
  /// - Parameter suggesting: what is there already, for whoever does not want to make up a word.
  case line(atMost: Int, suggesting: Naming? = nil)
  /// A text of several paragraphs.
  case lines(atMost: Int)
  /// Several texts, one a line.
  case list(atMost: Int)
  case number
  case amount
  case day, time
  case yesNo
  /// - Parameter words: where the message catalogues have each option's text: `gender` for `gender.female`.
  case oneOf([String], words: String)
  /// Several of them.
  case someOf([String], words: String)
  case name(of: Naming)
  case names(of: Naming)
  case rows([RowPart])

  /// One control of each row.
  public struct RowPart: Hashable, Sendable {
    public let key: String
    public let control: EntryControl
    public let isOptional: Bool
    /// Whether a form fills it in beforehand: a row in which nothing else stands is none.
    public let isPreset: Bool
  }
}

extension EntryControl {
  /// Whether it is typed with a look at what there is of these.
  public func suggests(_ naming: Naming) -> Bool {
    if case .line(_, let suggested?) = self { suggested == naming } else { false }
  }
}

/// What names can be chosen of, or are suggested.
public enum Naming: String, Hashable, Sendable, CaseIterable {
  case specialty, service, site, room
  case roomKind = "room-kind"
  case deviceKind = "device-kind"
  case staffKind = "staff-kind"
  /// IANA's names.
  case zone
  /// Of rooms, devices and whoever helps.
  case kind
  /// Headings of the list of services.
  case category
}
