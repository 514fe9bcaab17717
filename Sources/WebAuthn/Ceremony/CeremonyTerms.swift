/// What a response is held against: the values of the request that it answers.
public struct CeremonyTerms: Hashable, Sendable {
  public let challenge: Challenge
  public let relyingParty: RelyingParty
  public let userVerification: UserVerification

  public init(
    challenge: Challenge, relyingParty: RelyingParty, userVerification: UserVerification = .required
  ) {
    self.challenge = challenge
    self.relyingParty = relyingParty
    self.userVerification = userVerification
  }
}
