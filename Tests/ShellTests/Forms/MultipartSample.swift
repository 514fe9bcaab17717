import Hummingbird
import NIOCore

/// A body of a form with files, and requests that carry it in pieces.
enum MultipartSample {
  static let boundary = "----WebKitFormBoundaryx7"

  static func body(_ parts: (head: String, content: String)...) -> String {
    parts.map { "--\(boundary)\r\n\($0.head)\r\n\r\n\($0.content)\r\n" }.joined() + "--\(boundary)--\r\n"
  }

  static func field(_ name: String, _ value: String) -> (head: String, content: String) {
    ("Content-Disposition: form-data; name=\"\(name)\"", value)
  }

  static func file(_ name: String, _ filename: String, _ content: String) -> (head: String, content: String) {
    (
      "Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(filename)\"\r\nContent-Type: image/png",
      content
    )
  }

  static func request(_ bytes: [UInt8], pieces: [Int] = [], type: String? = nil) -> Request {
    let head = HTTPRequest(
      method: .post, scheme: nil, authority: nil, path: "/",
      headerFields: [.contentType: type ?? "multipart/form-data; boundary=\(boundary)"])
    var buffers: [ByteBuffer] = []
    var start = 0
    for end in pieces.sorted() + [bytes.count] {
      buffers.append(ByteBuffer(bytes: bytes[start..<end]))
      start = end
    }
    let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
    for buffer in buffers { continuation.yield(buffer) }
    continuation.finish()
    return Request(head: head, body: RequestBody(asyncSequence: stream))
  }

  static func request(_ body: String, type: String? = nil) -> Request {
    request(Array(body.utf8), type: type)
  }
}
