internal import FoundationEssentials

extension Clinic {
  /// Keeps the file of a signed letter or prescription among the documents of its patient. Done twice it is done once.
  ///
  /// - Parameter file: a PDF.
  /// - Throws: `Refusal.unknown`; `.conflict(.noteState)` for what is not signed, or no longer good; `.conflict(.storageFull)`;
  ///   `.unavailable`.
  public func file(_ note: Composition, _ bytes: [UInt8], by visitor: Visitor) async throws {
    guard note.kind.isPaper, note.status == .final, note.replacedBy == nil else {
      throw Refusal.conflict(.noteState)
    }
    if note.isFiled { return }
    let new = NewDocument(
      patient: note.subject.id, category: note.kind.category, visibility: note.isReleased ? .shared : .clinic,
      appointment: note.encounter.appointment, key: note.id.uuid)
    guard
      var upload = try await beginUpload(
        new, named: note.title, size: bytes.count, isWhole: true, .clinic, by: visitor)
    else { return }
    upload.kind = .pdf
    while upload.next > 0 {
      let part = bytes[upload.received..<upload.received + upload.next]
      try await store(Array(part), of: &upload, by: visitor)
    }
    try await complete(upload, by: visitor)
  }
}

extension Composition.Kind {
  fileprivate var category: DocumentReference.Category {
    switch self {
    case .prescription: .prescription
    case .referral: .referral
    case .note, .addendum, .sickNote, .letter: .letter
    }
  }
}
