import Testing

@testable import Pages

@Suite("Texts that a number words")
struct PluralTests {
  /// The examples of CLDR 45's plurals.xml: integers, then decimals.
  static let examples: [(Language, PluralCategory, [String])] = [
    (.english, .one, ["1"]),
    (
      .english, .other,
      ["0", "2", "16", "100", "1000", "10000", "100000", "1000000", "0.0", "1.0", "1.5", "10.0"]
    ),
    (.french, .one, ["0", "1", "0.0", "1.5"]),
    (.french, .many, ["1000000"]),
    (.french, .other, ["2", "17", "100", "1000", "10000", "100000", "2.0", "3.5", "10.0"]),
    (.spanish, .one, ["1", "1.0", "1.00", "1.000"]),
    (.spanish, .many, ["1000000"]),
    (
      .spanish, .other,
      ["0", "2", "16", "100", "1000", "10000", "100000", "0.0", "0.9", "1.1", "1.6", "10.0"]
    ),
    (.arabic, .zero, ["0", "0.0", "0.00"]),
    (.arabic, .one, ["1", "1.0", "1.00"]),
    (.arabic, .two, ["2", "2.0", "2.00"]),
    (.arabic, .few, ["3", "10", "103", "110", "1003", "3.0", "10.0", "103.0", "1003.0"]),
    (.arabic, .many, ["11", "26", "111", "1011", "11.0", "18.0", "99.0", "111.0", "1011.0"]),
    (
      .arabic, .other,
      [
        "100", "102", "200", "202", "300", "400", "500", "600", "1000", "10000", "100000", "1000000", "0.1",
        "0.9",
        "1.1", "1.7", "10.1", "100.0", "1000.0",
      ]
    ),
  ]

  @Test("take the form that CLDR says", arguments: examples)
  func categories(language: Language, category: PluralCategory, numbers: [String]) {
    for number in numbers { #expect(language.pluralCategory(of: number) == category, "\(number)") }
    #expect(category == .other || language.pluralCategories.contains(category))
  }

  @Test("know a number as it is written")
  func numbers() {
    #expect(PluralNumber("12\u{202F}408") == PluralNumber("12408"))
    #expect(PluralNumber("−3") == PluralNumber("3"))
    #expect(PluralNumber("\u{2068}1,5\u{2069}") == PluralNumber("1.5"))
    for text in ["", "some", "1 or 2", "1.2.3", ".", "99999999999999999999"] {
      #expect(PluralNumber(text) == nil)
    }
    #expect(Language.arabic.pluralCategory(of: "some") == .other)
  }

  private static let catalogues = [
    "messages/en.txt":
      "n = {count} rows of {title}\nn[one] = a row of {title}\nm = {title} has {count}\nm[count=one] = {title} has one",
    "messages/ar.txt": """
    n = {count} صف من {title}
    n[zero] = لا صفوف
    n[two] = صفان
    n[few] = {count} صفوف
    m = {count}
    m[one] = واحد
    """,
  ]

  private func shown(_ count: Int, _ language: Language, _ key: String = "n") throws -> String {
    try Stage(Self.catalogues.merging(["sheet.html": "<p>{{t:\(key)}}</p>"]) { $1 })
      .show(Sheet(count: count), in: language)
  }

  @Test("show the form that goes with a page's number")
  func page() throws {
    #expect(try shown(1, .english) == "<p>a row of Today</p>")
    #expect(try shown(2, .english) == "<p>2 rows of Today</p>")
    #expect(try shown(0, .arabic) == "<p>لا صفوف</p>")
    #expect(try shown(2, .arabic) == "<p>صفان</p>")
    #expect(try shown(10, .arabic) == "<p>10 صفوف</p>")
    #expect(try shown(11, .arabic) == "<p>11 صف من \u{2068}Today\u{2069}</p>")
    #expect(try shown(1, .english, "m") == "<p>Today has one</p>")
    #expect(try shown(1, .arabic, "m") == "<p>واحد</p>")
  }

  @Test("show it in what Swift code says, too")
  func words() throws {
    let library = try Stage(Self.catalogues).library()
    #expect(library.words(.english)["n", ["count": "1", "title": "x"]] == "a row of x")
    #expect(
      library.words(.english)["n", ["count": "1\u{202F}001", "title": "x"]] == "1\u{202F}001 rows of x")
    #expect(library.words(.arabic)["n", ["count": "7"]] == "7 صفوف")
    #expect(library.words(.arabic)["n", ["title": "x"]] == "{count} صف من \u{2068}x\u{2069}")
  }

  @Test("are told where they are wrong")
  func faults() throws {
    let english = """
      n = {count}
      n[one] = x
      n[one] = y
      n[two] = z
      n[other] = a
      n[some] = b
      n[one = c
      gone[one] = d
      """
    #expect(
      try Stage(["messages/en.txt": english]).faults().prefix(6) == [
        "Templates/messages/en.txt:3: 'n[one]' already stands in line 2",
        "Templates/messages/en.txt:4: 'en' has no form 'two' beside the usual one",
        "Templates/messages/en.txt:5: 'en' has no form 'other' beside the usual one",
        "Templates/messages/en.txt:6: 'some' is no form of a text",
        "Templates/messages/en.txt:7: '[' without ']'",
        "Templates/messages/en.txt:8: 'gone' itself is missing",
      ])
  }

  @Test("are told where no number decides, or another one than in English")
  func deciders() throws {
    #expect(
      try Stage(["messages/en.txt": "n = none", "messages/fr.txt": "n = x\nn[one] = y"]).faults().first
        == "Templates/messages/fr.txt:2: no number decides about 'n' in Templates/messages/en.txt:1")
    #expect(
      try Stage(["messages/en.txt": "n = {a} {b}", "messages/fr.txt": "n = x\nn[one] = y\nn[b=many] = z"])
        .faults()
        .first == "Templates/messages/fr.txt:3: another number than in line 2 decides")
    #expect(
      try Stage(["messages/en.txt": "n = {a}", "messages/fr.txt": "n = x\nn[c=one] = y"]).faults().first
        == "Templates/messages/fr.txt:2: no number decides about 'n' in Templates/messages/en.txt:1")
    // What the text does not show decides where English names it.
    let hidden = [
      "messages/en.txt": "n = rows\nn[count=one] = row", "messages/fr.txt": "n = lignes\nn[one] = ligne",
    ]
    let library = try Stage(hidden).library()
    #expect(library.words(.french)["n", ["count": "1"]] == "ligne")
  }
}
