import Pages
import Testing

@Suite("Letters")
struct LetterTests {
  private struct Note: Letter {
    static let template = "mail/note"
    static let samples = [Note()]
    var name = "Paul & <Co>"
    var lines: [Row] = []
    var mark: SafeHTML?
    var fields: Fields { ["name": .text(name), "lines": .list(lines), "mark": .html(mark)] }
  }

  private static let words = [
    "messages/en.txt": "hello = Hello {name}!", "messages/fr.txt": "hello = Bonjour {name} !",
  ]

  private func letter(
    _ template: String, _ note: Note = Note(), in language: Language = .english
  ) throws -> (subject: String, body: String) {
    let stage = try stage(template)
    return try stage.library().text(Note.self).render(note, language: language)
  }

  private func faults(_ template: String) throws -> [String] {
    let stage = try stage(template)
    return stage.faults { () throws(TemplateFaults) in _ = try stage.library().text(Note.self) }
  }

  private func stage(_ template: String) throws -> Stage {
    let files = ["mail/note.txt": template, "mail/foot.txt": "-- \nRiverside\n"]
    return try Stage(files.merging(Self.words) { $1 })
  }

  @Test("the first line is the subject and the rest the body, none of it escaped")
  func subjectAndBody() throws {
    let text = try letter(
      "{{t:hello}}\n\n  Dear {{name}},\n{{#lines}}\n- {{name}}\n{{/lines}}\n{{> mail/foot}}\n",
      Note(lines: [Row(name: "a'b"), Row(name: "\"c\"")]))
    #expect(text.subject == "Hello Paul & <Co>!")
    #expect(text.body == "  Dear Paul & <Co>,\n- a'b\n- \"c\"\n-- \nRiverside\n")
  }

  @Test("a letter is written in the language asked for, or in English")
  func languages() throws {
    #expect(try letter("{{t:hello}}", in: .french).subject == "Bonjour Paul & <Co> !")
    #expect(try letter("{{t:hello}}", in: Language(code: "de")).subject == "Hello Paul & <Co>!")
  }

  @Test("a line break in a value cannot end the subject, nor begin a header")
  func oneLine() throws {
    let text = try letter("For {{name}}\n\nDear {{name}}", Note(name: "Paul\r\nBcc: everybody\u{0}"))
    #expect(text.subject == "For Paul  Bcc: everybody")
    #expect(text.body == "Dear Paul\r\nBcc: everybody\u{0}")
  }

  @Test("places that only HTML has do not matter")
  func noMarkup() throws {
    #expect(try letter("<script>{{name}} a=\n\n<b", Note(name: "x")).subject == "<script>x a=")
  }

  @Test("markup in a letter is a fault")
  func markup() throws {
    #expect(try faults("a\n\n{{mark}}") == ["Templates/mail/note.txt:3: 'mark' is markup, in plain text"])
  }

  @Test("a section that ends in another line than the subject's is a fault")
  func subjectSection() throws {
    #expect(
      try faults("a {{#name}}b\n{{/name}}\n")
        == ["Templates/mail/note.txt:1: the subject's line ends inside section 'name'"])
    #expect(try letter("a {{#name}}b{{/name}}\n\nc") == letter("a b\n\nc"))
  }

  @Test("the frame is not known to letters")
  func noFrame() throws {
    #expect(try faults("{{clinic}}") == ["Templates/mail/note.txt:1: no field 'clinic' in Note"])
  }

  @Test("letters are checked together with pages")
  func checked() throws {
    let stage = try stage("{{nam}}")
    let library = try stage.library()
    #expect(
      stage.faults { () throws(TemplateFaults) in
        try library.check(pages: [Sheet.self], letters: [Note.self])
      } == [
        "Templates/mail/note.txt:1: no field 'nam' in Note; did you mean 'name'?",
        "Templates/sheet.html:1: no such file",
      ])
  }
}
