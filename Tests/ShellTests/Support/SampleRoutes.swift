import Hummingbird
import NIOCore
import Shell

/// Routes for a server to be tried with.
enum SampleRoutes {
  static let all: [Route<String>] = [
    get("/", name: "home") { _, _ in text("home") },
    get("/doctors/new", name: "doctor.new") { _, _ in text("new doctor") },
    get("/doctors/:id", name: "doctor") { _, context in text("doctor \(context.parameters["id"] ?? "")") },
    get("/where", name: "where") { _, context in
      text("\(context.origin) \(context.remoteAddress ?? "-")")
    },
    Route(.post, "/doctors/:id", access: "admin", name: "doctor.change") { request, _ in
      text("changed \(try await Form.read(from: request).checked()["name"])")
    },
    Route(.post, "/unread", access: "anyone", name: "unread", checksOrigin: false) { _, _ in text("unread") },
    Route(.post, "/echo", access: "anyone", name: "echo", checksOrigin: false) { request, _ in
      var bytes = 0
      for try await part in request.body { bytes += part.readableBytes }
      return text("\(bytes) bytes")
    },
    get("/boom", name: "boom") { _, _ in throw Secret(text: "Mrs. Miller, 12 Hill Road") },
    get("/safe", name: "safe") { _, _ in throw SafeFault() },
    get("/closed", name: "closed") { _, _ in throw HTTPError(.conflict, message: "Taken.") },
    get("/stream", name: "stream") { _, context in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          while !context.shutdown.hasRung {
            try await writer.write(ByteBuffer(string: "tick\n"))
            await withTaskGroup { group in
              group.addTask { await context.shutdown.wait() }
              group.addTask { try? await Task.sleep(for: .milliseconds(20)) }
              await group.next()
              group.cancelAll()
            }
          }
          try await writer.finish(nil)
        })
    },
    get("/slow", name: "slow") { _, _ in
      try await Task.sleep(for: .milliseconds(300))
      return text("slow")
    },
  ]

  static let errorPage: ErrorPages = { failure, _, _ in
    let reference = failure.isOurFault ? " \(failure.reference)" : ""
    return text("page \(failure.status.code) \(failure.message ?? "-")\(reference)")
  }

  static func get(_ path: String, name: String, _ handler: @escaping Route<String>.Handler) -> Route<String> {
    Route(.get, path, access: "anyone", name: name, handler: handler)
  }

  static func text(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// An error that quotes a person, as those of databases do.
struct Secret: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}

struct SafeFault: Error, LogSafe {
  var safeDescription: String { "sqlstate 23P01" }
}
