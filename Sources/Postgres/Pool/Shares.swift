/// How many of a pool's connections each party has, and may have.
///
/// A party that is alone may have all of them. Beside others it may have a part, whatever it sends: it is not enough that
/// those find a connection, they have to find a processor as well: one connection that is never idle keeps one busy with
/// statements and another with pages. So a party beside others that are at work rests as long as it worked, between one
/// exchange and the next. The program's own work is not counted.
struct Shares {
  /// How long a party is there after it sent something.
  static let presence = Duration.seconds(30)
  /// How long it is at work, and has as many processors left as can be: it may be about to send the next.
  static let work = Duration.seconds(1)
  /// The longest rest: who waited for a slow statement did not keep a processor busy all the while.
  static let longestRest = Duration.milliseconds(20)

  /// Of all connections.
  private let size: Int
  private var served: [ObjectIdentifier: (party: Party, since: Deadline)] = [:]
  private var counts: [Party: Int] = [:]
  /// Who sent something last, and when somebody else did before.
  private var latest: (party: Party, at: Deadline)?
  private var other: Deadline?
  private var rests: [Party: Deadline] = [:]

  init(size: Int) {
    self.size = size
  }

  /// The party sends something. Strangers are nobody's neighbours: a scanner must not slow a clinic.
  mutating func note(_ party: Party, at now: Deadline) {
    guard case .named = party else { return }
    if let latest, latest.party != party { other = latest.at }
    latest = (party, now)
  }

  func mayServe(_ party: Party, at now: Deadline) -> Bool {
    party == .program
      || counts[party, default: 0] < most(for: party, at: now) && rests[party].map { $0 <= now } ?? true
  }

  mutating func serves(_ party: Party, on connection: AnyObject, at now: Deadline) {
    guard party != .program else { return }
    served[ObjectIdentifier(connection)] = (party, now)
    counts[party, default: 0] += 1
  }

  mutating func isDone(_ connection: AnyObject, at now: Deadline) {
    guard let (party, since) = served.removeValue(forKey: ObjectIdentifier(connection)),
      let count = counts[party]
    else { return }
    counts[party] = count > 1 ? count - 1 : nil
    if let seen = lastOfOthers(than: party), now < seen + Self.work {
      rests[party] = now + min(.nanoseconds(now.nanoseconds - since.nanoseconds), Self.longestRest)
    }
  }

  /// When the first rest ends of those that are not forgotten.
  var restsEnd: Deadline { rests.values.min() ?? .never }

  mutating func forgetRests(until now: Deadline) {
    if !rests.isEmpty { rests = rests.filter { $0.value > now } }
  }

  private func most(for party: Party, at now: Deadline) -> Int {
    guard let seen = lastOfOthers(than: party) else { return size }
    if now < seen + Self.work { return max(1, size / 8) }
    return now < seen + Self.presence ? max(1, size / 4) : size
  }

  private func lastOfOthers(than party: Party) -> Deadline? {
    latest?.party == party ? other : latest?.at
  }
}
