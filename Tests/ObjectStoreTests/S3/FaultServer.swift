import Foundation

/// A server that answers wrongly on purpose: one answer for each connection, in order, the last one for ever.
/// Plain sockets, so that every byte and every broken connection is ours to choose.
final class FaultServer: @unchecked Sendable {
  enum Answer: Sendable {
    /// These bytes, then the end of the connection.
    case text(String)
    /// These bytes, then a reset.
    case broken(String)
    /// These bytes, then nothing, with the connection open.
    case silence(String)
    /// The second text a byte at a time, a tenth of a second apart.
    case slowly(String, String)
  }

  /// Unchecked: guarded by `lock`.
  private var answers: [Answer]
  private var seen: [String] = []
  private var open: [Int32] = []
  private let lock = NSLock()
  private let listener: Int32
  let endpoint: String

  init(_ answers: [Answer]) throws {
    self.answers = answers
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutableBytes(of: &address) { bytes in
      let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      return bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
        && getsockname(listener, pointer, &length) == 0
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    endpoint = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    Thread.detachNewThread {
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  /// The head of each request, in the order of arrival.
  var requests: [String] { lock.withLock { seen } }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    lock.withLock {
      for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  private func serve(_ connection: Int32) {
    lock.withLock { open.append(connection) }
    defer {
      lock.withLock { open.removeAll { $0 == connection } }
      close(connection)
    }
    guard let head = readRequest(connection) else { return }
    let answer = lock.withLock {
      seen.append(head)
      return answers.count > 1 ? answers.removeFirst() : answers[0]
    }
    switch answer {
    case .text(let text):
      write(text, connection)
      shutdown(connection, Int32(SHUT_WR))
      waitForEnd(connection)
    case .broken(let text):
      write(text, connection)
      usleep(50_000)
      var abrupt = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
    case .silence(let text):
      write(text, connection)
      waitForEnd(connection)
    case .slowly(let first, let rest):
      write(first, connection)
      for character in rest {
        usleep(100_000)
        guard write(String(character), connection) else { return }
      }
    }
  }

  private func readRequest(_ connection: Int32) -> String? {
    var bytes: [UInt8] = []
    while true {
      guard let more = read(connection) else { return nil }
      bytes += more
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let head = String(text[..<end.lowerBound])
      let lengths = head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("content-length:") }
      let length = lengths.first.flatMap { Int($0.drop { $0 != " " }.dropFirst()) } ?? 0
      var rest = length - (bytes.count - head.utf8.count - 4)
      while rest > 0 {
        guard let more = read(connection) else { return head }
        rest -= more.count
      }
      return head
    }
  }

  private func waitForEnd(_ connection: Int32) {
    while read(connection) != nil {}
  }

  private func read(_ connection: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  @discardableResult
  private func write(_ text: String, _ connection: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
