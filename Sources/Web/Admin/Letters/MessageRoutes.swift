import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What is done with many letters at once, chosen out of the list of all.
struct MessageRoutes: Sendable {
  let site: Site
  let tables: TableRoutes

  init(site: Site) throws {
    self.site = site
    tables = try TableRoutes(site: site)
  }

  /// The list's form leads to each.
  static let nouns = ["sending", "settlement"]

  var routes: [Route<Admission>] {
    [
      route("sending", "sent-again") { ids, visitor in try await site.clinic.sendAgain(ids, by: visitor) },
      route("settlement", "settled") { ids, visitor in try await site.clinic.settle(ids, by: visitor) },
    ]
  }

  private func route(
    _ noun: String, _ done: String,
    _ act: @escaping @Sendable ([ID<OutboxMessage>], Visitor) async throws -> Int
  ) -> Route<Admission> {
    site.route(
      .post, "\(Path.messages)/\(noun)", .may(.seeToLetters), .administration, "messages.\(noun)"
    ) { call in
      try await tables.act(on: .messages, call) { ids in (done, try await act(ids, call.visitor)) }
    }
  }
}
