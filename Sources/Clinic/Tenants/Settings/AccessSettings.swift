internal import Addresses
internal import Postgres

/// From where staff of a clinic come in. Whoever could set this without proving who they are could lock the others out.
public struct AccessSettings: Entry {
  public let id: ID<Tenant>
  /// None: from anywhere.
  var networks: [AddressRange] = []

  public static let noun = Noun.access
  public static let blank = AccessSettings(id: .unstored)
  public static let needsConfirmation = true
  public var title: String { "" }
  public var isActive: Bool { true }

  public static let groups: [FieldGroup<AccessSettings>] = [
    FieldGroup("staff", [EntryField("networks", \.networks, .networks)])
  ]

  public static let storage = EntryStorage<AccessSettings>(
    table: "tenant",
    columns: { _ in "e.id, e.staff_networks::text[]" },
    read: { row in
      try AccessSettings(
        id: row.next(), networks: row.next([String].self).compactMap { AddressRange($0) })
    },
    insert: { _, _, _ in [] },
    update: { old, new, writing in
      [
        """
        UPDATE tenant SET staff_networks = \(new.networks.map(\.description))::text[]::cidr[] WHERE id = \(old.id)
        """,
        .settingChanges(from: old, to: new, writing),
      ]
    },
    hasHistory: "true", effects: { _, _ in [] }, refusals: [:])

  /// Nobody shuts themselves out by a slip.
  public func objection(by visitor: Visitor) -> Problem? {
    let address = visitor.client.address
    if networks.isEmpty || networks.contains(where: { $0.contains(address) }) { return nil }
    return Problem("networks", "problem.own-network", ["address": address.isEmpty ? "?" : address])
  }
}
