/// A piece of a parsed template.
struct Node: Sendable {
  let line: Int
  let kind: Kind

  enum Kind: Sendable {
    case text([UInt8])
    case slot(String)
    case section(String, inverted: Bool, [Node])
    case block(String, [Node])
    /// `alone`: the tag had a line to itself, so that the partial's last newline stands for that line's.
    case partial(String, alone: Bool)
    case message(String)
    case asset(String)
  }
}
