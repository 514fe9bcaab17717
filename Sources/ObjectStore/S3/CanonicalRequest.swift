/// A request in the one form that we and the store both sign.
/// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
struct CanonicalRequest: Sendable {
  var method: String
  /// Not escaped; S3 neither escapes twice nor removes dots.
  var path: String
  var query: [(name: String, value: String)] = []
  var headers: [(name: String, value: String)]
  var payload: Payload

  /// What the signature says about the body.
  enum Payload: Sendable {
    /// SHA-256 of the body in hexadecimal.
    case hash(String)
    /// Each piece of the body carries a signature of its own.
    case signedChunks
    /// Nothing: for URLs handed to others.
    case unsigned

    static let empty = Payload.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// The value of `x-amz-content-sha256`.
    var text: String {
      switch self {
      case .hash(let hash): hash
      case .signedChunks: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
      case .unsigned: "UNSIGNED-PAYLOAD"
      }
    }
  }

  var text: String {
    let headers = canonicalHeaders
    return [
      method,
      path.percentEncoded(keepingSlashes: true),
      queryString,
      headers.map { "\($0.name):\($0.value)\n" }.joined(),
      headers.map(\.name).joined(separator: ";"),
      payload.text,
    ].joined(separator: "\n")
  }

  var signedHeaders: String { canonicalHeaders.map(\.name).joined(separator: ";") }

  /// Also what is sent: so both sides escape the same way.
  var queryString: String {
    query.map { ($0.name.percentEncoded(), $0.value.percentEncoded()) }
      .sorted { $0 < $1 }
      .map { "\($0)=\($1)" }
      .joined(separator: "&")
  }

  private var canonicalHeaders: [(name: String, value: String)] {
    var values: [String: [String]] = [:]
    for (name, value) in headers {
      values[name.lowercased(), default: []].append(value.split(separator: " ").joined(separator: " "))
    }
    return values.map { ($0.key, $0.value.joined(separator: ",")) }.sorted { $0.0 < $1.0 }
  }
}
