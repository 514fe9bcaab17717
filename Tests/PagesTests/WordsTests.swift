import Pages
import Testing

@Suite("Words in several languages")
struct WordsTests {
  static let english = """
    # Greetings
    greet = Hello {title}, {count} & more

    error.minutes = Wait {minutes} minutes = {minutes}!
    bye   =   Bye

    """
  static let french = """
    greet = Bonjour {title}, {count} & plus
    error.minutes = Attendez {minutes} minutes
    bye = Adieu
    """

  static func stage(
    _ template: String, _ english: String = english, _ french: String = french
  ) throws -> Stage {
    try Stage(["sheet.html": template, "messages/en.txt": english, "messages/fr.txt": french])
  }

  @Test("a text is shown in the language asked for, with its fields, all of it escaped")
  func shown() throws {
    let stage = try Self.stage("<p title=\"{{t:greet}}\">{{t:bye}}</p>")
    let sheet = Sheet(title: "\"Ana\"")
    #expect(try stage.show(sheet) == "<p title=\"Hello &quot;Ana&quot;, 3 &amp; more\">Bye</p>")
    #expect(
      try stage.show(sheet, in: .french) == "<p title=\"Bonjour &quot;Ana&quot;, 3 &amp; plus\">Adieu</p>")
  }

  @Test("a text shows the field of the place where it stands")
  func scope() throws {
    let stage = try Stage([
      "sheet.html": "{{t:who}}{{#rows}}{{t:who}}{{/rows}}", "messages/en.txt": "who = [{note}]",
      "messages/fr.txt": "who = ({note})",
    ])
    #expect(try stage.show(Sheet(note: "page", rows: [Row(note: "row")])) == "[page][row]")
  }

  @Test("a language the page is not written in is shown in English")
  func fallback() throws {
    struct Plain: Page {
      static let template = "sheet"
      static let samples = [Plain()]
      var fields: Fields { [:] }
    }
    let template = try Self.stage("{{t:bye}}").library().template(Plain.self)
    let html = template.render(Plain(), in: Chrome(), language: .french)
    #expect(String(decoding: html, as: UTF8.self) == "Bye")
    #expect(template.nearest(.french) == .english)
    #expect(template.nearest(.english) == .english)
  }

  @Test("Swift code looks texts up, in English where there is no other")
  func words() throws {
    let library = try Self.stage("").library()
    #expect(library.words(.english)["error.minutes", ["minutes": "15"]] == "Wait 15 minutes = 15!")
    #expect(library.words(.french)["error.minutes", ["minutes": "<15>"]] == "Attendez <15> minutes")
    #expect(library.words(Language(code: "de"))["bye"] == "Bye")
    #expect(library.words(.french)["error.minutes"] == "Attendez {minutes} minutes")
    #expect(library.words(.french)["nothing"] == "nothing")
  }

  @Test("a text missing in one language is told for that language")
  func missing() throws {
    let stage = try Self.stage("\n{{t:bye}}", Self.english, "greet = Bonjour\n")
    #expect(stage.faults() == ["Templates/sheet.html:2: no text 'bye' in Templates/messages/fr.txt"])
  }

  @Test("a text whose field is not there is told in the catalogue, with the place of use")
  func unknownField() throws {
    let stage = try Self.stage("\n{{t:error.minutes}}")
    #expect(
      stage.faults() == [
        "Templates/messages/en.txt:4: no field 'minutes' in Sheet, at Templates/sheet.html:2",
        "Templates/messages/fr.txt:2: no field 'minutes' in Sheet, at Templates/sheet.html:2",
      ])
  }

  @Test("faults in a catalogue are told together, with their lines")
  func catalogueFaults() throws {
    let english = "a = 1\n# a = 2\na = 3\nnot a text\nb c = d\ne =\nf = {x\ng = x}\nh = {}\ni = {x y}\n"
    #expect(
      try Self.stage("", english, "").faults() == [
        "Templates/messages/en.txt:3: 'a' already stands in line 1",
        "Templates/messages/en.txt:4: not 'key = text'",
        "Templates/messages/en.txt:5: 'b c' is not a message key",
        "Templates/messages/en.txt:6: 'e' has no text",
        "Templates/messages/en.txt:7: a brace without its partner",
        "Templates/messages/en.txt:8: a brace without its partner",
        "Templates/messages/en.txt:9: '' is not a name",
        "Templates/messages/en.txt:10: 'x y' is not a name",
      ])
  }

  @Test("a translation of a key or placeholder that English lacks is a fault")
  func translations() throws {
    #expect(
      try Self.stage("", Self.english, "grete = x\n\nerror.minutes = {minuts}\n").faults() == [
        "Templates/messages/fr.txt:1: 'grete' does not stand in Templates/messages/en.txt;"
          + " did you mean 'greet'?",
        "Templates/messages/fr.txt:3: {minuts} does not stand in Templates/messages/en.txt:4;"
          + " did you mean 'minutes'?",
      ])
  }

  @Test("keys that Swift code needs are checked in every language")
  func required() throws {
    let stage = try Self.stage("", Self.english, "bye = Adieu")
    let library = try stage.library()
    #expect(
      stage.faults { () throws(TemplateFaults) in
        try library.require(keys: ["bye", "greet"], in: [.english, .french])
      } == ["Templates/messages/fr.txt:1: no text 'greet'"])
    try library.require(keys: ["bye"], in: [.english, .french])
  }

  @Test("keys and files that nobody uses can be told")
  func unused() throws {
    let stage = try Stage([
      "sheet.html": "{{< main}}\n{{$main}}{{t:bye}}{{> part}}{{/main}}", "main.html": "{{$main}}{{/main}}",
      "part.html": "", "old.html": "{{t:greet}}",
      "messages/en.txt": Self.english, "messages/fr.txt": Self.french,
    ])
    let library = try stage.library()
    _ = try library.template(Sheet.self)
    #expect(library.unusedKeys() == ["error.minutes", "greet"])
    #expect(library.unusedFiles() == ["old.html"])
    try library.require(keys: ["greet", "error.minutes"], in: [.english])
    #expect(library.unusedKeys() == [])
  }
}
