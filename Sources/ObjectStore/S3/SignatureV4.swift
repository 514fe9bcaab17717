internal import Crypto
internal import FoundationEssentials

/// AWS Signature Version 4 as a pure function: request, credentials and date in, signature out.
/// Source: AWS IAM User Guide, "Create a signed AWS API request".
struct SignatureV4: Sendable {
  static let algorithm = "AWS4-HMAC-SHA256"

  let credentials: S3Credentials
  let region: String
  let service: String
  let date: SigningDate

  /// The value of the `Authorization` header, and the signature in it.
  func authorization(for request: CanonicalRequest) -> (header: String, signature: String) {
    let signature = sign(Self.algorithm, Self.hash(request.text))
    let parts = [
      "Credential=\(credentials.accessKey)/\(scope)", "SignedHeaders=\(request.signedHeaders)",
      "Signature=\(signature)",
    ]
    return ("\(Self.algorithm) \(parts.joined(separator: ", "))", signature)
  }

  /// The signature of one piece of a body, which vouches for all the pieces before it.
  /// Source: Amazon S3 API Reference, "Transferring Payload in Multiple Chunks".
  /// - Parameter previous: the signature of the piece before; for the first one, of the request.
  func chunkSignature(after previous: String, sha256: String) -> String {
    sign("\(Self.algorithm)-PAYLOAD", "\(previous)\n\(Self.hash(""))\n\(sha256)")
  }

  var scope: String { "\(date.day)/\(region)/\(service)/aws4_request" }

  func sign(_ algorithm: String, _ digest: String) -> String {
    let text = "\(algorithm)\n\(date.timestamp)\n\(scope)\n\(digest)"
    return Self.authenticate(text, key).hexadecimal
  }

  static func hash(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).hexadecimal
  }

  private var key: SymmetricKey {
    let secret = SymmetricKey(data: Array("AWS4\(credentials.secretKey)".utf8))
    return [String(date.day), region, service, "aws4_request"].reduce(secret) { key, part in
      SymmetricKey(data: Self.authenticate(part, key))
    }
  }

  private static func authenticate(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
  }
}
