/// Who we are to the object store. Describes itself without its secrets.
public struct S3Credentials: Sendable {
  public let accessKey: String
  let secretKey: String
  /// Of temporary credentials only.
  let sessionToken: String?

  public init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
  }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "S3Credentials(\(accessKey))" }
  public var debugDescription: String { description }
  /// Without this `dump` would print what ``description`` hides.
  public var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}
