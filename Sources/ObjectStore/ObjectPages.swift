/// A listing from its first page to its last, one page in memory at a time.
struct ObjectPages<Store: ObjectStore>: AsyncSequence {
  let store: Store
  let prefix: KeyPrefix

  func makeAsyncIterator() -> Iterator { Iterator(store: store, prefix: prefix) }

  struct Iterator: AsyncIteratorProtocol {
    let store: Store
    let prefix: KeyPrefix
    private var page = ObjectPage(objects: [], isFollowed: true)
    private var place = 0

    init(store: Store, prefix: KeyPrefix) {
      self.store = store
      self.prefix = prefix
    }

    mutating func next() async throws -> ObjectDescription? {
      while place == page.objects.count, page.isFollowed {
        page = try await store.list(prefix, after: page.objects.last?.key, limit: 1000)
        place = 0
      }
      guard place < page.objects.count else { return nil }
      defer { place += 1 }
      return page.objects[place]
    }
  }
}
