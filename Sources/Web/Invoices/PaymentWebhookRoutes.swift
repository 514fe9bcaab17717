import Clinic
import Hummingbird
import NIOCore
import Shell

/// Where payment providers tell what became of payments. No cookie counts here and no form was filled in: nothing but the
/// signature of the body proves anything.
struct PaymentWebhookRoutes: Sendable {
  let site: Site

  /// The header with what proves a body.
  static let signature = "webhook-signature"

  /// Bytes of a body: events are small.
  static let longestBody = 64 << 10

  var routes: [Route<Admission>] {
    [
      site.route(
        .post, "/payments/webhooks/:provider", .anyone, .operation, "payment.webhook", checksOrigin: false,
        hear)
    ]
  }

  /// 200 for what was heard, also where it changed nothing: the provider need not tell it again.
  @Sendable func hear(_ call: Call) async throws -> Response {
    var body = ByteBuffer()
    for try await part in call.request.body {
      guard body.readableBytes + part.readableBytes <= Self.longestBody else {
        return Response(status: .contentTooLarge)
      }
      body.writeImmutableBuffer(part)
    }
    let signature = call.request.headers.first { $0.name.canonicalName == Self.signature }?.value ?? ""
    do {
      let heard = try await site.clinic.hear(
        Array(body.readableBytesView), from: call.context.parameters["provider"] ?? "", signature: signature,
        by: call.visitor)
      return Response(
        status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: heard.rawValue + "\n")))
    } catch let fault as PaymentFault {
      return Response(status: fault.status)
    }
  }
}

extension PaymentFault {
  fileprivate var status: HTTPResponse.Status {
    switch self {
    case .forged, .stale, .unreadable: .badRequest
    case .unavailable: .serviceUnavailable
    }
  }
}
