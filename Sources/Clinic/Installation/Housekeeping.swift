internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Removes what is over in every tenant: sessions, and sign-ups that nobody finished, with what was typed for them.
  ///
  /// Any number of processes may do this at once.
  public func tidyUp() async throws {
    let now = clock()
    for tenant in try await tenantsForWork() {
      _ = try await database.pipeline([
        .entering(tenant),
        "DELETE FROM session WHERE expires_at <= \(now) OR idle_until <= \(now)",
        "DELETE FROM registration WHERE expires_at <= \(now)",
        "DELETE FROM password_reset WHERE expires_at <= \(now)",
        "DELETE FROM spent_challenge WHERE expires_at <= \(now)",
        "DELETE FROM known_device WHERE expires_at <= \(now)",
        "DELETE FROM guess WHERE forgotten_at <= \(now)",
      ])
    }
  }
}
