import CCurl

/// One message. Blocks its thread until the server answered or the deadline passed.
struct SMTPExchange {
  private let settings: SMTPSettings
  private let connections: SMTPConnections
  private let cancellation: Cancellation

  init(_ settings: SMTPSettings, _ connections: SMTPConnections, _ cancellation: Cancellation) {
    self.settings = settings
    self.connections = connections
    self.cancellation = cancellation
  }

  func send(_ message: MailMessage) throws(MailFault) -> Receipt {
    do {
      return try send(message, fresh: false)
    } catch .lost {
      // The kept connection had died meanwhile, before anything of this message was on its way.
      do { return try send(message, fresh: true) } catch { throw error.fault }
    } catch {
      throw error.fault
    }
  }

  private func send(_ message: MailMessage, fresh: Bool) throws(Failure) -> Receipt {
    guard let handle = connections.take(fresh: fresh) else {
      throw .final(.unavailable("libcurl failed to start"))
    }
    var isGood = false
    defer { connections.giveBack(handle, isGood: isGood) }
    guard let recipients = curl_slist_append(nil, "<\(message.to.address)>") else {
      throw .final(.unavailable("libcurl ran out of memory"))
    }
    defer { curl_slist_free_all(recipients) }

    let wire = SMTPWire(body: message.rendered(), cancellation: cancellation)
    let options =
      connection(handle.curl) && security(handle.curl)
      && set(handle.curl, CURLOPT_MAIL_FROM, "<\(message.from.address)>")
      && ccurl_set_list(handle.curl, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK
      && wire.attach(to: handle.curl)
    guard options else { throw .final(.unavailable("libcurl refused an option")) }

    let result = withExtendedLifetime(wire) { curl_easy_perform(handle.curl) }
    var code = 0
    ccurl_response_code(handle.curl, &code)
    guard result == CURLE_OK else {
      let fault = SMTPExchange.fault(result, code: code, isBodySent: wire.isStarted)
      // Never "unavailable" once the message was on its way: it may have arrived.
      if handle.isUsed, case .unavailable = fault { throw .lost(fault) }
      throw .final(fault)
    }
    isGood = true
    return Receipt(code: code, reply: wire.lastReply)
  }

  private enum Failure: Error {
    case final(MailFault)
    /// Over a connection that was kept, before the message was on the table.
    case lost(MailFault)

    var fault: MailFault {
      switch self {
      case .final(let fault), .lost(let fault): fault
      }
    }
  }

  private func connection(_ handle: UnsafeMutableRawPointer) -> Bool {
    let scheme = settings.tls == .tls ? "smtps" : "smtp"
    return set(handle, CURLOPT_URL, "\(scheme)://\(settings.host):\(settings.port)")
      // No signals: they would hit any thread of the process.
      && set(handle, CURLOPT_NOSIGNAL, 1)
      // The environment's proxy is for the web.
      && set(handle, CURLOPT_PROXY, "")
      && set(handle, CURLOPT_UPLOAD, 1)
      // In seconds, idle: servers wait five minutes at least (RFC 5321 section 4.5.3.2.7).
      && set(handle, CURLOPT_MAXAGE_CONN, 60)
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
