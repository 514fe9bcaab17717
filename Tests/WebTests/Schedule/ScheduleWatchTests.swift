import Clinic
import FoundationEssentials
import Synchronization
import Testing

@testable import Web

@Suite("The watch over today's lists")
struct ScheduleWatchTests {
  private static func key(_ host: String = "one.test", _ number: UInt8 = 1) -> ScheduleWatch.Key {
    ScheduleWatch.Key(
      host: host, account: ID(UUID(uuid: (number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))))
  }

  /// What a list's state is, and how often it was looked at.
  private final class Lists: Sendable {
    private let state = Mutex((version: "a", looks: 0))
    var version: String {
      get { state.withLock { $0.version } }
      set { state.withLock { $0.version = newValue } }
    }
    var looks: Int { state.withLock { $0.looks } }

    func look(_ accounts: [ID<Account>]) -> [ID<Account>: String] {
      let version = state.withLock { state in
        state.looks += 1
        return state.version
      }
      return Dictionary(uniqueKeysWithValues: accounts.map { ($0, version) })
    }
  }

  private func watch(_ lists: Lists, _ limits: ScheduleWatch.Limits) -> ScheduleWatch {
    ScheduleWatch(limits: limits) { accounts, _ in lists.look(accounts) }
  }

  @Test("tells every page of a list when it changes, and looks once for all of them", .timeLimit(.minutes(1)))
  func changes() async throws {
    var limits = ScheduleWatch.Limits()
    limits.round = .milliseconds(50)
    limits.roundsPerBeat = 1000
    let lists = Lists()
    let watch = watch(lists, limits)
    let pages = try (0..<6).map { _ in try #require(watch.enter(Self.key())) }
    for page in pages {
      var versions = page.versions.makeAsyncIterator()
      #expect(await versions.next() == "a")
    }
    let looks = lists.looks
    lists.version = "b"
    for page in pages {
      var versions = page.versions.makeAsyncIterator()
      #expect(await versions.next() == "b")
    }
    // Six pages, and no more rounds than time has passed for.
    #expect(lists.looks - looks < 6)
    for page in pages { watch.leave(page) }
    watch.leave(pages[0])
    #expect(watch.count == 0)
    try await Task.sleep(for: .milliseconds(150))
    let last = lists.looks
    try await Task.sleep(for: .milliseconds(200))
    #expect(lists.looks == last, "nobody is there, and somebody looks")
    let again = try #require(watch.enter(Self.key()))
    var versions = again.versions.makeAsyncIterator()
    #expect(await versions.next() == "b")
    watch.leave(again)
  }

  @Test(
    "says the same again now and then, and ends when a page has been open for long", .timeLimit(.minutes(1)))
  func beats() async throws {
    var limits = ScheduleWatch.Limits()
    limits.round = .milliseconds(20)
    limits.roundsPerBeat = 2
    limits.lifetime = .milliseconds(300)
    let page = try #require(watch(Lists(), limits).enter(Self.key()))
    var heard: [String] = []
    for await version in page.versions { heard.append(version) }
    #expect(heard.count > 3 && Set(heard) == ["a"])
  }

  @Test(
    "has so many places in all, and for one account so many that the oldest makes room",
    .timeLimit(.minutes(1)))
  func places() async throws {
    var limits = ScheduleWatch.Limits()
    limits.perAccount = 2
    limits.all = 3
    let watch = watch(Lists(), limits)
    let first = try #require(watch.enter(Self.key()))
    let second = try #require(watch.enter(Self.key()))
    #expect(watch.count == 2)
    let third = try #require(watch.enter(Self.key()))
    #expect(watch.count == 2)
    for await _ in first.versions {}
    // The same account's id at another clinic is another account.
    let other = try #require(watch.enter(Self.key("two.test")))
    #expect(watch.isFull && watch.enter(Self.key("one.test", 3)) == nil)
    watch.leave(first)
    #expect(watch.isFull)
    watch.leave(other)
    #expect(!watch.isFull && watch.enter(Self.key("one.test", 3)) != nil)
    var versions = second.versions.makeAsyncIterator()
    #expect(await versions.next() == "a")
    watch.leave(second)
    watch.leave(third)
  }
}
