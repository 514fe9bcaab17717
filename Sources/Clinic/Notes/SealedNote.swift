public import Credentials
public import FoundationEssentials

/// A note as it is stored, made without a server: for demo data.
public struct SealedNote: Sendable {
  public let id: ID<Composition>
  public let kind: Composition.Kind
  public let title: String
  public let digest: String
  public let sections: [Section]
  /// Of a prescription: one for each of its lines.
  public let orders: [(id: ID<MedicationRequest>, content: [UInt8])]

  public struct Section: Sendable {
    public let id: ID<NoteSection>
    public let code: NoteSection.Code
    public let title: String
    public let text: [UInt8]
  }

  public init(
    _ id: ID<Composition>, _ kind: Composition.Kind, title: String,
    sections: [(code: NoteSection.Code, title: String, text: String)], of tenant: ID<Tenant>, keys: KeyRing,
    ids: () -> UUID
  ) throws {
    let box = SecretBox(keys)
    (self.id, self.kind, self.title) = (id, kind, title)
    digest = Signature.digest(id, kind, title, sections)
    self.sections = try sections.map { one in
      let id = ID<NoteSection>(ids())
      let sealed = try box.seal(Array(one.text.utf8), context: NoteSection.context(tenant, "\(id)"))
      return Section(id: id, code: one.code, title: one.title, text: sealed)
    }
    orders = try sections.filter { $0.code == .medications }.flatMap {
      PrescribedLines(stored: $0.text).lines
    }.map {
      let id = ID<MedicationRequest>(ids())
      let bytes = Array(try JSONEncoder().encode($0))
      return (id, try box.seal(bytes, context: MedicationRequest.context(tenant, "\(id)")))
    }
  }
}
