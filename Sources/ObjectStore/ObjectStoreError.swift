/// Why a store did not do what it was asked. No case carries credentials, a signature or content.
public enum ObjectStoreError: Error, Equatable {
  /// The key breaks a rule of ``ObjectKey``; the text says which.
  case invalidKey(String)
  case invalidContentType
  /// An empty range, or one that starts behind the end of the object.
  case invalidRange
  case notFound(ObjectKey)
  /// More bytes than the caller or the store allows.
  case tooLarge(limit: Int)
  /// The body offered to `put` was not as long as promised. Nothing was stored.
  case wrongLength(promised: Int, offered: Int)
  /// What came back, or what arrived, is not what was stored or sent.
  case corrupted(ObjectKey)
  /// The store does not accept our credentials, or forbids this to them. The code is the store's.
  case denied(code: String)
  /// Our clock and the store's are too far apart to sign a request; positive means that ours is ahead.
  case clockSkewed(seconds: Int?)
  /// The settings of a store make no sense; the text says which.
  case misconfigured(String)
  /// The store refuses the request for a reason that trying again does not mend.
  case refused(status: Int, code: String)
  /// The store cannot be reached or cannot answer now, after all the tries that were allowed.
  case unavailable(String)
  /// The time allowed for the whole call has passed.
  case timedOut
  /// The store answered with something that is not S3.
  case unintelligible(String)
}

extension ObjectStoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidKey(let fault): "the key has \(fault)"
    case .invalidContentType: "not a media type"
    case .invalidRange: "the range lies outside the object"
    case .notFound(let key): "no object \(key)"
    case .tooLarge(let limit): "more than \(limit) bytes"
    case .wrongLength(let promised, let offered): "\(promised) bytes were promised, \(offered) offered"
    case .corrupted(let key): "object \(key) is damaged"
    case .denied(let code): "the object store denies access (\(code)): check key, secret and policy"
    case .clockSkewed(.some(let seconds)): "our clock is \(seconds) s off the object store's"
    case .clockSkewed(.none): "our clock and the object store's differ too much"
    case .misconfigured(let fault): "the object store is set up wrongly: \(fault)"
    case .refused(let status, let code): "the object store refuses the request (\(status) \(code))"
    case .unavailable(let reason): "the object store is not available: \(reason)"
    case .timedOut: "the object store took too long"
    case .unintelligible(let what): "not an answer of S3: \(what)"
    }
  }
}
