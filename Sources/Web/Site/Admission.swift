public import Clinic

/// Whom a route admits, and what for. No route exists without one; the door enforces it.
public struct Admission: Hashable, Sendable {
  public let access: Access
  public let purpose: Purpose

  public init(_ access: Access, _ purpose: Purpose) {
    self.access = access
    self.purpose = purpose
  }
}
