import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// What a list's file has in each of its rows.
struct TableFile: Sendable {
  let header: [String]
  let cells: @Sendable (TableRows, Visitor) async throws -> [[String]]
}

extension Table {
  /// What the clinic keeps of a noun goes away with all of its fields, so that it can be brought back; everything else as its
  /// columns show it.
  func file(_ view: TableView, _ visit: Visit, _ call: Call, _ site: Site) throws -> TableFile {
    if let entry { return TableFile(ofEntries: entry, site) }
    let formats = try site.formats(visit, call)
    return TableFile(view.columns.compactMap(listing.column), visit.tenant.currency, formats)
  }
}

extension TableFile {
  /// Numbers without signs and grouping, days and times as ISO 8601 has them: a spreadsheet sorts and adds them.
  init(_ columns: [Column], _ currency: String, _ formats: Formats) {
    header = columns.map { column in
      let name = formats.words["column.\(column.key)"]
      return switch column.kind {
      case .money: "\(name) (\(currency))"
      case .instant: "\(name) (\(formats.zone.identifier))"
      case .text, .day, .number, .code: name
      }
    }
    cells = { found, _ in
      found.rows.map { row in
        zip(row.cells, columns).map { formats.plain($0, $1.codes, currency) }
      }
    }
  }

  /// Each field in the spelling in which it is read again, and the number by which the entry is known again.
  init<E: Entry>(ofEntries _: E.Type, _ site: Site) {
    header = ImportColumns<E>.all
    cells = { found, visitor in
      let (visit, (entries, names)) = try await site.clinic.ask(
        visitor, Query<[E]>.entries(found.rows.map(\.id), at: site.clinic.clock()), .namings)
      let surroundings = try site.surroundings(visit, names)
      return entries.map { entry in
        [entry.id.description] + E.fields.map { $0.texts(of: entry, in: surroundings).cell }
      }
    }
  }
}

extension Money {
  /// For a spreadsheet: `-45.00`.
  fileprivate var signed: String { (minorUnits < 0 ? "-" : "") + amount }
}

extension Formats {
  /// A value for a spreadsheet.
  ///
  /// - Parameter currency: of amounts that carry none.
  fileprivate func plain(_ cell: Cell, _ codes: Codes?, _ currency: String) -> String {
    switch cell {
    case .day(let day): day.description
    case .instant(let instant): "\(day(instant)) \(time(instant))"
    case .money(let money): money.currency == currency ? money.signed : "\(money.signed) \(money.currency)"
    case .none, .text, .code, .number: text(cell, codes)
    }
  }
}
