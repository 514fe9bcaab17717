extension ClamdClient.Address {
  /// `unix:/run/clamav/clamd.ctl`, or `tcp:host:port`.
  public init?(_ text: String) {
    if text.hasPrefix("unix:/") {
      self = .unix(String(text.dropFirst("unix:".count)))
      return
    }
    guard text.hasPrefix("tcp:"), let colon = text.lastIndex(of: ":"),
      let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
    else { return nil }
    let host = text[..<colon].dropFirst("tcp:".count)
    guard !host.isEmpty else { return nil }
    self = .tcp(host: String(host), port: port)
  }
}
