/// A device that services need, and that is reserved for each visit.
public struct DeviceEntry: Entry {
  public let id: ID<Device>
  var name = ""
  /// What services ask for: `laser`.
  var kind = ""
  public var isActive = true

  public static let noun = Noun.devices
  public static let blank = DeviceEntry(id: .unstored)
  public var title: String { name }

  public static let groups: [FieldGroup<DeviceEntry>] = [
    FieldGroup(
      "what",
      [
        EntryField("name", \.name, .title()),
        EntryField("kind", \.kind, .title(atMost: 50, suggesting: .deviceKind)),
      ])
  ]
}

/// FHIR R4 Device, as far as it is reserved.
public enum Device {}
