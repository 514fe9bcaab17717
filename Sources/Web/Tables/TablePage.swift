internal import Pages

/// A list of the clinic's records: sorted, narrowed and searched by its address.
struct TablePage: Page {
  let title: String
  let lead: String
  /// To the room it stands in.
  let back: Link
  let links: [Link]
  let path: String
  /// Nil where nothing is searched.
  var search: Field?
  let filters: [FilterField]
  /// As the address says it; empty as usual.
  var sort = ""
  let columns: [Choice]
  let headings: [TableHeading]
  let rows: [TableLine]
  let acts: [Link]
  /// What to do when there is nothing.
  let emptyText: String
  var isNarrowed = false
  var previous: String?
  var next: String?
  let views: [SavedViewRow]
  /// This view, as it is saved; nil for who may not.
  var saving: SavingForm?
  /// All rows of this view, for a spreadsheet; nil for who may not.
  var file: String?
  /// The query of this page's address, by which forms come back to it.
  var view = ""
  /// What stands beside the list.
  var beside: [Line] = []
  var done: String?
  var notice: String?

  static let template = "tables/table"

  private var controls: [Control] {
    (search.map { [$0.control] } ?? []) + filters.map(\.control) + (saving.map { [$0.name.control] } ?? [])
  }

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, controls)),
      "title": .text(title), "lead": .text(lead), "back": .view(back), "links": .list(links),
      "path": .text(path),
      "search": .view(search), "filters": .list(filters), "sort": .text(sort), "columns": .list(columns),
      "headings": .list(headings), "rows": .list(rows), "acts": .list(acts),
      "hasActs": .flag(!acts.isEmpty && !rows.isEmpty),
      "isEmpty": .flag(rows.isEmpty), "emptyText": .text(emptyText), "isNarrowed": .flag(isNarrowed),
      "previous": .text(previous), "next": .text(next), "hasPages": .flag(previous != nil || next != nil),
      "views": .list(views), "hasViews": .flag(!views.isEmpty), "saving": .view(saving), "view": .text(view),
      "file": .text(file), "beside": .list(beside), "hasBeside": .flag(!beside.isEmpty), "done": .text(done),
    ]
  }

  static let samples = [
    TablePage(
      title: "Appointments", lead: "Everybody’s visits.", back: Link(text: "Admin", href: "/admin"),
      links: [Link(text: "Waiting list", href: "/admin/waitlist")], path: "/admin/appointments",
      search: Field("q", "moreau", label: "Search"), filters: FilterField.samples, sort: "start",
      columns: Choice.samples, headings: TableHeading.samples, rows: TableLine.samples,
      acts: [Link(text: "Cancel", href: "/admin/appointments/cancellation")], emptyText: "", isNarrowed: true,
      previous: "/admin/appointments?before=1", next: "/admin/appointments?after=2",
      views: SavedViewRow.samples,
      saving: SavingForm.samples[0], file: "/admin/appointments/table.csv?q=moreau&sort=start",
      view: "q=moreau&sort=start", beside: Line.samples,
      done: "Visits cancelled: 3"),
    TablePage(
      title: "Appointments", lead: "Everybody’s visits.", back: Link(text: "Admin", href: "/admin"),
      links: [],
      path: "/admin/appointments", search: Field("q", label: "Search"), filters: [FilterField.samples[2]],
      columns: Choice.samples, headings: TableHeading.samples, rows: [],
      acts: [Link(text: "Cancel", href: "/admin/appointments/cancellation")],
      emptyText: "Book the first visit at the desk.", views: [], saving: SavingForm.samples[1],
      notice: "Choose at least one first."),
    TablePage(
      title: "Rooms", lead: "Where visits take place.", back: Link(text: "Admin", href: "/admin"), links: [],
      path: "/admin/rooms", filters: [], columns: Choice.samples, headings: TableHeading.samples,
      rows: TableLine.samples, acts: [], emptyText: "", views: []),
  ]
}

/// The heading of a column.
struct TableHeading: View {
  let text: String
  /// Sorted by it; nil where that can't be.
  let href: String?
  /// `ascending` or `descending`; nil when the rows are sorted by another.
  let sorted: String?
  let isNumber: Bool

  var fields: Fields {
    [
      "text": .text(text), "href": .text(href), "sorted": .text(sorted), "isNumber": .flag(isNumber),
      "isUp": .flag(sorted == "ascending"), "isDown": .flag(sorted == "descending"),
    ]
  }

  static let samples = [
    TableHeading(text: "Start", href: "/admin/appointments", sorted: "ascending", isNumber: false),
    TableHeading(text: "Patient", href: nil, sorted: nil, isNumber: false),
    TableHeading(text: "State", href: nil, sorted: nil, isNumber: false),
    TableHeading(text: "Price", href: "/admin/appointments?sort=price", sorted: nil, isNumber: true),
  ]
}

/// A row, under its headings.
struct TableLine: View {
  let id: String
  /// By which its checkbox is told from the others.
  let name: String
  let cells: [TableCell]

  var fields: Fields { ["id": .text(id), "name": .text(name), "cells": .list(cells)] }

  static let samples = [
    TableLine(
      id: "018f2f6a-0000-7000-8000-000000000001", name: "Tue 24 Nov 2026, 09:20, Paul Moreau",
      cells: TableCell.samples),
    TableLine(
      id: "018f2f6a-0000-7000-8000-000000000002", name: "Tue 24 Nov 2026, 09:40, محمد العربي",
      cells: [
        TableCell(text: "Tue 24 Nov 2026, 09:40", label: "Start", isFirst: true),
        TableCell(text: "محمد العربي", label: "Patient"), TableCell(text: "", label: "State"),
        TableCell(text: "£45.00", label: "Price", isNumber: true),
      ]),
  ]
}

/// One value, in words.
struct TableCell: View {
  let text: String
  /// Of its column, where there is no room for a heading.
  let label: String
  var isFirst = false
  var isNumber = false
  /// Where the row leads, at its first cell.
  var href: String?
  /// Of a state that should be seen at a glance.
  var badge: Badge?

  var fields: Fields {
    [
      "text": .text(text), "label": .text(label), "isFirst": .flag(isFirst), "isNumber": .flag(isNumber),
      "href": .text(href), "badge": .view(badge), "isEmpty": .flag(text.isEmpty),
    ]
  }

  static let samples = [
    TableCell(text: "Tue 24 Nov 2026, 09:20", label: "Start", isFirst: true, href: "/desk/visits/1"),
    TableCell(text: "Paul Moreau", label: "Patient"),
    TableCell(text: "Cancelled", label: "State", badge: Badge("Cancelled", .warn)),
    TableCell(text: "£45.00", label: "Price", isNumber: true),
  ]
}
