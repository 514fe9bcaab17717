internal import AsyncHTTPClient
internal import Crypto
internal import Glibc
public import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Objects in a bucket of Amazon S3 or of anything that speaks its protocol.
///
/// Uploads carry the SHA-256 of what they bring, whole or piece by piece, so the store refuses damage.
/// Downloads are held to the length announced and, where we stored it, to the SHA-256. What fails for a
/// passing reason is tried again with growing pauses until ``S3Settings/tries`` or ``S3Settings/patience`` is
/// used up; a download that breaks off is taken up again where it broke.
public final class S3Store: ObjectStore {
  let address: S3Address
  let transport: S3Transport
  private let client: HTTPClient

  /// - Throws: ``ObjectStoreError/misconfigured(_:)``. Nothing is connected yet.
  public convenience init(_ settings: S3Settings, logger: Logger) throws {
    try self.init(settings, logger: logger, addresses: [:], now: { time(nil) })
  }

  /// - Parameters:
  ///   - addresses: IP addresses of host names that the system does not know.
  ///   - now: seconds since 1970.
  init(
    _ settings: S3Settings, logger: Logger, addresses: [String: String], now: @escaping @Sendable () -> Int
  ) throws {
    address = try S3Address(settings)
    var configuration = HTTPClient.Configuration(
      // A redirect would carry the signature to another host.
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(settings.connectTimeout), read: TimeAmount(settings.idleTimeout),
        write: TimeAmount(settings.idleTimeout)))
    configuration.httpVersion = .http1Only
    configuration.dnsOverride = addresses
    // We try again ourselves, and count.
    configuration.connectionPool.retryConnectionEstablishment = false
    if let file = settings.trustRoots {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .file(file)
      configuration.tlsConfiguration = tls
    }
    client = HTTPClient(configuration: configuration)
    transport = S3Transport(client: client, address: address, settings: settings, logger: logger, now: now)
  }

  /// Closes its connections and waits for that. A store that is let go without closes them by itself.
  public func shutDown() async throws {
    try await client.shutdown()
  }

  deinit {
    // The client asserts that it was closed; a command that fails half-way has nobody left to close it.
    client.shutdown { _ in }
  }

  public func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    guard length <= Self.maximumLength else { throw ObjectStoreError.tooLarge(limit: Self.maximumLength) }
    var request = S3Request(method: "PUT", key: key, headers: [("Content-Type", contentType.text)])
    if let bytes = try await Self.inMemory(body, length: length) {
      let sha256 = SHA256.hexadecimal(of: bytes)
      request.body = .bytes(bytes, sha256: sha256)
      request.headers.append((S3Download.digestHeader, sha256))
    } else {
      request.body = .stream(WatchedBody(body, length: length), length: length)
    }
    let response = try await transport.send(request, deadline: transport.deadline(for: length))
    try await response.body.drain()
  }

  /// The body if it need not be sent in pieces. An empty stream must not be: some servers can't verify no
  /// pieces.
  private static func inMemory(_ body: ByteStream, length: Int) async throws -> ByteBuffer? {
    var bytes = ByteBuffer()
    switch body.source {
    case .bytes(let buffer): bytes = buffer
    case .pieces where length > 0: return nil
    case .pieces:
      for try await piece in body where piece.readableBytes > 0 {
        bytes = piece
        break
      }
    }
    guard bytes.readableBytes == length else {
      throw ObjectStoreError.wrongLength(promised: length, offered: bytes.readableBytes)
    }
    return bytes
  }

  public func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    if let range { _ = try range.within(.max) }
    return try await S3Download.begin(key, range: range, transport)
  }

  public func head(_ key: ObjectKey) async throws -> ObjectDescription {
    let request = S3Request(method: "HEAD", key: key)
    let response = try await transport.send(request, deadline: transport.deadline(for: 0))
    try await response.body.drain()
    return try S3Head(response.headers).description(of: key)
  }

  public func delete(_ key: ObjectKey) async throws {
    do {
      let request = S3Request(method: "DELETE", key: key)
      let response = try await transport.send(request, deadline: transport.deadline(for: 0))
      try await response.body.drain()
    } catch ObjectStoreError.notFound {
      // Amazon answers 204 for what is not there, some others 404.
    }
  }
}

extension HTTPClientResponse.Body {
  /// Reads what is left of an answer without content, so that its connection can be used again.
  func drain() async throws {
    do {
      _ = try await collect(upTo: 64 * 1024)
    } catch {
      throw S3Failure(error).error
    }
  }
}
