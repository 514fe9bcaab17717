public import FoundationEssentials

/// FHIR R4 Bundle (http://hl7.org/fhir/R4/bundle.html) of type `collection`: resources that belong together, and nothing to be done.
public struct Bundle: Resource {
  public let id: UUID
  public let timestamp: Instant
  public private(set) var entries: [any Resource] = []
  private var ids: Set<UUID> = []

  public init(_ id: UUID, at timestamp: Instant) {
    (self.id, self.timestamp) = (id, timestamp)
  }

  /// A resource that is there already is not added again: bdl-7 has each address once.
  public mutating func add(_ resource: any Resource) {
    if ids.insert(resource.id).inserted { entries.append(resource) }
  }

  public var members: KeyValuePairs<String, (any Representable)?> {
    ["type": "collection", "timestamp": timestamp, "entry": entries.map(Entry.init)]
  }

  /// References that lead to nothing in the bundle, of which there may be none.
  public var unresolved: Set<String> {
    var found: Set<String> = []
    for entry in entries { Self.collect(entry.json, &found) }
    return found.subtracting(ids.map { Reference.urn($0) })
  }

  private static func collect(_ json: JSON, _ found: inout Set<String>) {
    switch json {
    case .object(let members):
      for member in members {
        if member.name == "reference", case .string(let reference) = member.value { found.insert(reference) }
        collect(member.value, &found)
      }
    case .array(let values): for value in values { collect(value, &found) }
    case .string, .number, .bool: break
    }
  }

  private struct Entry: Representable {
    let resource: any Resource

    var json: JSON { .object(["fullUrl": Reference.urn(resource.id), "resource": resource.json]) }
  }
}
