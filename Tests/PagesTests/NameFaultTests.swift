import Pages
import Testing

@Suite("Faults in names")
struct NameFaultTests {
  @Test(
    "each is told with its file and line",
    arguments: [
      ("\n{{titel}}", "2: no field 'titel' in Sheet; did you mean 'title'?"),
      ("{{other}}", "1: no field 'other' in Sheet"),
      ("{{#rows}}\n{{nam}}{{/rows}}", "2: no field 'nam' in Row; did you mean 'name'?"),
      ("{{#rows}}{{/rows}}\n{{name}}", "2: no field 'name' in Sheet"),
      ("{{#row}}{{anything}}{{/row}}", "1: no field 'row' in Sheet; did you mean 'rows'?"),
      ("{{^row}}{{/row}}", "1: no field 'row' in Sheet; did you mean 'rows'?"),
      ("{{isOpen}}", "1: 'isOpen' is a flag: it can open a section, not be shown"),
      ("{{rows}}", "1: 'rows' is a list: it can open a section, not be shown"),
      ("{{person}}", "1: 'person' is a view: it can open a section, not be shown"),
      ("{{#count}}{{/count}}", "1: 'count' is a number: it can be shown, not open a section"),
      ("{{asset:css/sit.css}}", "1: no asset 'css/sit.css'; did you mean 'css/site.css'?"),
      ("{{t:grete}}", "1: no text 'grete' in Templates/messages/en.txt; did you mean 'greet'?"),
      (
        "{{< main}}\n\n{{$boddy}}{{/boddy}}",
        "3: no block 'boddy' in Templates/main.html; did you mean 'body'?"
      ),
      ("{{< main}}\n{{$body}}{{$body}}{{/body}}{{/body}}", "2: block 'body' stands inside itself"),
      ("\n{{> mian}}", "2: no file 'mian.html'; did you mean 'main.html'?"),
      ("{{< mian}}\n", "1: no file 'mian.html'; did you mean 'main.html'?"),
      ("{{> page}}", "1: 'page.html' has a layout, so it is a page and not a part"),
    ])
  func names(template: String, fault: String) throws {
    let others = [
      "main.html": "{{$body}}{{/body}}", "page.html": "{{< main}}", "messages/en.txt": "greet = Hello",
      "messages/fr.txt": "greet = Bonjour",
    ]
    let french = fault.replacing("en.txt", with: "fr.txt")
    let expected = Set([fault, french].map { "Templates/sheet.html:\($0)" }).sorted()
    #expect(try faults(template, others) == expected)
  }

  @Test("a name is checked inside a list although the samples leave it empty")
  func emptyList() throws {
    #expect(
      try faults("{{#rows}}{{#people}}{{#friends}}{{wrong}}{{/friends}}{{/people}}{{/rows}}")
        == ["Templates/sheet.html:1: no field 'wrong' in Person"])
  }

  @Test("a fault in a part is told where it is, with the view that lacks the name")
  func inParts() throws {
    #expect(
      try faults("{{> part}}{{#rows}}{{> part}}{{/rows}}", ["part.html": "\n{{name}}"])
        == ["Templates/part.html:2: no field 'name' in Sheet"])
  }

  @Test("files that include themselves are a fault, by whatever way")
  func cycles() throws {
    #expect(
      try faults(
        "{{> a}}",
        ["a.html": "\n{{> b}}", "b.html": "{{#isOpen}}{{> a}}{{/isOpen}}", "c.html": "{{> c}}"])
        == [
          "Templates/a.html:2: 'b.html' includes this file again",
          "Templates/b.html:1: 'a.html' includes this file again",
          "Templates/c.html:1: 'c.html' includes this file again",
        ])
    #expect(
      try faults("{{< sheet}}") == ["Templates/sheet.html:1: 'sheet.html' includes this file again"])
  }

  @Test("a page without its file is a fault")
  func noFile() throws {
    #expect(
      try Stage(["shet.html": ""]).faults()
        == ["Templates/sheet.html:1: no such file; did you mean 'shet.html'?"])
  }

  @Test("all pages are checked together")
  func together() throws {
    struct Other: Page {
      static let template = "other"
      static let samples = [Other()]
      var fields: Fields { ["a": .text("")] }
    }
    let stage = try Stage([
      "sheet.html": "{{a}}{{> part}}", "other.html": "{{b}}{{> part}}", "part.html": "{{title}}{{x}}",
    ])
    let library = try stage.library()
    #expect(
      stage.faults { () throws(TemplateFaults) in
        try library.check(pages: [Sheet.self, Other.self])
      } == [
        "Templates/other.html:1: no field 'b' in Other; did you mean 'a'?",
        "Templates/part.html:1: no field 'x' in Other; did you mean 'a'?",
        "Templates/part.html:1: no field 'x' in Sheet",
        "Templates/sheet.html:1: no field 'a' in Sheet",
      ])
  }
}
