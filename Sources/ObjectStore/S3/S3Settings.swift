/// Where the objects are, who we are there, and how patient we are.
public struct S3Settings: Sendable {
  public enum Addressing: Sendable {
    /// `https://host/bucket/key`: Ceph, MinIO and most servers of one's own.
    case path
    /// `https://bucket.host/key`: Amazon.
    case virtualHost
  }

  /// Scheme, host and perhaps port, such as `https://s3.eu-central-1.amazonaws.com`.
  public var endpoint: String
  public var bucket: String
  public var credentials: S3Credentials
  public var region = "us-east-1"
  public var addressing = Addressing.path
  /// A PEM file with the certificates to trust instead of the system's.
  public var trustRoots: String?

  /// How often a request is sent before its failure is final.
  public var tries = 4
  public var backoff = Backoff()
  /// Time to make a connection, TLS included.
  public var connectTimeout: Duration = .seconds(5)
  /// Time in which nothing at all arrives or leaves.
  public var idleTimeout: Duration = .seconds(15)
  /// Time for a whole call, tries and pauses included, without the time that its bytes may take.
  public var patience: Duration = .seconds(30)
  /// Bytes a second: a body may take its length divided by this on top of ``patience``.
  public var slowestRate = 64 * 1024

  public init(endpoint: String, bucket: String, credentials: S3Credentials) {
    self.endpoint = endpoint
    self.bucket = bucket
    self.credentials = credentials
  }
}
