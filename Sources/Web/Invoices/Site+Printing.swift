import Clinic
import Hummingbird
import NIOCore
import Pages
import Printing
import Shell

extension Site {
  /// Draws a page on paper, as a file to be opened or kept.
  ///
  /// - Parameter name: of the file, without its ending; letters, digits and hyphens.
  /// - Throws: `Refusal.unavailable` when as much is being printed as may be, or nothing can be.
  func print<P: Page>(
    _ page: P, _ template: Template<P>, _ call: Call, _ visit: Visit, named name: String
  ) async throws -> Response {
    let document = document(page, template, call, visit)
    let file: [UInt8]
    do {
      file = try await printer.pdf(of: document)
    } catch .busy, .unavailable, .timedOut, .cancelled {
      throw Refusal.unavailable
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/pdf", .contentDisposition: "inline; filename=\"\(name).pdf\""],
      body: .init(byteBuffer: ByteBuffer(bytes: file)))
  }
}
