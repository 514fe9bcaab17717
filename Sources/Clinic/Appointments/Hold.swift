public import Credentials
public import FoundationEssentials

/// A time kept for a browser, so that its owner can look the booking over, or sign up or in for it.
///
/// A browser has one at most. It is known by a token of its own, for the session's changes with each step of signing in.
public enum Hold {
  /// Seconds; once, its owner can make it as long again.
  public static let lifetime: TimeInterval = 10 * 60
  /// From one network at once: more would empty a doctor's day for everybody else. A household needs few.
  static let mostPerNetwork = 5
}

/// How long a time is kept.
public struct Held: Hashable, Sendable {
  public let until: Date
  public let mayExtend: Bool
}

extension Clinic {
  /// Keeps the time that was offered for one browser, in place of any other, in one round trip.
  ///
  /// - Parameter browser: the token that it is given for this.
  /// - Returns: until when; nil when as many times are kept for the visitor's network as may be, or this one was kept for it
  ///   as often as may be.
  /// - Throws: `Refusal.conflict(.timeTaken)` when somebody has or holds it, `.conflict(.offerOutdated)` when the rules no
  ///   longer offer this time at this price.
  public func hold(
    _ offer: Offer, for browser: Token, by visitor: Visitor
  ) async throws -> Date? {
    let (now, holder) = (clock(), visitor.showing(browser))
    let network = holdNetwork(of: visitor)
    let queue = [network, secrets.guesses.tag(for: ["hold", browser.text])]
    return try await carryingOut(offer, by: holder) { offer in
      let (_, (_, attempt, held, isTaken, isAllowed)) = try await ask(
        holder, .queue(for: queue + offer.queueNames),
        .hold(offer, newID(), newID(), network, by: holder, at: now, newID: newID),
        .held(offer, by: holder, at: now), .isTaken(offer, by: holder, at: now),
        .mayHold(offer, for: network, by: holder, at: now))
      // Asked for again, what is kept stays as long as it was.
      if let held { return .done(held.until) }
      if case .taken = attempt, !isTaken, !isAllowed { return .done(nil) }
      return attempt.map { _ in nil }
    }
  }

  /// Makes what is kept for the visitor's browser last longer, once.
  ///
  /// - Parameter offer: what it has to be: with two tabs open, the browser may keep another time by now. Nil for whatever it
  ///   keeps.
  /// - Throws: `Refusal.conflict(.notHeld)` when that is kept no more, was made longer before, or was kept for the network
  ///   as often as may be.
  public func extendHold(_ offer: Offer? = nil, by visitor: Visitor) async throws {
    let (_, (_, isDone)) = try await ask(
      visitor, .queue(for: [holdNetwork(of: visitor)]), .extend(offer, by: visitor, at: clock()))
    guard isDone else { throw Refusal.conflict(.notHeld) }
  }

  /// Under which the visitor's network is counted: keyed, so that it tells no address.
  private func holdNetwork(of visitor: Visitor) -> String {
    secrets.guesses.tag(for: ["holds", visitor.client.network])
  }
}

extension Visitor {
  fileprivate func showing(_ hold: Token) -> Visitor {
    Visitor(
      host: host, tokenHash: tokenHash, access: access, purpose: purpose, requestID: requestID,
      client: Client(
        address: client.address, agent: client.agent, deviceHash: client.deviceHash, holdHash: hold.hash))
  }
}
