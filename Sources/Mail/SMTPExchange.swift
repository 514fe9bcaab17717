import CCurl

/// One message, one connection. Blocks its thread until the server answered or the deadline passed.
struct SMTPExchange {
  private let settings: SMTPSettings
  private let cancellation: Cancellation

  /// libcurl's global state; a `static let` is made once, whoever comes first.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ settings: SMTPSettings, _ cancellation: Cancellation) {
    self.settings = settings
    self.cancellation = cancellation
  }

  func send(_ message: MailMessage) throws(MailFault) -> Receipt {
    guard SMTPExchange.isReady, let handle = curl_easy_init() else {
      throw .unavailable("libcurl failed to start")
    }
    defer { curl_easy_cleanup(handle) }
    guard let recipients = curl_slist_append(nil, "<\(message.to.address)>") else {
      throw .unavailable("libcurl ran out of memory")
    }
    defer { curl_slist_free_all(recipients) }

    let wire = SMTPWire(body: message.rendered(), cancellation: cancellation)
    let options =
      connection(handle) && security(handle)
      && set(handle, CURLOPT_MAIL_FROM, "<\(message.from.address)>")
      && ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK
      && wire.attach(to: handle)
    guard options else { throw .unavailable("libcurl refused an option") }

    let result = withExtendedLifetime(wire) { curl_easy_perform(handle) }
    var code = 0
    ccurl_response_code(handle, &code)
    guard result == CURLE_OK else { throw SMTPExchange.fault(result, code: code, isBodySent: wire.isStarted) }
    return Receipt(code: code, reply: wire.lastReply)
  }

  private func connection(_ handle: UnsafeMutableRawPointer) -> Bool {
    let scheme = settings.tls == .tls ? "smtps" : "smtp"
    return set(handle, CURLOPT_URL, "\(scheme)://\(settings.host):\(settings.port)")
      // No signals: they would hit any thread of the process.
      && set(handle, CURLOPT_NOSIGNAL, 1)
      // The environment's proxy is for the web.
      && set(handle, CURLOPT_PROXY, "")
      && set(handle, CURLOPT_UPLOAD, 1)
      && set(handle, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.wholeMilliseconds)
      && set(handle, CURLOPT_TIMEOUT_MS, settings.deadline.wholeMilliseconds)
  }

  private func security(_ handle: UnsafeMutableRawPointer) -> Bool {
    let encryption = settings.tls == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
    var isSet = set(handle, CURLOPT_USE_SSL, Int(encryption.rawValue))
    if let certificates = settings.certificates { isSet = isSet && set(handle, CURLOPT_CAINFO, certificates) }
    if let username = settings.username { isSet = isSet && set(handle, CURLOPT_USERNAME, username) }
    if let password = settings.password { isSet = isSet && set(handle, CURLOPT_PASSWORD, password) }
    return isSet
  }

  private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String) -> Bool {
    ccurl_set_string(handle, option, value) == CURLE_OK
  }

  private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) -> Bool {
    ccurl_set_long(handle, option, value) == CURLE_OK
  }
}

extension SMTPExchange {
  /// The reply's code is about the message only once the message was on the table: `CURLE_SEND_ERROR` is what
  /// libcurl says when MAIL, RCPT or DATA is refused, and after the body was begun every code is about it. A
  /// 5xx in the greeting or at the sign-in says nothing of the message.
  private static func fault(_ result: CURLcode, code: Int, isBodySent: Bool) -> MailFault {
    let isAboutMessage = isBodySent || result == CURLE_SEND_ERROR
    // RFC 4954 section 6: "authentication required" and its kin, in reply to any command.
    let isAboutSigningIn = [530, 534, 535, 538].contains(code)
    if isAboutMessage, !isAboutSigningIn {
      if (500...599).contains(code) { return .permanent(code: code) }
      if (400...499).contains(code) { return .temporary(code: code) }
    }
    if isBodySent { return .temporary(code: nil) }
    return .unavailable(String(cString: curl_easy_strerror(result)))
  }
}

extension Duration {
  /// At least 1, because 0 is "for ever" to libcurl.
  fileprivate var wholeMilliseconds: Int {
    max(1, Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
  }
}
