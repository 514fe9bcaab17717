import Clinic
import Hummingbird
import NIOCore
import Shell

/// A form of ours, whose sender has to sign in or prove themselves before it counts.
struct InterruptedForm: Error {
  let form: Form
  let refusal: Refusal
}

extension Site {
  /// To where they are asked who they are, and from there to their form as they typed it.
  ///
  /// - Parameter page: where to, if nobody knows whose form it is.
  func answer(_ interrupted: InterruptedForm, to call: Call, back page: String = "") async throws -> Response
  {
    let isKept = try await clinic.keep(UnsentForm(interrupted.form, of: call.request), by: call.visitor)
    let next = isKept ? Path.unsentForm : page
    if next.isEmpty { return try await answer(interrupted.refusal, to: call) }
    let gate = interrupted.refusal == .unconfirmed ? Path.confirmIdentity : Path.signIn
    return redirect(call, to: Path.with(next: next, gate))
  }
}

extension Site {
  /// Looks who asks before what is long is read: nobody else's is taken in. Of whoever has to sign in or prove themselves first,
  /// and is known, the fields are read all the same, and the files let go.
  ///
  /// - Throws: `InterruptedForm` then.
  func beforeReading<Answer>(
    _ call: Call, _ limits: FormLimits = FormLimits(), repeating repeatable: Set<String> = [],
    _ ask: () async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await ask()
    } catch let refusal as Refusal where refusal == .unauthenticated || refusal == .unconfirmed {
      guard try await clinic.knowsOwner(of: call.visitor) else { throw refusal }
      let form =
        if call.request.isMultipart {
          try await MultipartForm.fields(
            of: call.request, limits: MultipartLimits(form: limits), repeating: repeatable,
            files: FilesLetGo())
        } else {
          try await Form.read(from: call.request, limits: limits, repeating: repeatable)
        }
      throw call.isProved(form) ? InterruptedForm(form: form, refusal: refusal) : refusal
    }
  }
}

private struct FilesLetGo: FileSink {
  func begin(_ field: String, named filename: String, after form: Form) {}
  func take(_ bytes: ByteBuffer) {}
  func end() {}
}

extension Request {
  fileprivate var isMultipart: Bool {
    headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") == true
  }
}

extension UnsentForm {
  /// Nobody's password or code is kept; and no proof that the form is of this browser, which another form will have.
  static let secrets: Set<String> = ["csrf", "password", "current", "code", "response"]

  fileprivate init(_ form: Form, of request: Request) {
    self.init(
      to: request.head.path ?? Path.home,
      isMultipart: request.isMultipart,
      form.fields.filter { !Self.secrets.contains($0.name) }.map { Field(name: $0.name, value: $0.value) })
  }

  /// The same form as a request, without a proof: whoever takes it can only show it again.
  ///
  /// - Parameter boundary: between its parts, where it has some; stands in none of them.
  func request(_ call: Call, boundary: String) -> Request {
    var head = call.request.head
    head.method = .post
    head.path = target
    let (type, text) = isMultipart ? multipart(boundary) : urlEncoded
    head.headerFields[.contentType] = type
    head.headerFields[.contentLength] = String(text.utf8.count)
    return Request(head: head, body: RequestBody(buffer: ByteBuffer(string: text)))
  }

  /// WHATWG URL Standard section 5.2.
  private var urlEncoded: (type: String, text: String) {
    func encoded(_ text: String) -> String {
      text.split(separator: " ", omittingEmptySubsequences: false).map { String($0).percentEncoded }
        .joined(separator: "+")
    }
    let text = fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    return ("application/x-www-form-urlencoded", text)
  }

  /// RFC 7578 section 4.2; names are escaped as browsers do (HTML Standard, multipart/form-data encoding algorithm).
  private func multipart(_ boundary: String) -> (type: String, text: String) {
    let parts = fields.map { field in
      let name = field.name.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing(
        "\n", with: "%0A")
      return "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(field.value)\r\n"
    }
    return ("multipart/form-data; boundary=\(boundary)", parts.joined() + "--\(boundary)--\r\n")
  }
}
