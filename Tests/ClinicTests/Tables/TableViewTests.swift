import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A view of a list")
struct TableViewTests {
  private let listing = Listing.appointments

  private func view(_ query: [(String, String)]) -> TableView {
    TableView(query.map { ($0.0, $0.1) }, of: listing)
  }

  private func printed(_ view: TableView) -> [String] {
    view.query(of: listing).map { "\($0.name)=\($0.value)" }
  }

  @Test("is what the list says, unless somebody chooses")
  func plain() {
    let view = view([])
    #expect(view.order == listing.order && view.words.isEmpty && view.filters.isEmpty && !view.isNarrowed)
    #expect(view.columns == ["start", "patient", "doctor", "service", "place", "state"])
    #expect(printed(view).isEmpty)
  }

  @Test("is read from an address and printed to the same")
  func roundTrip() {
    let id = UUID().uuidString.lowercased()
    let query = [
      ("q", "moreau 1980"), ("state", "booked"), ("from", "2026-02-28"), ("doctor", id), ("sort", "booked"),
      ("col", "start"), ("col", "price"), ("after", id),
    ]
    let view = view(query)
    #expect(printed(view) == query.map { "\($0.0)=\($0.1)" } && view.problems.isEmpty && view.isNarrowed)
    #expect(TableView(view.query(of: listing), of: listing) == view)
    #expect(view.cursor == .after(UUID(uuidString: id)!))
  }

  @Test("drops what the list does not know")
  func unknown() {
    let view = view([
      ("weather", "fair"), ("sort", "patient"), ("col", "secret"), ("after", "x"), ("sort", "start"),
      ("done", "saved"),
    ])
    #expect(printed(view).isEmpty && view.problems.isEmpty)
    #expect(self.view([("sort", "-nonsense")]).order == listing.order)
  }

  @Test(
    "tells what is wrong at the filter, and has no rows then",
    arguments: [
      ("state", "lost"), ("doctor", "42"), ("from", "2026-02-29"), ("until", "2026-2-3"), ("when", "'; DROP"),
      ("online", "maybe"),
    ])
  func wrong(key: String, value: String) throws {
    let view = view([(key, value)])
    #expect(view.problems == [Problem(key, "problem.filter")] && view.isNarrowed)
    let moment = Listing.Moment(now: .now, zone: try TimeZoneDatabase().rules(for: "UTC"))
    #expect(Query.rows(of: listing, view, by: .nobody, at: moment).statements.isEmpty)
  }

  @Test("searches for so many characters and no more")
  func longSearch() {
    #expect(view([("q", String(repeating: "é", count: 100))]).problems.isEmpty)
    #expect(view([("q", String(repeating: "é", count: 101))]).problems.map(\.field) == ["q"])
    #expect(view([("q", "  paul \t moreau ")]).words == "paul moreau")
  }

  @Test("is sorted by a column from one end and then from the other, from its first page")
  func sorting() throws {
    let start = try #require(listing.column("start"))
    let booked = try #require(listing.column("booked"))
    let second = view([("after", UUID().uuidString)])
    #expect(printed(second.sorted(by: start)) == ["sort=start"])
    #expect(printed(second.sorted(by: start).sorted(by: start)) == [])
    #expect(printed(second.sorted(by: booked)) == ["sort=booked"])
    #expect(printed(second.sorted(by: booked).sorted(by: booked)) == ["sort=-booked"])
  }

  @Test("has a column to be sorted by, and names of its own, in every list", arguments: EveryListing.all)
  func lists(listing: Listing) {
    #expect(listing.column(listing.order.column)?.isSortable == true, "\(listing.key)")
    #expect(listing.columns.contains { $0.isShown })
    let filters = listing.filters.map(\.key)
    #expect(Set(filters).count == filters.count && TableView.reserved.isDisjoint(with: filters))
    let columns = listing.columns.map(\.key)
    #expect(Set(columns).count == columns.count)
  }
}

extension Visitor {
  static let nobody = Visitor(host: "", tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
}
