import Clinic
import Hummingbird
import Images
import Pages
import Shell
import SystemPackage

/// The picture in the head of the clinic's pages.
struct LogoRoutes: Sendable {
  let site: Site
  let page: Template<LogoPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(LogoPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/admin/logo", .may(.setRules), .administration, "admin.logo", form),
      site.route(.post, "/admin/logo", .may(.setRules), .administration, "admin.logo.set", choose),
      site.route(.post, "/admin/logo/removal", .may(.setRules), .administration, "admin.logo.remove", remove),
    ]
  }

  @Sendable func form(_ call: Call) async throws -> Response { try await show(call) }

  @Sendable func choose(_ call: Call) async throws -> Response {
    // The door stands before the upload: nobody else's files are taken in.
    _ = try await site.clinic.ask(call.visitor, .nothing)
    return try await MultipartForm.withForm(of: call.request) { received in
      try await call.submit(received.fields) { _ in
        try await site.clinic.setLogo(try await received.logo("logo", images: site.images), by: call.visitor)
        return site.redirect(call, to: "\(Path.settings(.settings))?saved=1")
      } showAgain: { form, refusal in
        try await show(call, form, refusal)
      }
    }
  }

  @Sendable func remove(_ call: Call) async throws -> Response {
    try await call.submit { _ in
      try await site.clinic.removeLogo(by: call.visitor)
      return site.redirect(call, to: "\(Path.settings(.settings))?saved=1")
    } showAgain: { form, refusal in
      try await show(call, form, refusal)
    }
  }

  private func show(
    _ call: Call, _ form: Form? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let shown = form.map { ShownForm($0, refusal?.problems ?? [], site.words(visit, call)) }
    let page = LogoPage(
      file: shown?.secret("logo") ?? Field("logo", ""), ownLogo: visit.look.logo.map(Path.logo),
      notice: shown?.problem(""))
    return site.show(
      page, self.page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: "/admin/logo")
  }
}

extension MultipartForm {
  /// The picture in a field as a logo.
  ///
  /// - Throws: `Refusal.invalid` at the field, in the person's words, also when no file was chosen.
  fileprivate func logo(_ field: String, images: ImageProcessor) async throws -> [UInt8] {
    if faults[field] != nil { throw Refusal(ImageFault.tooLarge(bytes: 0), at: field) }
    guard let upload = upload(field) else {
      throw Refusal.invalid([Problem(field, "problem.choose-file")])
    }
    do {
      return try await images.logo(fromFile: FilePath(upload.path))
    } catch {
      throw Refusal(error, at: field)
    }
  }
}
