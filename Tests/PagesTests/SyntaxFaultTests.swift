import Pages
import Testing

@Suite("Faults in the syntax")
struct SyntaxFaultTests {
  @Test(
    "each is told with its file and line",
    arguments: [
      ("a\n{{title", "2: '{{' is not closed by '}}'"),
      ("a\n\n{{{title}}}", "3: '{{{' is not known: markup is a SafeHTML value in an ordinary {{name}}"),
      ("{{&title}}", "1: '&title' is not a name"),
      ("{{rows.name}}", "1: 'rows.name' is not a name"),
      ("{{.}}", "1: '.' is not a name"),
      ("\n{{}}", "2: '' is not a name"),
      ("{{# }}", "1: '' is not a name"),
      ("{{> a b}}", "1: 'a b' is not a path"),
      ("{{t:a b}}", "1: 'a b' is not a message key"),
      ("\n{{/title}}", "2: {{/title}} closes nothing"),
      ("a\n{{#isOpen}}\nb\n", "2: 'isOpen' is not closed by {{/isOpen}}"),
      ("{{#isOpen}}\n{{^note}}\n{{/isOpen}}", "2: 'note' is not closed by {{/note}}"),
      ("a\n{{< layouts/main}}", "2: {{< layouts/main}} must be the first line"),
      ("\n{{< layouts/main}}", "2: {{< layouts/main}} must be the first line"),
      ("{{< layouts/main}}\n{{$main}}{{/main}}\n\n stray\n", "4: outside of any block of the layout"),
      ("{{< layouts/main}}\n{{title}}", "2: outside of any block of the layout"),
      ("{{< layouts/main}}\n{{$main}}{{/main}}\n{{$main}}{{/main}}", "3: block 'main' stands twice"),
    ])
  func syntax(template: String, fault: String) throws {
    let layouts = ["layouts/main.html": "{{$main}}{{/main}}"]
    #expect(try faults(template, layouts) == ["Templates/sheet.html:\(fault)"])
  }

  @Test("all are told together, in order")
  func together() throws {
    let found = try faults(
      "{{/a}}\n{{{b}}}\n{{#isOpen}}\n{{> parts/non}}", ["parts/none.html": "\n\n{{c d}}"])
    #expect(
      found == [
        "Templates/parts/none.html:3: 'c d' is not a name",
        "Templates/sheet.html:1: {{/a}} closes nothing",
        "Templates/sheet.html:2: '{{{' is not known: markup is a SafeHTML value in an ordinary {{name}}",
        "Templates/sheet.html:3: 'isOpen' is not closed by {{/isOpen}}",
        "Templates/sheet.html:4: no file 'parts/non.html'; did you mean 'parts/none.html'?",
      ])
  }

  @Test("invalid UTF-8 is told with its line")
  func invalidText() throws {
    let stage = try Stage(["sheet.html": "ok"])
    try stage.write(Array("a\nb".utf8) + [0xFF, 0x0A] + Array("c\n".utf8), to: "sheet.html")
    #expect(stage.faults() == ["Templates/sheet.html:2: not valid UTF-8"])
  }

  @Test("a byte order mark is a fault")
  func byteOrderMark() throws {
    #expect(try faults("\u{FEFF}a") == ["Templates/sheet.html:1: starts with a byte order mark"])
  }

  @Test("1 MiB is a catalogue, a byte more is not")
  func catalogueSize() throws {
    let largest = 1024 * 1024
    for (size, faults) in [
      (largest, []),
      (largest + 1, ["Templates/messages/en.txt:1: 1048577 bytes, where 1048576 are the limit"]),
    ] {
      let stage = try Stage(["messages/en.txt": "#" + String(repeating: "x", count: size - 1)])
      #expect(stage.faults { () throws(TemplateFaults) in _ = try stage.library() } == faults)
    }
  }

  @Test("256 KiB is a template, a byte more is not")
  func size() throws {
    let largest = 256 * 1024
    #expect(try show(String(repeating: "a", count: largest)).utf8.count == largest)
    #expect(
      try faults(String(repeating: "a", count: largest + 1))
        == ["Templates/sheet.html:1: 262145 bytes, where 262144 are the limit"])
  }

  @Test("sections nest 32 deep and no deeper")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "{{^isOpen}}\n", count: depth) + "x\n"
        + String(repeating: "{{/isOpen}}\n", count: depth)
    }
    #expect(try show(nested(32)) == "x\n")
    #expect(try faults(nested(33)) == ["Templates/sheet.html:33: nested deeper than 32"])
  }

  @Test("a folder that is not there is a fault")
  func noFolder() {
    let faults = #expect(throws: TemplateFaults.self) {
      try TemplateLibrary(folder: "/nowhere/Templates", frame: Chrome.self, assets: [:])
    }
    #expect(faults?.description == "/nowhere/Templates:1: the folder cannot be read")
  }

  @Test("what an editor leaves behind is no template")
  func editorFiles() throws {
    let leftovers = [".sheet.html.swp": "{{", ".#sheet.html": "{{", "sheet.html~": "{{"]
    #expect(try show("ok", Sheet(), leftovers) == "ok")
  }
}
