internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Declines the requests that nobody has answered and whose time has passed, one after the other, and tells whoever asked:
  /// nobody waits for ever for a visit that can't be any more.
  func declineUnanswered(of tenant: ID<Tenant>) async throws {
    let nobody = Visitor(host: "", tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
    var isOne = true
    while isOne {
      let rows = try await database.pipeline([
        .entering(tenant), .decliningUnanswered(by: nobody, at: clock(), newID: newID),
      ])
      isOne = !rows[1].isEmpty
    }
  }
}
