import CCurl

/// What libcurl calls back while it works: gives it the message, keeps the server's last line, tells it to
/// stop. Lives on one thread, for one transfer.
final class SMTPWire {
  private let body: [UInt8]
  private let cancellation: Cancellation
  private var sent = 0
  private(set) var lastReply = ""
  /// Whether libcurl began to take the message, which it does after the server's 354.
  private(set) var isStarted = false

  init(body: [UInt8], cancellation: Cancellation) {
    self.body = body
    self.cancellation = cancellation
  }

  /// The caller keeps this object alive for as long as the handle is used.
  func attach(to handle: UnsafeMutableRawPointer) -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    return ccurl_set_transfer(handle, CURLOPT_READFUNCTION, giveBody) == CURLE_OK
      && ccurl_set_pointer(handle, CURLOPT_READDATA, context) == CURLE_OK
      && ccurl_set_transfer(handle, CURLOPT_HEADERFUNCTION, keepReply) == CURLE_OK
      && ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context) == CURLE_OK
      // Without it replies to some commands are printed on standard output.
      && ccurl_set_transfer(handle, CURLOPT_WRITEFUNCTION, keepReply) == CURLE_OK
      && ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context) == CURLE_OK
      && ccurl_set_progress(handle, stopWhenCancelled) == CURLE_OK
      && ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, context) == CURLE_OK
      && ccurl_set_long(handle, CURLOPT_NOPROGRESS, 0) == CURLE_OK
  }

  fileprivate func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    isStarted = true
    let next = body[sent..<min(body.count, sent + buffer.count)]
    buffer.copyBytes(from: next)
    sent += next.count
    return next.count
  }

  fileprivate func keep(_ line: UnsafeRawBufferPointer) {
    let text = line.prefix(200).prefix { $0 != 0x0D && $0 != 0x0A }
    if !text.isEmpty { lastReply = String(decoding: text, as: UTF8.self) }
  }

  fileprivate var isCancelled: Bool { cancellation.isCancelled }
}

private func wire(_ context: UnsafeMutableRawPointer?) -> SMTPWire? {
  context.map { Unmanaged<SMTPWire>.fromOpaque($0).takeUnretainedValue() }
}

private let giveBody: ccurl_transfer = { buffer, size, count, context in
  guard let buffer, let wire = wire(context) else { return Int(CURL_READFUNC_ABORT) }
  return wire.give(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

private let keepReply: ccurl_transfer = { buffer, size, count, context in
  if let buffer { wire(context)?.keep(UnsafeRawBufferPointer(start: buffer, count: size * count)) }
  return size * count
}

private let stopWhenCancelled: curl_xferinfo_callback = { context, _, _, _, _ in
  wire(context)?.isCancelled == true ? 1 : 0
}
