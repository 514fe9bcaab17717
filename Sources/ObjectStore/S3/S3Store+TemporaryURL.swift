extension S3Store {
  /// A URL with which anyone can read the object until it expires, straight from the store.
  /// - Parameter validFor: 1 second to a week, which S3 sets as the longest.
  public func temporaryURL(of key: ObjectKey, validFor duration: Duration) -> String {
    let settings = transport.settings
    let signature = SignatureV4(
      credentials: settings.credentials, region: settings.region, service: "s3",
      date: SigningDate(secondsSince1970: transport.now()))
    let request = CanonicalRequest(
      method: "GET", path: address.path(of: key), headers: [("Host", address.host)], payload: .unsigned)
    let seconds = min(max(Int(duration.components.seconds), 1), 7 * 24 * 60 * 60)
    return address.url(
      path: request.path, query: signature.presignedQuery(for: request, validFor: seconds))
  }
}
