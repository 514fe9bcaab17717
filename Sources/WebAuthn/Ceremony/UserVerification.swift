/// Whether the authenticator has to make sure that it is its owner: by fingerprint, face or PIN.
public enum UserVerification: String, Hashable, Sendable {
  case required
  case preferred
}
