import Clinic
import Images
import Shell

/// What nouns with a picture do beside: it comes with the form, and goes to the object store.
struct EntryPortraits<E: Entry>: Sendable {
  let face: @Sendable (E) -> Face
  let canBeRemoved: @Sendable (E) -> Bool
  let add: @Sendable (EntryDraft<E>, PortraitChange, Visitor) async throws -> Void
  let keep: @Sendable (EntryDraft<E>, PortraitChange, Visitor) async throws -> Void

  func field(_ stored: E?, _ label: String, _ problem: String?) -> PortraitField {
    PortraitField(
      face: stored.map(face) ?? Face(picture: nil, initials: "+"), label: label,
      canBeRemoved: stored.map(canBeRemoved) ?? false, problem: problem)
  }
}

extension EntryPortraits<PractitionerEntry> {
  init(of clinic: Clinic) {
    self.init(
      face: { doctor in
        Face(
          picture: Path.portrait(doctor.portrait, .small), givenName: doctor.names.given,
          familyName: doctor.names.family)
      },
      canBeRemoved: { $0.portrait != nil },
      add: { draft, portrait, visitor in try await clinic.add(draft, portrait, by: visitor) },
      keep: { draft, portrait, visitor in try await clinic.keep(draft, portrait, by: visitor) })
  }
}

extension MultipartForm {
  /// - Throws: as `portrait(_:images:)`.
  func portraitChange(images: ImageProcessor) async throws -> PortraitChange {
    if let picture = try await portrait("photo", images: images) { return .new(picture) }
    return fields["photo.remove"] == "yes" ? .removed : .none
  }
}

extension Refusal {
  /// A browser can't be given back a photo that came with a refused form: it has to be chosen again.
  func losing(_ received: MultipartForm) -> Refusal {
    guard received.upload("photo") != nil, case .invalid(let problems) = self,
      !problems.contains(where: { $0.field == "photo" })
    else { return self }
    return .invalid(problems + [Problem("photo", "problem.photo-again")])
  }
}
