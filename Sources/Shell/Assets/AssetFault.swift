/// Why the files of a page's look could not be read. It stops the server from starting.
public enum AssetFault: Error, Sendable, Equatable, CustomStringConvertible {
  case unreadable(path: String)
  /// The end of the name says nothing about the kind of file.
  case unknownKind(path: String)
  /// A style sheet refers to a file that is not there.
  case missing(path: String, referredToBy: String)
  /// Style sheets refer to each other in a circle.
  case circular(path: String)
  case notUTF8(path: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): can't be read"
    case .unknownKind(let path): "\(path): not a kind of file that is served; see AssetKind"
    case .missing(let path, let style): "\(style): refers to \(path), which is not there"
    case .circular(let path): "\(path): refers to itself, by way of other style sheets"
    case .notUTF8(let path): "\(path): a style sheet that is not UTF-8"
    }
  }
}
