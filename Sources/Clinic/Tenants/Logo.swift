public import ObjectStore
internal import Postgres

/// The picture in the head of a clinic's pages.
public enum Logo {
  static func key(_ id: ID<Logo>, in tenant: ID<Tenant>) throws -> ObjectKey {
    try ObjectKey("\(tenant)/logos/\(id).png")
  }
}

extension Clinic {
  /// Gives the clinic a logo: a PNG picture of our own making.
  public func setLogo(_ picture: [UInt8], by visitor: Visitor) async throws {
    let (visit, _) = try await ask(visitor, .nothing)
    let id: ID<Logo> = newID()
    // Before the row that names it: a crash in between leaves bytes that nobody sees, never a broken picture.
    do {
      try await objects.put(try Logo.key(id, in: visit.tenant.id), picture, contentType: .png)
    } catch ObjectStoreError.unavailable, ObjectStoreError.timedOut {
      throw Refusal.unavailable
    }
    try await keep(logo: id, by: visitor)
  }

  public func removeLogo(by visitor: Visitor) async throws {
    try await keep(logo: nil, by: visitor)
  }

  private func keep(logo: ID<Logo>?, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let tenant = records.visit.tenant.id
      try await records.finish(
        .entryChanged, of: tenant.uuid, ["UPDATE tenant SET logo = \(logo) WHERE id = \(tenant)"],
        detail: logo == nil ? "logo removed" : "logo chosen")
    }
  }

  /// The bytes of a clinic's logo, as PNG.
  public func logo(_ id: ID<Logo>, by visitor: Visitor) async throws -> StoredObject {
    let (visit, _) = try await ask(visitor, .nothing)
    do {
      return try await objects.get(try Logo.key(id, in: visit.tenant.id))
    } catch ObjectStoreError.notFound {
      throw Refusal.unknown
    } catch ObjectStoreError.unavailable, ObjectStoreError.timedOut {
      throw Refusal.unavailable
    }
  }
}
