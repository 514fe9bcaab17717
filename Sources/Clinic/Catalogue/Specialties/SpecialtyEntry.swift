/// A specialty, with what people call it or come to it with.
public struct SpecialtyEntry: Entry {
  public let id: ID<Specialty>
  var name = ""
  var synonyms: [String] = []
  public var isActive = true

  public static let noun = Noun.specialties
  public static let blank = SpecialtyEntry(id: .unstored)
  public var title: String { name }

  public static let groups: [FieldGroup<SpecialtyEntry>] = [
    FieldGroup(
      "what",
      [
        EntryField("name", \.name, .title()),
        EntryField("synonyms", \.synonyms, .list(atMost: 100, count: 200)),
      ])
  ]
}
