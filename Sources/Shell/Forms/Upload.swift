/// A file that came with a form. It lies in a file of its own until the form has been dealt with.
public struct Upload: Sendable {
  /// The name of the field it came in.
  public let field: String
  /// What the client calls it, without a path. Show it, don't store under it.
  public let filename: String
  /// What the client takes it for. Nothing to rely on.
  public let claimedType: String?
  /// Where it lies. It is removed when the closure that was given the form returns.
  public let path: String
  /// Its length in bytes, more than none.
  public let size: Int
}

/// Why a file is not there although one was sent.
public enum UploadFault: Sendable, Equatable {
  /// It is longer than the limit, in bytes.
  case tooLarge(limit: Int)
}
