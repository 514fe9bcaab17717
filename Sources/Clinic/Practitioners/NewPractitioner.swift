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
  public func add(
    _ practitioner: NewPractitioner, _ picture: NewPractitioner.Picture?, by visitor: Visitor
  ) async throws -> ID<Practitioner> {
    try await open(visitor) { records in
      try await records.add(practitioner, picture)
    }
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
    }
  }
}

extension TenantRecords {
  func add(_ new: NewPractitioner, _ picture: NewPractitioner.Picture?) async throws -> ID<Practitioner> {
    let id: ID<Practitioner> = clinic.newID()
    let portrait: ID<Portrait>? = picture == nil ? nil : clinic.newID()
    if let picture, let portrait {
      // Before the row that names it: a crash in between leaves bytes that nobody sees, never a broken picture.
      for (size, bytes) in [(Portrait.Size.large, picture.large), (.small, picture.small)] {
        try await clinic.objects.put(
          try Portrait.key(portrait, size, in: visit.tenant.id), bytes, contentType: .jpeg)
      }
    }
    try await finish(
      .practitionerAdded, of: id.uuid, .inserting(new, id, portrait: portrait, at: now) { clinic.newID() })
    return id
  }
}

extension Portrait {
  static func key(_ id: ID<Portrait>, _ size: Size, in tenant: ID<Tenant>) throws -> ObjectKey {
    try ObjectKey("\(tenant)/portraits/\(id)/\(size.rawValue).jpg")
  }
}
