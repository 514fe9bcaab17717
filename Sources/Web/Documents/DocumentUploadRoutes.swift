import Clinic
import FoundationEssentials
import Hummingbird
import NIOCore
import Pages
import Shell

/// Files that a script sends part by part, each from where the one before ended, so that a lost connection loses one part. In the
/// spirit of the IETF's resumable uploads (draft-ietf-httpbis-resumable-upload): the server says where to go on.
struct DocumentUploadRoutes: Sendable {
  let site: Site

  var routes: [Route<Admission>] {
    [
      site.route(.post, "/documents/uploads", .may(.keepOwnDocuments), .ownRecord, "documents.upload") {
        call in
        try await begin(call, .own, of: nil)
      },
      site.route(
        .post, "/patients/:id/documents/uploads", .may(.keepDocuments), .documents, "patient.documents.upload"
      ) { call in
        try await begin(call, .clinic, of: try call.id())
      },
      site.route(.post, "/uploads/:id/parts", .signedIn, .account, "upload.part", part),
      site.route(.post, "/uploads/:id/completion", .signedIn, .account, "upload.complete", complete),
    ]
  }

  private func begin(_ call: Call, _ side: DocumentSide, of patient: ID<Patient>?) async throws -> Response {
    try await answering(call) {
      _ = try await site.clinic.ask(call.visitor, .nothing)
      let form = try await call.form()
      let part = Int(form["part"]).flatMap { (0..<100).contains($0) ? $0 : nil } ?? 0
      let new = try form.document(side, of: patient, part: part, mark: String(form["mark"].prefix(100)))
      guard let size = Int(form["size"]), size > 0 else {
        throw Refusal.invalid([Problem("file", "problem.document-empty", ["name": form["name"]])])
      }
      guard size <= DocumentReference.mostBytes else {
        throw Refusal.invalid([Problem("file", "problem.document-size", ["name": form["name"]])])
      }
      let name = form["name"].filter { $0 != "\0" }
      let upload = try await site.clinic.beginUpload(
        new, named: name.isEmpty ? "document" : name, size: size, isWhole: false, side, by: call.visitor)
      return UploadState(upload, size: size)
    }
  }

  /// The body is the part, as it is; what proves that a page of ours sends it stands in a field of the head.
  @Sendable func part(_ call: Call) async throws -> Response {
    try await answering(call) {
      do {
        try call.proveByField()
      } catch {
        // Who may not come in is told that first.
        _ = try await site.clinic.ask(call.visitor, .nothing)
        throw error
      }
      let id: ID<DocumentReference> = try call.id()
      let offset = Int(try call.query()["at"]) ?? -1
      return try await site.clinic.takingIn(for: call.visitor) {
        var upload = try await site.clinic.upload(id, by: call.visitor)
        // Nobody reads what is not the next: the answer says where that begins.
        guard offset == upload.received, upload.next > 0 else {
          return UploadState(upload, size: upload.size)
        }
        let bytes = try await call.request.bytes(exactly: upload.next)
        if offset == 0 {
          guard let kind = try await site.documentKind(of: bytes) else {
            try await site.clinic.giveUp(upload, by: call.visitor)
            throw Refusal.invalid([Problem("file", "problem.document-kind", ["name": upload.title])])
          }
          upload.kind = kind
        }
        do {
          try await site.clinic.store(bytes, of: &upload, by: call.visitor)
        } catch Refusal.conflict(.changedMeanwhile) {
          upload = try await site.clinic.upload(id, by: call.visitor)
        }
        return UploadState(upload, size: upload.size)
      }
    }
  }

  @Sendable func complete(_ call: Call) async throws -> Response {
    try await answering(call) {
      _ = try await call.form()
      let upload = try await site.clinic.upload(try call.id(), by: call.visitor)
      guard upload.received == upload.size else { return UploadState(upload, size: upload.size) }
      do {
        try await site.clinic.complete(upload, by: call.visitor)
      } catch Refusal.invalid(let problems) {
        try await site.clinic.giveUp(upload, by: call.visitor)
        throw Refusal.invalid(problems.map { Problem($0.field, $0.message, ["name": upload.title]) })
      }
      return UploadState(nil, size: upload.size)
    }
  }

  /// JSON for the script; what is refused in the person's words.
  private func answering(_ call: Call, _ act: () async throws -> UploadState) async throws -> Response {
    do {
      return try .json(try await act(), .ok)
    } catch let refusal as Refusal {
      let visit = try? await site.clinic.ask(call.visitor, .nothing).visit
      let words = site.words(visit, call)
      let problem = refusal.problems.first.map { words[$0.message, $0.values] }
      var response = try Response.json(UploadState(problem: problem ?? ""), refusal.status)
      response.headers[.retryAfter] = refusal.retryAfter.map(String.init)
      return response
    }
  }
}

/// Where an upload is.
private struct UploadState: Encodable {
  var id: String?
  /// Where the next part begins, in bytes.
  var offset: Int?
  /// How long it is.
  var next: Int?
  var isDone = false
  var problem: String?

  init(problem: String) { self.problem = problem }

  /// - Parameter upload: nil for one that is done.
  init(_ upload: DocumentUpload?, size: Int) {
    id = upload.map { "\($0.id)" }
    offset = upload?.received ?? size
    next = upload?.next ?? 0
    isDone = upload == nil
  }
}

extension Response {
  fileprivate static func json(_ value: UploadState, _ status: HTTPResponse.Status) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(try encoder.encode(value)))))
  }
}
