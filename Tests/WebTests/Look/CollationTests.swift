import ClinicTesting
import Pages
import Postgres
import Testing

/// Beside ICU, as PostgreSQL has it.
@Suite("Names in the order of a language")
struct CollationTests {
  private static let names = [
    "Zahnarzt", "Éclair", "Eclipse", "école", "Ecole", "cote", "côte", "coté", "côté", "Ñandú", "nube",
    "Nutrición",
    "Oftalmología", "Œdème", "Oedipus", "Ångström", "Anna", "anna", "Nguyễn", "Nguyen", "Muller", "Müller",
    "Straße",
    "Strasse", "10 days", "2 days", "Room 1", "Room-2", "Room", "إبراهيم", "أحمد", "احمد", "آدم", "باسم",
    "ترجمة",
    "تاج", "خديجة", "خديجت", "هدى", "هدي", "يوسف", "علي", "عمر", "فؤاد", "فواد", "Łódź", "Lodz", "Świat",
  ]

  @Test("is ICU's", arguments: [Language.english, .french, .spanish, .arabic])
  func oracle(language: Language) async throws {
    try await TestDatabase.using { database in
      let expected = try await database.asSuperuser(
        """
        SELECT name FROM unnest(\(Self.names)::text[]) AS name ORDER BY name COLLATE \(unsafe: "\"\(language.code)-x-icu\"")
        """
      ).decode { row in try row.next(String.self) }
      #expect(language.sorted(Self.names) { $0 } == expected)
    }
  }
}
