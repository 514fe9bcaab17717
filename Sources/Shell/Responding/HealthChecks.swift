/// Answers `/healthz` (the process is up) and `/readyz` (it can do its work), for any host: a load balancer
/// asks by address.
public struct HealthChecks: Sendable {
  let isReady: @Sendable () async -> Bool

  /// - Parameter isReady: asked anew for every `/readyz`; must bound its own time. Once the server is asked
  ///   to stop, it is no longer ready, whatever this says.
  public init(isReady: @escaping @Sendable () async -> Bool) {
    self.isReady = isReady
  }
}
