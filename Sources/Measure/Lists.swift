import CivilTime
import Clinic
import ClinicTesting
import FoundationEssentials

/// What a page of a list costs in a clinic of many years, and in one that has just begun: a line for each way to look.
struct Lists {
  /// Visits and patients of each clinic.
  static let sizes = [(visits: 1000, patients: 200), (visits: 1_000_000, patients: 200_000)]

  private struct Look {
    let name: String
    let listing: Listing
    let query: [(name: String, value: String)]
    /// From the middle of the list on.
    var isDeep = false
  }

  private static let looks = [
    Look(name: "Appointments", listing: .appointments, query: []),
    Look(name: "Appointments, from the middle", listing: .appointments, query: [], isDeep: true),
    Look(name: "Appointments, last booked first", listing: .appointments, query: [("sort", "-booked")]),
    // A tenth of all: a whole page in either clinic.
    Look(name: "Appointments that were cancelled", listing: .appointments, query: [("state", "cancelled")]),
    Look(name: "Appointments of one patient", listing: .appointments, query: [("q", "100042")]),
    Look(name: "Patients", listing: .patients, query: []),
    Look(
      name: "Patients by birth date, from the middle", listing: .patients, query: [("sort", "birth")],
      isDeep: true),
  ]

  static func measure() async throws {
    print("look\tmilliseconds at 1,000\tat 1,000,000")
    let small = try await Sized(sizes[0])
    let large = try await Sized(sizes[1])
    for look in looks {
      // In turns: the machine may have other work.
      var best = (small: Double.infinity, large: Double.infinity)
      for _ in 0..<40 {
        best.small = min(best.small, try await small.time(look))
        best.large = min(best.large, try await large.time(look))
      }
      print("\(look.name)\t\(best.small * 1000)\t\(best.large * 1000)")
    }
    try await small.test.drop()
    try await large.test.drop()
  }

  private struct Sized {
    let test: TestClinic
    let visitor: Visitor
    let moment: Listing.Moment
    /// By list.
    private var middle: [String: UUID] = [:]

    init(_ size: (visits: Int, patients: Int)) async throws {
      test = try await TestClinic.make()
      try await test.crowd(visits: size.visits, patients: size.patients, at: test.riverside)
      visitor = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
      moment = Listing.Moment(now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      for list in ["appointments", "patients"] {
        middle[list] = try await test.crowdMiddle(of: list, at: test.riverside)
      }
    }

    /// Seconds.
    func time(_ look: Look) async throws -> Double {
      var view = TableView(look.query, of: look.listing)
      if look.isDeep { view.cursor = .after(middle[look.listing.key, default: UUID()]) }
      let clock = ContinuousClock()
      let start = clock.now
      _ = try await test.clinic.ask(visitor, .rows(of: look.listing, view, by: visitor, at: moment))
      return (clock.now - start).seconds
    }
  }
}
