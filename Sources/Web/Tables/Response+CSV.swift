import Hummingbird

extension Response {
  /// A table as a file (RFC 4180), to be kept.
  static func csv(named name: String, _ body: ResponseBody) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8; header=present",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ], body: body)
  }
}
