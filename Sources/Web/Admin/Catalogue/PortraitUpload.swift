import Clinic
import Images
import Shell
import SystemPackage

extension MultipartForm {
  /// The photo in a field, made a portrait; `nil` when no file was chosen.
  ///
  /// - Throws: `Refusal.invalid` at the field, in the person's words; `.limited` when too many photos are being worked
  ///   on.
  func portrait(_ field: String, images: ImageProcessor) async throws -> PortraitPicture? {
    if faults[field] != nil { throw Refusal(ImageFault.tooLarge(bytes: 0), at: field) }
    guard let upload = upload(field) else { return nil }
    do {
      let portrait = try await images.portrait(fromFile: FilePath(upload.path))
      return PortraitPicture(large: portrait.large, small: portrait.small)
    } catch {
      throw Refusal(error, at: field)
    }
  }
}

extension Refusal {
  init(_ fault: ImageFault, at field: String) {
    let message: String
    switch fault {
    case .busy:
      self = .limited(seconds: 5)
      return
    case .unavailable, .cancelled:
      self = .unavailable
      return
    case .notAnImage: message = "problem.photo-kind"
    case .tooLarge: message = "problem.photo-size"
    case .tooManyPixels: message = "problem.photo-pixels"
    case .unreadable, .timedOut: message = "problem.photo-broken"
    }
    self = .invalid([Problem(field, message, ["limit": "10"])])
  }
}
