internal import FoundationEssentials
internal import ObjectStore

/// The seals in the object store, by number. Their names tell which they are: a seal is read only when it has to say more.
struct PublishedSeals {
  private let objects: any ObjectStore
  private let prefix: KeyPrefix
  private var page: ArraySlice<ObjectDescription> = []
  private var last: ObjectKey?
  private var isFollowed = true

  init(in objects: any ObjectStore, of tenant: ID<Tenant>) throws {
    self.objects = objects
    prefix = try KeyPrefix(tenant: "\(tenant)", AuditSealName.folder)
  }

  /// To be asked in the order of numbers.
  mutating func names(_ number: Int) async throws -> [AuditSealName] {
    var names: [AuditSealName] = []
    while let name = try await next(), name.number <= number {
      if name.number == number { names.append(name) }
      page.removeFirst()
    }
    return names
  }

  /// Whether there is one with a greater number than those that were asked for.
  var hasMore: Bool { !page.isEmpty }

  /// The one that was not asked for yet.
  private mutating func next() async throws -> AuditSealName? {
    while true {
      if let object = page.first {
        if let name = AuditSealName(object.key) { return name }
        page.removeFirst()
      } else {
        guard isFollowed else { return nil }
        let following = try await objects.list(prefix, after: last, limit: 1000)
        (page, isFollowed) = (following.objects[...], following.isFollowed)
        last = page.last?.key ?? last
      }
    }
  }
}

/// The seals in the database, by number.
struct StoredSeals {
  let clinic: Clinic
  let tenant: ID<Tenant>
  private var read: ArraySlice<StoredSeal> = []

  init(_ clinic: Clinic, of tenant: ID<Tenant>) {
    self.clinic = clinic
    self.tenant = tenant
  }

  /// To be asked in the order of numbers.
  mutating func seal(_ number: Int) async throws -> StoredSeal? {
    if read.isEmpty { read = try await clinic.ask(within: tenant, .seals(from: number, limit: 16))[...] }
    return read.first?.number == number ? read.removeFirst() : nil
  }

  var hasMore: Bool { !read.isEmpty }
}
