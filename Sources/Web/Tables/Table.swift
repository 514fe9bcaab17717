import Clinic
import FoundationEssentials

/// One list as a page: where it is, whom it serves, and what can be done with its rows.
struct Table: Sendable {
  let listing: Listing
  let path: String
  let permission: Permission
  let purpose: Purpose
  /// Where a row leads whoever looks; nil for nowhere.
  let row: @Sendable (UUID, Role) -> String?
  /// What can be done with rows that are chosen: a noun for each, below `path`.
  let acts: [String]
  /// What leads elsewhere from here: the name in the catalogue, and the address.
  let links: [Link]
  /// What can have been done on a page that leads back here.
  let done: [String]
  /// What its rows are, where they are what the clinic keeps of itself.
  let entry: (any Entry.Type)?
  /// What is to be known beside the list.
  let beside: @Sendable (Date) -> Query<[Note]>

  struct Note: Sendable {
    let text: String
    let values: [String: String]

    init(_ text: String, _ values: [String: String]) {
      self.text = text
      self.values = values
    }
  }

  struct Link: Sendable {
    let text: String
    let href: String
    /// Whom it is shown to.
    let permission: Permission
  }

  init(
    _ listing: Listing, at path: String, for permission: Permission, _ purpose: Purpose = .administration,
    acts: [String] = [], links: [Link] = [], done: [String] = [],
    entry: (any Entry.Type)? = nil,
    beside: @escaping @Sendable (Date) -> Query<[Note]> = { _ in Query.nothing.map { _ in [] } },
    row: @escaping @Sendable (UUID, Role) -> String? = { _, _ in nil }
  ) {
    self.listing = listing
    self.path = path
    self.permission = permission
    self.purpose = purpose
    self.acts = acts
    self.links = links
    self.done = done
    self.entry = entry
    self.beside = beside
    self.row = row
  }

  /// The address of a view.
  func address(_ view: TableView, _ more: [(name: String, value: String)] = []) -> String {
    Self.address(path, view.query(of: listing) + more)
  }

  func address(_ query: [(name: String, value: String)]) -> String { Self.address(path, query) }

  static func address(_ path: String, _ query: [(name: String, value: String)]) -> String {
    query.isEmpty ? path : "\(path)?\(text(of: query))"
  }

  static func text(of query: [(name: String, value: String)]) -> String {
    query.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
  }

  /// What the catalogue has to say of it.
  var keys: [String] {
    let columns = listing.columns.map { "column.\($0.key)" } + listing.filters.map { "column.\($0.key)" }
    let codes = listing.columns.compactMap(\.codes) + listing.filters.compactMap(\.codes)
    return ["", ".lead", ".empty"].map { "table.\(listing.key)\($0)" } + columns
      + codes.flatMap { codes in codes.all.map { "\(codes.name).\($0)" } }
      + acts.map { "table.\(listing.key).\($0)" } + done.map { "table.\(listing.key).done.\($0)" }
      + links.map(\.text)
  }
}

extension Column {
  var codes: Codes? { if case .code(let codes) = kind { codes } else { nil } }
}

extension Filter {
  var codes: Codes? { if case .code(let codes) = kind { codes } else { nil } }
}
