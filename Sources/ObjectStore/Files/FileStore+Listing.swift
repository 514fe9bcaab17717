extension FileStore {
  public func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    let root = root
    let limit = min(max(limit, 1), 1000)
    return try await blocking {
      var walk = ListingWalk(after: after?.text ?? "", limit: limit + 1)
      do {
        var folder = root
        for name in prefix.text.split(separator: "/") {
          folder = try folder.folder(String(name), creating: false)
        }
        try walk.enter(folder, path: prefix.text)
      } catch FileFault.missing {}
      return ObjectPage(objects: Array(walk.found.prefix(limit)), isFollowed: walk.found.count > limit)
    }
  }
}

/// Folders walked in the order of the keys below them, leaving out what a page before this one has shown.
private struct ListingWalk {
  let after: String
  let limit: Int
  var found: [ObjectDescription] = []

  init(after: String, limit: Int) {
    self.after = after
    self.limit = limit
  }

  mutating func enter(_ folder: OpenFolder, path: String) throws {
    for entry in try folder.names().compactMap(Entry.init).sorted() {
      guard found.count < limit else { return }
      let place = path + entry.order
      switch entry.kind {
      case .object where place.utf8.isAfter(after.utf8): try add(place, entry.name, folder)
      // A folder whose keys all come before `after` is not opened at all.
      case .folder where after.hasPrefix(place) || place.utf8.isAfter(after.utf8):
        // Gone between the listing and now, or a stray file: nothing to show.
        if let inner = try? folder.folder(entry.name, creating: false) { try enter(inner, path: place) }
      default: continue
      }
    }
  }

  private mutating func add(_ text: String, _ name: String, _ folder: OpenFolder) throws {
    guard let key = try? ObjectKey(text), let status = try? folder.status(of: name) else { return }
    let length = status.length - FileHeader.length
    found.append(ObjectDescription(key: key, length: length, contentType: nil, entityTag: nil))
  }

  struct Entry: Comparable {
    enum Kind { case object, folder }
    let name: String
    let kind: Kind
    /// What the entry adds to a key. A folder's slash takes part in the order: `a-b` comes before `a/c`.
    let order: String

    /// nil for a name that no key leads to.
    init?(_ name: String) {
      kind = name.hasSuffix(FileStore.suffix) ? .object : .folder
      let segment = kind == .object ? name.dropLast() : name[...]
      guard KeySegment.fault(in: segment) == nil else { return nil }
      self.name = name
      order = kind == .object ? String(segment) : segment + "/"
    }

    static func < (left: Entry, right: Entry) -> Bool {
      right.order.utf8.isAfter(left.order.utf8)
    }
  }
}

extension String.UTF8View {
  fileprivate func isAfter(_ other: String.UTF8View) -> Bool { other.lexicographicallyPrecedes(self) }
}
