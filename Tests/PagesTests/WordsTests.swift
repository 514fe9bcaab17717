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

  @Test("a language that the library lacks is shown in its first")
  func fallback() throws {
    #expect(try Self.stage("{{t:bye}}").show(in: .arabic) == "Bye")
  }

  @Test("Swift code looks texts up")
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
    #expect(
      stage.faults() == [
        "Templates/messages/fr.txt:1: no text 'bye', which stands in Templates/messages/en.txt:5",
        "Templates/messages/fr.txt:1: no text 'error.minutes', which stands in Templates/messages/en.txt:4",
      ])
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

  @Test("a key that only one of two languages has is a fault, and a placeholder that English lacks")
  func translations() throws {
    #expect(
      try Self.stage("", Self.english, "grete = x\nbye = y\nerror.minutes = {minuts}\n").faults() == [
        "Templates/messages/fr.txt:1: 'grete' does not stand in Templates/messages/en.txt;"
          + " did you mean 'greet'?",
        "Templates/messages/fr.txt:1: no text 'greet', which stands in Templates/messages/en.txt:2",
        "Templates/messages/fr.txt:3: {minuts} does not stand in Templates/messages/en.txt:4;"
          + " did you mean 'minutes'?",
      ])
  }

  @Test("keys that Swift code needs are checked in every language")
  func required() throws {
    let stage = try Self.stage("")
    let library = try stage.library()
    #expect(
      stage.faults { () throws(TemplateFaults) in try library.require(keys: ["bye", "gret"]) } == [
        "Templates/messages/en.txt:1: no text 'gret'; did you mean 'greet'?",
        "Templates/messages/fr.txt:1: no text 'gret'; did you mean 'greet'?",
      ])
    try library.require(keys: ["bye"])
  }

  @Test("a text or a file that nobody shows is a fault, once everything was asked for")
  func unusedFaults() throws {
    let stage = try Stage([
      "sheet.html": "{{t:bye}}", "old.html": "", "messages/en.txt": "bye = Bye\n\nhi = Hi",
      "messages/fr.txt": "bye = A\nhi = S",
    ])
    let library = try stage.library()
    _ = try library.template(Sheet.self)
    #expect(
      stage.faults(library.checkUse) == [
        "Templates/messages/en.txt:3: nothing shows 'hi'", "Templates/old.html:1: no page is made of it",
      ])
    try library.require(keys: ["hi"])
    #expect(stage.faults(library.checkUse) == ["Templates/old.html:1: no page is made of it"])
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
    try library.require(keys: ["greet", "error.minutes"])
    #expect(library.unusedKeys() == [])
  }
}
