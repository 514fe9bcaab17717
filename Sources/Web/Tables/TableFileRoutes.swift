import CSV
import Clinic
import FoundationEssentials
import Hummingbird
import NIOCore
import Pages
import Shell

/// Every list as a file for a spreadsheet: what its address shows, all of it, sent while it is read.
struct TableFileRoutes: Sendable {
  let site: Site

  var routes: [Route<Admission>] {
    EveryTable.all.map { table in
      site.route(
        .get, Path.file(table.path), .may(.exportLists), table.purpose, "table.\(table.listing.key).file"
      ) { call in
        try await download(table, call)
      }
    }
  }

  private func download(_ table: Table, _ call: Call) async throws -> Response {
    let typed = try Form.query(of: call.request, repeating: ["col"]).fields.map { ($0.name, $0.value) }
    let view = TableView(typed, of: table.listing)
    // The page tells what is wrong.
    if !view.problems.isEmpty { return site.redirect(call, to: table.address(typed)) }
    let zone = try await site.clinic.zone(of: call.visitor)
    let moment = Listing.Moment(now: site.clinic.clock(), zone: zone)
    var reading = ListReading(of: table.listing, view, by: call.visitor, at: moment, in: site.clinic)
    // Whatever refuses it does so before the answer begins.
    guard let first = try await reading.next() else { throw Refusal.unknown }
    let file = try table.file(view, first.visit, call, site)
    let body = ResponseBody { [reading] writer in
      var (reading, rows, csv) = (reading, first.rows, CSVWriter(isMarked: true))
      csv.write(file.header)
      while true {
        for cells in try await file.cells(rows, call.visitor) { csv.write(cells) }
        try await writer.write(ByteBuffer(bytes: csv.take()))
        guard let next = try await reading.next() else { break }
        rows = next.rows
      }
      try await writer.finish(nil)
    }
    return .csv(named: "\(table.listing.key)-\(moment.today).csv", body)
  }
}

extension Path {
  /// Of the list at an address.
  static func file(_ list: String) -> String { "\(list)/table.csv" }
}
