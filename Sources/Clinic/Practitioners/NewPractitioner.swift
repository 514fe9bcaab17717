internal import CivilTime
internal import FoundationEssentials
public import ObjectStore
internal import Postgres

/// What an administrator gives of a new practitioner: checked already.
public struct NewPractitioner: Sendable {
  public var prefix: String
  public var givenName: String
  public var familyName: String
  public var qualification: String
  public var gender: AdministrativeGender
  public var languages: [String]
  public var bio: String
  public var specialties: [ID<Specialty>]
  public var services: [ID<HealthcareService>]
  public var hours: [WeeklyHours]

  public init(
    prefix: String, givenName: String, familyName: String, qualification: String,
    gender: AdministrativeGender,
    languages: [String], bio: String, specialties: [ID<Specialty>], services: [ID<HealthcareService>],
    hours: [WeeklyHours]
  ) {
    self.prefix = prefix
    self.givenName = givenName
    self.familyName = familyName
    self.qualification = qualification
    self.gender = gender
    self.languages = languages
    self.bio = bio
    self.specialties = specialties
    self.services = services
    self.hours = hours
  }

  /// A portrait in both sizes, as JPEG.
  public struct Picture: Sendable {
    let large: [UInt8]
    let small: [UInt8]

    public init(large: [UInt8], small: [UInt8]) {
      self.large = large
      self.small = small
    }
  }
}

extension Clinic {
  /// Adds a practitioner, who from then on stands in the directory.
  ///
  /// The same form sent again changes nothing.
  ///
  /// - Throws: `Refusal.conflict(.alreadyDone)` when there is somebody else of this identity already.
  public func add(
    _ practitioner: NewPractitioner, _ id: ID<Practitioner>, _ picture: NewPractitioner.Picture?,
    by visitor: Visitor
  ) async throws {
    let (visit, names) = try await ask(visitor, .names(of: id))
    if let names {
      guard names == [practitioner.givenName, practitioner.familyName] else {
        throw Refusal.conflict(.alreadyDone)
      }
      return
    }
    // Before the row that names it: a crash in between leaves bytes that nobody sees, never a broken picture. And before
    // the transaction, which must not wait for another server.
    let portrait: ID<Portrait>? =
      if let picture { try await store(picture, of: visit.tenant.id) } else { nil }
    try await open(visitor) { records in
      try await records.finish(
        .practitionerAdded, of: id.uuid,
        .inserting(practitioner, id, portrait: portrait, at: records.now) { newID() })
    }
  }

  private func store(_ picture: NewPractitioner.Picture, of tenant: ID<Tenant>) async throws -> ID<Portrait> {
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

extension Portrait {
  static func key(_ id: ID<Portrait>, _ size: Size, in tenant: ID<Tenant>) throws -> ObjectKey {
    try ObjectKey("\(tenant)/portraits/\(id)/\(size.rawValue).jpg")
  }
}
