internal import Postgres

/// What the clinic keeps of itself. There are hundreds of each at most: a search reads all.
extension Listing {
  public static let specialties = Listing(
    "specialties", of: "specialty e", id: "e.id",
    columns: [
      Column("name", .text, "e.name", sorting: "e.name"),
      Column(
        "doctors", .number,
        """
        (SELECT count(*) FROM practitioner_specialty x JOIN practitioner p ON p.id = x.practitioner_id
          WHERE x.specialty_id = e.id AND p.active)
        """),
      Column(
        "services", .number,
        "(SELECT count(*) FROM healthcare_service s WHERE s.specialty_id = e.id AND s.active)"),
      Column(
        "synonyms", .number, "(SELECT count(*) FROM specialty_synonym y WHERE y.specialty_id = e.id)",
        isShown: false),
      .use,
    ],
    filters: [.use], order: Order("name"), search: named("e.name"))

  public static let places = Listing(
    "places", of: "location e", id: "e.id", joins: "LEFT JOIN location house ON house.id = e.part_of",
    columns: [
      Column("name", .text, "e.name", sorting: "e.name"),
      Column("house", .text, "coalesce(house.name, '')"), Column("kind", .text, "e.kind", sorting: "e.kind"),
      Column("address", .text, "e.address", isShown: false), .use,
    ],
    filters: [
      Filter(
        record: "house", "SELECT id, name FROM location WHERE part_of IS NULL ORDER BY name, id",
        in: "e.part_of"),
      .use,
    ],
    order: Order("name"), search: named("e.name || ' ' || e.kind"))

  public static let devices = Listing(
    "devices", of: "device e", id: "e.id",
    columns: [
      Column("name", .text, "e.name", sorting: "e.name"), Column("kind", .text, "e.kind", sorting: "e.kind"),
      .use,
    ],
    filters: [.use], order: Order("name"), search: named("e.name || ' ' || e.kind"))

  public static let holidays = Listing(
    "holidays", of: "holiday e", id: "e.id",
    columns: [
      Column("day", .day, "e.day", sorting: "e.day"), Column("name", .text, "e.name", sorting: "e.name"),
    ],
    filters: [
      Filter(day: "from") { day, _ in "e.day >= \(day.sql)" },
      Filter(day: "until") { day, _ in "e.day <= \(day.sql)" },
    ],
    order: Order("day", isDescending: true), search: named("e.name"))

  public static let services = Listing(
    "services", of: "healthcare_service e", id: "e.id", joins: "JOIN specialty sp ON sp.id = e.specialty_id",
    columns: [
      Column("name", .text, "e.name", sorting: "e.name"), Column("specialty", .text, "sp.name"),
      Column("minutes", .number, "e.duration_minutes", sorting: "e.duration_minutes"),
      Column("price", .money, "e.price_minor, e.currency"),
      Column("online", .code(.yesOrNo), "CASE WHEN e.online THEN 'yes' ELSE 'no' END", isShown: false),
      Column(
        "approval", .code(.yesOrNo), "CASE WHEN e.needs_approval THEN 'yes' ELSE 'no' END", isShown: false),
      .use,
    ],
    filters: [
      Filter(record: "specialty", "SELECT id, name FROM specialty ORDER BY name, id", in: "e.specialty_id"),
      .use,
    ],
    order: Order("name"), search: named("e.name || ' ' || e.description"))

  public static let practitioners = Listing(
    "practitioners", of: "practitioner e", id: "e.id",
    columns: [
      Column("family", .text, "e.family_name", sorting: "e.family_name"),
      Column("given", .text, "concat_ws(' ', nullif(e.prefix, ''), e.given_name)", sorting: "e.given_name"),
      Column("qualification", .text, "e.qualification", isShown: false),
      Column(
        "specialties", .text,
        """
        (SELECT coalesce(string_agg(s.name, ', ' ORDER BY s.name), '') FROM practitioner_specialty x
           JOIN specialty s ON s.id = x.specialty_id WHERE x.practitioner_id = e.id)
        """),
      Column("kind", .text, "e.kind", sorting: "e.kind", isShown: false), .use,
    ],
    filters: [
      Filter(record: "specialty", "SELECT id, name FROM specialty ORDER BY name, id") {
        .among("SELECT practitioner_id FROM practitioner_specialty WHERE specialty_id = \($0)", "e.id")
      },
      .use,
    ],
    order: Order("family"), search: named("concat_ws(' ', e.prefix, e.given_name, e.family_name)"))

  private static func named(_ names: SQL) -> @Sendable (String) -> Condition? {
    { words in
      let fits = words.split(separator: " ").map { word in
        "strpos(folded(\(names)), folded(\(String(word)))) > 0" as SQL
      }
      return fits.isEmpty ? nil : .holds(fits.joined(separator: " AND "))
    }
  }
}

extension Column {
  /// Whether an entry `e` is in use, or retired.
  fileprivate static let use = Column(
    "use", .code(.use), "CASE WHEN e.active THEN 'active' ELSE 'retired' END")
}

extension Filter {
  fileprivate static let use = Filter(code: "use", .use) { code, _ in
    code == "active" ? "e.active" : "NOT e.active"
  }
}

extension Codes {
  fileprivate static let use = Codes("use", ["active", "retired"])
}
