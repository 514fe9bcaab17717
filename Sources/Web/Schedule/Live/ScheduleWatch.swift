import Clinic
import Synchronization

/// Looks every few seconds, once for all open pages of a clinic, whether anybody's list of today has changed, and tells
/// those pages. While no page is open nobody looks.
///
/// A query for each clinic rather than a notice from the database: notices of a busy database wait for each other when
/// transactions commit (PostgreSQL documentation, NOTIFY), and booking must not.
final class ScheduleWatch: Sendable {
  /// Whose list.
  struct Key: Hashable, Sendable {
    let host: String
    let account: ID<Account>
  }

  struct Limits: Sendable {
    /// Pages of one account: more than a person looks at.
    var perAccount = 6
    /// Of everybody: a share of the connections that a server takes.
    var all = 500
    /// How often is looked.
    var round = Duration.seconds(3)
    /// Every so many rounds a page is told though nothing has changed: what lies between keeps the connection then.
    var roundsPerBeat = 5
    /// From then on a page has to come through the door again.
    var lifetime = Duration.seconds(1800)
  }

  /// A place in front of a list, taken by one open page.
  struct Place: Sendable {
    let key: Key
    let number: Int
    /// The state of the list; the same again is a sign of life.
    let versions: AsyncStream<String>
  }

  private struct Page {
    let continuation: AsyncStream<String>.Continuation
    let until: ContinuousClock.Instant
  }

  private struct State {
    var pages: [Key: [Int: Page]] = [:]
    var versions: [Key: String] = [:]
    var numbers = 0
    var count = 0
    var isLooking = false
  }

  private let state = Mutex(State())
  private let limits: Limits
  private let look:
    @Sendable (_ accounts: [ID<Account>], _ host: String) async throws -> [ID<Account>: String]

  init(
    limits: Limits = Limits(),
    look:
      @escaping @Sendable (_ accounts: [ID<Account>], _ host: String) async throws -> [ID<Account>: String]
  ) {
    self.limits = limits
    self.look = look
  }

  /// Pages that are open now.
  var count: Int { state.withLock { $0.count } }

  var isFull: Bool { state.withLock { $0.count >= limits.all } }

  /// Nil when as many pages are open as may be. Whoever has a place gives it back with `leave`.
  ///
  /// Of one account, the oldest makes room: most often it is gone, and nobody has noticed yet.
  func enter(_ key: Key) -> Place? {
    let (versions, continuation) = AsyncStream.makeStream(
      of: String.self, bufferingPolicy: .bufferingNewest(1))
    let page = Page(continuation: continuation, until: .now + limits.lifetime)
    let (number, oldest, begins) = state.withLock { state -> (Int?, Page?, Bool) in
      guard state.count < limits.all else { return (nil, nil, false) }
      var oldest: Page?
      if let pages = state.pages[key], pages.count >= limits.perAccount, let first = pages.keys.min() {
        oldest = state.pages[key]?.removeValue(forKey: first)
        state.count -= 1
      }
      state.numbers += 1
      state.count += 1
      state.pages[key, default: [:]][state.numbers] = page
      if let known = state.versions[key] { continuation.yield(known) }
      defer { state.isLooking = true }
      return (state.numbers, oldest, !state.isLooking)
    }
    oldest?.continuation.finish()
    if begins { Task { await lookOn() } }
    return number.map { Place(key: key, number: $0, versions: versions) }
  }

  /// Ends what the page is told. Again is no harm.
  func leave(_ place: Place) {
    let page = state.withLock { state -> Page? in
      guard let page = state.pages[place.key]?.removeValue(forKey: place.number) else { return nil }
      state.count -= 1
      if state.pages[place.key]?.isEmpty == true {
        state.pages[place.key] = nil
        state.versions[place.key] = nil
      }
      return page
    }
    page?.continuation.finish()
  }

  private func lookOn() async {
    var round = 0
    while let hosts = watched() {
      round += 1
      for (host, accounts) in hosts {
        // What can't be looked at now is looked at in the next round.
        guard let versions = try? await look(accounts, host) else { continue }
        tell(versions, at: host, isBeat: round.isMultiple(of: limits.roundsPerBeat))
      }
      try? await Task.sleep(for: limits.round)
    }
  }

  /// Whose lists are looked at, by clinic; nil when nobody is there any more.
  private func watched() -> [String: [ID<Account>]]? {
    state.withLock { state in
      if state.pages.isEmpty {
        state.isLooking = false
        return nil
      }
      return Dictionary(grouping: state.pages.keys, by: \.host).mapValues { $0.map(\.account) }
    }
  }

  private func tell(_ versions: [ID<Account>: String], at host: String, isBeat: Bool) {
    let old = state.withLock { state -> [Page] in
      var old: [Page] = []
      for (account, version) in versions {
        let key = Key(host: host, account: account)
        guard let pages = state.pages[key] else { continue }
        if isBeat || state.versions[key] != version {
          for page in pages.values { page.continuation.yield(version) }
        }
        state.versions[key] = version
        old += pages.values.filter { $0.until <= .now }
      }
      return old
    }
    for page in old { page.continuation.finish() }
  }
}
