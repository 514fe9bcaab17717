/// A folder of one tenant, to list what lies below it. There is no prefix that spans tenants.
public struct KeyPrefix: Hashable, Sendable, CustomStringConvertible {
  /// Ends with a slash, so `portraits` never lists what lies in `portraits-old`.
  public let text: String

  /// - Parameters:
  ///   - tenant: the tenant's id, a UUID in lower case.
  ///   - folders: folders below it; none means everything of that tenant.
  public init(tenant: String, _ folders: String...) throws(ObjectStoreError) {
    let text = ([tenant] + folders).joined(separator: "/")
    _ = try ObjectKey.segments(of: text)
    self.text = text + "/"
  }

  public func contains(_ key: ObjectKey) -> Bool {
    key.text.utf8.starts(with: text.utf8)
  }

  public var description: String { text }
}
