public import Credentials
public import FoundationEssentials

/// A time kept for a browser whose owner is signing up or in: nobody else can have it meanwhile.
///
/// A browser has one at most. It is known by a token of its own, for the session's changes with each step of signing in.
public enum Hold {
  /// Seconds: a sign-up with a mailed code and a new authenticator app takes minutes.
  public static let lifetime: TimeInterval = 30 * 60
  /// From one network at once: more would empty a doctor's day for everybody else. A household needs few.
  static let mostPerNetwork = 5
}

extension Clinic {
  /// Keeps the time that was offered for one browser, in place of any other, in one round trip.
  ///
  /// - Parameter browser: the token that it is given for this.
  /// - Returns: until when; nil when as many times are kept for the visitor's network as may be.
  /// - Throws: `Refusal.conflict(.timeTaken)` when somebody has or holds it, `.conflict(.offerOutdated)` when schedule or
  ///   service have changed since the offer or the time has passed.
  public func hold(_ offer: Offer, for browser: Token, by visitor: Visitor) async throws -> Date? {
    let (now, holder) = (clock(), visitor.showing(browser))
    let network = secrets.guesses.tag(for: ["holds", visitor.client.network])
    let queue = [
      offer.practitioner.description, offer.slot.location.description, network,
      secrets.guesses.tag(for: ["hold", browser.text]),
    ]
    let (_, (_, isHeld, isTaken)) = try await ask(
      holder, .queue(for: queue), .hold(offer, newID(), network, by: holder, at: now, newID: newID),
      .isTaken(offer, by: holder, at: now))
    guard let isHeld else { throw Refusal.conflict(.offerOutdated) }
    if isTaken { throw Refusal.conflict(.timeTaken) }
    return isHeld ? now + Hold.lifetime : nil
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
