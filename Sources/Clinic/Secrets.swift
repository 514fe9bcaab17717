internal import Credentials

/// What the key ring is used for, each use with keys of its own.
struct Secrets: Sendable {
  /// For what lies in the database and must be read again.
  let box: SecretBox
  /// For mailed codes, which are too short for a plain hash: a million are quickly tried.
  let codes: KeyedHash
  /// For the names of counters.
  let guesses: KeyedHash
  /// For what a browser's passkeys are asked.
  let passkeyTerms: KeyedHash
  /// For times that were offered on a page.
  let offers: KeyedHash
  /// For addresses in letters by which these are done without.
  let unsubscribing: KeyedHash

  init(_ ring: KeyRing) {
    box = SecretBox(ring)
    codes = KeyedHash(ring, purpose: "registration-code")
    guesses = KeyedHash(ring, purpose: "guess")
    passkeyTerms = KeyedHash(ring, purpose: "passkey-terms")
    offers = KeyedHash(ring, purpose: "offer")
    unsubscribing = KeyedHash(ring, purpose: "unsubscribing")
  }
}
