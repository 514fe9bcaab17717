import Clinic
import Hummingbird
import NIOCore
import ObjectStore
import Shell

/// What makes a clinic's pages its own: its colour and its logo. Neither changes under its address.
struct LookRoutes: Sendable {
  let site: Site

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/look/:file", .anyone, .publicInformation, "look", style),
      site.route(.get, "/logo/:file", .anyone, .publicInformation, "logo", logo),
    ]
  }

  @Sendable func style(_ call: Call) async throws -> Response {
    guard let digits = call.file(".css"), digits.count == 6, let accent = Colour(digits) else {
      throw Refusal.unknown
    }
    return Response(
      status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: Self.forGood],
      body: ResponseBody(byteBuffer: ByteBuffer(string: AccentStyle(accent: accent).css)))
  }

  @Sendable func logo(_ call: Call) async throws -> Response {
    guard let id = call.file(".png").flatMap({ ID<Logo>($0) }) else { throw Refusal.unknown }
    let object = try await site.clinic.logo(id, by: call.visitor)
    return Response(
      status: .ok,
      headers: [
        .contentType: "image/png", .contentLength: String(object.length), .cacheControl: Self.forGood,
      ],
      body: ResponseBody(asyncSequence: object.body))
  }

  private static let forGood = "public, max-age=31536000, immutable"
}

extension Call {
  /// What stands before the ending in the last part of the address.
  fileprivate func file(_ ending: String) -> String? {
    guard let file = context.parameters["file"], file.hasSuffix(ending) else { return nil }
    return String(file.dropLast(ending.count))
  }
}
