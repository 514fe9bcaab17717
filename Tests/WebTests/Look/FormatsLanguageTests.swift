import CivilTime
import Clinic
import Pages
import Testing

@testable import Web

@Suite("Dates, numbers and lists in each language")
struct FormatsLanguageTests {
  private func formats(_ language: Language) throws -> Formats {
    Formats(
      words: try SnapshotTests.library().words(language),
      zone: try TimeZoneDatabase().rules(for: "Europe/London"))
  }

  private func all(_ said: (Formats) throws -> String) throws -> [String] {
    try Site.languages.map { try said(formats($0)) }
  }

  private func apart(_ text: String) -> String { "\u{2068}\(text)\u{2069}" }

  @Test("dates have their order, and French its first day")
  func dates() throws {
    let day = try #require(Day(year: 2026, month: 3, day: 1))
    #expect(
      try all { $0.longDay(day) } == [
        "Sunday 1 March 2026", "dimanche 1er mars 2026", "domingo, 1 de marzo de 2026", "الأحد 1 مارس 2026",
      ])
    #expect(try all { $0.longDay(day.adding(days: 1)) }[1] == "lundi 2 mars 2026")
  }

  @Test("numbers have their decimal mark, and stand in threes")
  func numbers() throws {
    #expect(try all { $0.count(-12408) } == Array(repeating: "−12\u{202F}408", count: 4))
    #expect(try all { $0.decimal(-0.25) } == ["−0.3", "−0,3", "−0,3", "−0.3"])
    #expect(try all { $0.decimal(1234.56) }[2] == "1\u{202F}234,6")
    #expect(
      try all { $0.percent(0.125) } == [
        "12.5%", "12,5\u{202F}%", "12,5\u{A0}%", "\u{200F}" + apart("12.5") + "%",
      ])
  }

  @Test("money has its sign where the language puts it, and the minus beside the number")
  func money() throws {
    #expect(
      try all { $0.money(Money(minorUnits: 4500, currency: "GBP")) } == [
        "£45.00", "45,00\u{A0}£", "45,00\u{A0}£", "\u{200F}\(apart("45.00"))\u{A0}\(apart("£"))",
      ])
    #expect(
      try all { $0.money(Money(minorUnits: -1_234_500, currency: "CHF")) } == [
        "−CHF\u{A0}12\u{202F}345.00", "−12\u{202F}345,00\u{A0}CHF", "−12\u{202F}345,00\u{A0}CHF",
        "\u{200F}\(apart("−12\u{202F}345.00"))\u{A0}\(apart("CHF"))",
      ])
    #expect(try all { $0.money(Money(minorUnits: 45, currency: "JPY")) }[0] == "JPY\u{A0}45")
  }

  @Test("what is counted is worded by its number")
  func plurals() throws {
    #expect(try all { $0.minutes(1) }.prefix(3) == ["1 minute", "1 minute", "1 minuto"])
    let arabic = try formats(.arabic)
    #expect(Set([1, 2, 3, 11, 100].map(arabic.minutes)).count == 5)
    let (birth, day) = (try #require(Day(iso: "2025-02-01")), try #require(Day(iso: "2026-01-05")))
    #expect(try all { $0.age(from: birth, on: day) }.prefix(3) == ["11 months", "11 mois", "11 meses"])
  }

  @Test("an end behind its beginning, and a value behind its label, follow the line's direction")
  func order() throws {
    #expect(
      try all { $0.words.span("08:30", "12:30") } == [
        "08:30 – 12:30", "08:30 – 12:30", "08:30 – 12:30", "\u{200F}\(apart("08:30")) – \(apart("12:30"))",
      ])
    #expect(try formats(.arabic).words.pair("الهاتف", "+44 20") == "الهاتف: \(apart("+44 20"))")
  }

  @Test("lists have the language's comma")
  func lists() throws {
    #expect(try all { $0.words.list(["a", "b", "c"]) }.prefix(3) == ["a, b, c", "a, b, c", "a, b, c"])
    #expect(try formats(.arabic).words.list(["أ", "b"]) == "أ\u{200F}، \(apart("b"))")
    #expect(try all { $0.words.list([]) } == ["", "", "", ""])
    #expect(
      try all { $0.words.spoken(["en", "xx"]) }.prefix(3) == ["English, xx", "anglais, xx", "inglés, xx"])
  }
}
