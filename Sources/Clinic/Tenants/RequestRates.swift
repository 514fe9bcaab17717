public import FoundationEssentials
internal import Postgres
internal import Synchronization

/// How many requests a server takes in for each clinic whose operator has set a limit: a bucket that holds a second's worth and
/// refills as fast.
///
/// Each server counts for itself, in memory: no request waits for the count.
final class RequestRates: Sendable {
  private struct Bucket {
    /// Requests a second.
    var limit: Double
    var left: Double
    var filledAt: Date
  }

  private let buckets = Mutex<[String: Bucket]>([:])

  /// - Parameter limits: requests a second, by host. Of who is not among them none is turned away.
  func set(_ limits: [String: Int], at now: Date) {
    buckets.withLock { buckets in
      buckets = limits.reduce(into: [:]) { new, limit in
        let rate = Double(limit.value)
        let old = buckets[limit.key]
        new[limit.key] =
          old?.limit == rate ? old : Bucket(limit: rate, left: rate, filledAt: now)
      }
    }
  }

  /// Takes one request in. What is taken although the share is used up, a second's worth at most, is missing from the next.
  ///
  /// - Returns: false where the second's share is used up.
  func take(of host: String, turnsAway: Bool, at now: Date) -> Bool {
    buckets.withLock { buckets in
      guard var bucket = buckets[host] else { return true }
      let passed = max(0, now.timeIntervalSince(bucket.filledAt))
      bucket.left = min(bucket.limit, bucket.left + passed * bucket.limit)
      bucket.filledAt = now
      let isFree = bucket.left >= 1
      if isFree || !turnsAway { bucket.left = max(bucket.left - 1, -bucket.limit) }
      buckets[host] = bucket
      return isFree
    }
  }
}

extension Clinic {
  /// Counts a request of a clinic.
  ///
  /// - Returns: false where the clinic has had its share of this second, if it `turnsAway` anybody.
  public func takesIn(requestAt host: String, turnsAway: Bool) -> Bool {
    rates.take(of: host, turnsAway: turnsAway, at: clock()) || !turnsAway
  }

  /// Reads the limits that the operator has set. To be called every now and then.
  public func readLimits() async throws {
    let limits = try await database.pipeline(["SELECT host, requests_per_second FROM limited_hosts()"])[0]
      .decode { row in (try row.next(String.self), try row.next(Int.self)) }
    rates.set(Dictionary(limits) { first, _ in first }, at: clock())
  }
}
