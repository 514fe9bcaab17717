internal import FoundationEssentials
public import ObjectStore
internal import Postgres

/// A practitioner's picture in the object store. A new picture is a new id: what an address shows never changes.
public enum Portrait {
  public enum Size: String, Sendable, CaseIterable {
    /// 640 pixels square.
    case large
    /// 160 pixels square.
    case small
  }

  static func key(_ id: ID<Portrait>, _ size: Size, in tenant: ID<Tenant>) throws -> ObjectKey {
    try ObjectKey("\(tenant)/portraits/\(id)/\(size.rawValue).jpg")
  }
}

/// A portrait in both sizes, as JPEG.
public struct PortraitPicture: Sendable {
  let large: [UInt8]
  let small: [UInt8]

  public init(large: [UInt8], small: [UInt8]) {
    self.large = large
    self.small = small
  }
}

/// What becomes of a practitioner's picture.
public enum PortraitChange: Sendable {
  case none, removed
  case new(PortraitPicture)
}

extension Clinic {
  /// Adds a practitioner, who from then on stands in the directory. The same form sent again adds nobody.
  public func add(
    _ draft: EntryDraft<PractitionerEntry>, _ portrait: PortraitChange, by visitor: Visitor
  ) async throws {
    try await add(draft, beside: try await hang(portrait, draft.id, by: visitor), by: visitor)
  }

  public func keep(
    _ draft: EntryDraft<PractitionerEntry>, _ portrait: PortraitChange, by visitor: Visitor
  ) async throws {
    try await keep(draft, beside: try await hang(portrait, draft.id, by: visitor), by: visitor)
  }

  /// The picture is stored before the row that names it: a crash in between leaves bytes that nobody sees, never a broken
  /// picture. And before the transaction, which must not wait for another server.
  private func hang(
    _ change: PortraitChange, _ practitioner: ID<Practitioner>, by visitor: Visitor
  ) async throws -> [SQL] {
    switch change {
    case .none: return []
    case .removed: return ["UPDATE practitioner SET portrait = NULL WHERE id = \(practitioner)"]
    case .new(let picture):
      let (visit, _) = try await ask(visitor, .nothing)
      let portrait = try await store(picture, of: visit.tenant.id)
      return ["UPDATE practitioner SET portrait = \(portrait) WHERE id = \(practitioner)"]
    }
  }

  private func store(_ picture: PortraitPicture, of tenant: ID<Tenant>) async throws -> ID<Portrait> {
    let id: ID<Portrait> = newID()
    do {
      for (size, bytes) in [(Portrait.Size.large, picture.large), (.small, picture.small)] {
        try await objects.put(try Portrait.key(id, size, in: tenant), bytes, contentType: .jpeg)
      }
    } catch ObjectStoreError.unavailable, ObjectStoreError.timedOut {
      throw Refusal.unavailable
    }
    return id
  }

  /// The bytes of a portrait.
  public func portrait(
    _ id: ID<Portrait>, _ size: Portrait.Size, by visitor: Visitor
  ) async throws -> StoredObject {
    let (visit, _) = try await ask(visitor, .nothing)
    do {
      return try await objects.get(try Portrait.key(id, size, in: visit.tenant.id))
    } catch ObjectStoreError.notFound {
      throw Refusal.unknown
    } catch ObjectStoreError.unavailable, ObjectStoreError.timedOut {
      throw Refusal.unavailable
    }
  }
}
