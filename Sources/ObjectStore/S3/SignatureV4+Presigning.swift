extension SignatureV4 {
  /// The query of a URL that lets whoever holds it do one thing until it expires.
  /// Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
  /// - Parameters:
  ///   - request: with a `host` header and an ``CanonicalRequest/Payload/unsigned`` payload.
  ///   - seconds: how long the URL is valid, 1 to 604800 (a week).
  func presignedQuery(for request: CanonicalRequest, validFor seconds: Int) -> String {
    var request = request
    request.query += [
      ("X-Amz-Algorithm", Self.algorithm),
      ("X-Amz-Credential", "\(credentials.accessKey)/\(scope)"),
      ("X-Amz-Date", date.timestamp),
      ("X-Amz-Expires", "\(seconds)"),
      ("X-Amz-SignedHeaders", request.signedHeaders),
    ]
    if let token = credentials.sessionToken { request.query.append(("X-Amz-Security-Token", token)) }
    let signature = sign(Self.algorithm, Self.hash(request.text))
    return "\(request.queryString)&X-Amz-Signature=\(signature)"
  }
}
