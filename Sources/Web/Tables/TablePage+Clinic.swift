import CivilTime
import Clinic
import FoundationEssentials
import Pages
import Shell

extension TablePage {
  /// - Parameters:
  ///   - typed: the address's query: what can't be understood is shown again as it came.
  ///   - naming: the form by which this view was to be saved, and what was wrong with it.
  init(
    _ table: Table, _ view: TableView, typed: Form, _ found: TableRows, _ choices: FilterChoices,
    _ saved: [SavedView],
    role: Role, _ formats: Formats, naming: ShownForm? = nil
  ) {
    let (listing, words) = (table.listing, formats.words)
    let shown = ShownForm(typed, view.problems, words)
    let columns = view.columns.compactMap(listing.column)
    let labels = columns.map { words["column.\($0.key)"] }
    let here = view.at(nil)
    self.init(
      title: words["table.\(listing.key)"], lead: words["table.\(listing.key).lead"],
      back: role.may(.keepFrontDesk)
        ? Link(text: words["desk.name"], href: Path.desk)
        : Link(text: words["admin.title"], href: Path.admin),
      links: table.links.filter { role.may($0.permission) }.map { Link(text: words[$0.text], href: $0.href) },
      path: table.path,
      search: listing.isSearched ? shown.field("q", label: "table.q") : nil,
      filters: listing.filters.map { FilterField($0, shown, choices[$0.key] ?? []) }.filter(\.offersAnything),
      sort: view.query(of: listing).first { $0.name == "sort" }?.value ?? "",
      columns: listing.columns.map {
        Choice($0.key, words["column.\($0.key)"], chosen: view.columns.contains($0.key))
      },
      headings: zip(columns, labels).map { TableHeading($0, $1, in: table, view) },
      rows: found.rows.map { TableLine($0, columns, labels, href: table.row($0.id, role), formats) },
      acts: table.acts.map { Link(text: words["table.\(listing.key).\($0)"], href: "\(table.path)/\($0)") },
      emptyText: words["table.\(listing.key).empty"], isNarrowed: view.isNarrowed,
      previous: found.hasPrevious ? found.rows.first.map { table.address(view.at(.before($0.id))) } : nil,
      next: found.hasNext ? found.rows.last.map { table.address(view.at(.after($0.id))) } : nil,
      views: saved.map { SavedViewRow($0, in: table, at: here) },
      saving: role.may(.saveViews) && view.problems.isEmpty
        ? SavingForm(
          address: Path.views(of: listing.key),
          name: (naming ?? ShownForm(Form(), [], words)).field("name", label: "table.name"),
          mayShare: role.may(.shareViews)) : nil,
      file: role.may(.exportLists) && view.problems.isEmpty
        ? Table.address(Path.file(table.path), here.query(of: listing)) : nil,
      view: Table.text(of: view.query(of: listing)))
  }
}

extension FilterField {
  init(_ filter: Filter, _ shown: ShownForm, _ records: [(id: String, name: String)]) {
    let words = shown.words
    let typed = shown.form[filter.key]
    var offered: [(id: String, name: String)]
    switch filter.kind {
    case .code(let codes): offered = codes.all.map { ($0, words["\(codes.name).\($0)"]) }
    case .record: offered = records
    case .day: offered = []
    }
    let problem = shown.problem(filter.key)
    var isDay = false
    if case .day = filter.kind {
      isDay = true
    } else {
      // Chosen by a link, or gone since.
      if !typed.isEmpty, !offered.contains(where: { $0.id == typed }) {
        offered.append((typed, words["table.unlisted"]))
      }
      offered.insert(("", words["table.any"]), at: 0)
    }
    self.init(
      name: filter.key, label: words["column.\(filter.key)"],
      choices: offered.map { Choice($0.id, $0.name, chosen: $0.id == typed) }, isDay: isDay, value: typed,
      problem: problem)
  }
}

extension TableHeading {
  init(_ column: Column, _ text: String, in table: Table, _ view: TableView) {
    self.init(
      text: text, href: column.isSortable ? table.address(view.sorted(by: column)) : nil,
      sorted: view.order.column == column.key ? view.order.isDescending ? "descending" : "ascending" : nil,
      isNumber: column.isNumber)
  }
}

extension TableLine {
  init(_ row: TableRow, _ columns: [Column], _ labels: [String], href: String?, _ formats: Formats) {
    let texts = zip(row.cells, columns).map { cell, column in formats.text(cell, column.codes) }
    self.init(
      id: "\(ID<TableLine>(row.id))", name: formats.words.list(Array(texts.prefix(2))),
      cells: columns.indices.map { index in
        TableCell(
          text: texts[index], label: labels[index], isFirst: index == 0, isNumber: columns[index].isNumber,
          href: index == 0 ? href : nil, badge: Badge(row.cells[index], texts[index]))
      })
  }
}

extension Column {
  var isNumber: Bool { kind == .number || kind == .money }
}

extension SavedViewRow {
  init(_ saved: SavedView, in table: Table, at view: TableView) {
    let href = saved.query.isEmpty ? table.path : "\(table.path)?\(saved.query)"
    self.init(
      name: saved.name, href: href, isShared: saved.isShared, isCurrent: href == table.address(view),
      removal: saved.isRemovable ? Path.viewRemoval(saved.id) : nil)
  }
}

extension Formats {
  /// A value in a list.
  func text(_ cell: Cell, _ codes: Codes?) -> String {
    switch cell {
    case .none: ""
    case .text(let text): text
    case .code(let code): codes.map { words["\($0.name).\(code)"] } ?? code
    case .day(let day): date(day)
    case .instant(let instant): shortInstant(instant)
    case .money(let money): self.money(money)
    case .number(let number): String(number)
    }
  }

  /// `Tue 24 Nov 2026, 09:05`
  func shortInstant(_ instant: Date) -> String {
    let day = day(instant)
    return words[
      "format.short-instant", ["day": shortDay(day), "year": String(day.year), "time": timeLabel(instant)]]
  }
}

extension Badge {
  /// Of states that should be seen at a glance; nil for all others.
  init?(_ cell: Cell, _ text: String) {
    guard case .code(let code) = cell, let tone = Self.tones[code] else { return nil }
    self.init(text, tone)
  }

  private static let tones: [String: Tone] = [
    "booked": .good, "arrived": .good, "pending": .warn, "noshow": .warn, "cancelled": .quiet,
    "fulfilled": .quiet,
    "failed": .warn, "queued": .good, "sent": .quiet, "settled": .quiet, "disabled": .warn, "lapsed": .warn,
    "waiting": .good, "offered": .good, "filled": .quiet, "withdrawn": .quiet, "retired": .quiet,
    "due": .warn, "unjustified": .warn, "justified": .quiet,
  ]
}
