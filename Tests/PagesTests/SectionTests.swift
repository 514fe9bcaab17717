import Pages
import Testing

@Suite("Sections")
struct SectionTests {
  @Test("a flag shows one branch or the other")
  func flags() throws {
    let template = "{{#isOpen}}open{{/isOpen}}{{^isOpen}}shut{{/isOpen}}"
    #expect(try show(template, Sheet(isOpen: true)) == "open")
    #expect(try show(template, Sheet(isOpen: false)) == "shut")
  }

  @Test("a text opens a section when there is any", arguments: [(nil, "none"), ("", "none"), ("x", "[x]")])
  func texts(note: String?, shown: String) throws {
    #expect(try show("{{#note}}[{{note}}]{{/note}}{{^note}}none{{/note}}", Sheet(note: note)) == shown)
  }

  @Test("markup opens a section when there is any")
  func markup() throws {
    let template = "{{#mark}}{{mark}}{{/mark}}{{^mark}}none{{/mark}}"
    #expect(try show(template, Sheet(mark: SafeHTML(trusted: "<b>"))) == "<b>")
    #expect(try show(template, Sheet(mark: nil)) == "none")
    #expect(try show(template, Sheet(mark: SafeHTML(trusted: ""))) == "none")
  }

  @Test("a list shows its section once for each item, or the inverse")
  func lists() throws {
    let template = "{{#rows}}<li>{{name}}</li>{{/rows}}{{^rows}}nobody{{/rows}}"
    #expect(try show(template, Sheet(rows: [Row(name: "a"), Row(name: "b")])) == "<li>a</li><li>b</li>")
    #expect(try show(template, Sheet(rows: [])) == "nobody")
  }

  @Test("a view shows its section once, or the inverse")
  func views() throws {
    let template = "{{#person}}{{name}}{{/person}}{{^person}}nobody{{/person}}"
    #expect(try show(template, Sheet(person: Person(name: "Paul"))) == "Paul")
    #expect(try show(template, Sheet(person: nil)) == "nobody")
  }

  @Test("an item's fields stand in front of the outer ones, and only inside")
  func shadowing() throws {
    let row = Row(name: "Amira", note: "early", people: [Person(name: "Ben")])
    #expect(
      try show(
        """
        {{note}} {{#rows}}{{note}} {{title}} {{#people}}{{name}} {{note}}{{/people}} {{name}}{{/rows}}
        """,
        Sheet(note: "page", rows: [row])) == "page early Today Ben early Amira")
  }

  @Test("an item's missing text does not fall through to the outer one")
  func noFallThrough() throws {
    #expect(try show("{{#rows}}[{{note}}]{{/rows}}", Sheet(note: "page", rows: [Row(note: "")])) == "[]")
  }

  @Test("views may hold views of their own type, as deep as the template goes")
  func recursiveViews() throws {
    let tree = Person(name: "a", friends: [Person(name: "b", friends: [Person(name: "c")])])
    let friends = "{{#friends}}{{name}}{{#friends}}{{name}}{{/friends}}{{/friends}}"
    #expect(try show("{{#person}}{{name}}\(friends){{/person}}", Sheet(person: tree)) == "abc")
  }

  @Test("text after a section is not taken into it")
  func textAfterSection() throws {
    #expect(try show("a{{#isOpen}}b{{/isOpen}}c", Sheet(isOpen: false)) == "ac")
    #expect(try show("{{#rows}}b{{/rows}}c", Sheet(rows: [])) == "c")
    #expect(try show("{{^isOpen}}b{{/isOpen}}c", Sheet(isOpen: true)) == "c")
  }

  @Test("a tag alone on its line leaves no blank line")
  func standaloneLines() throws {
    let template = """
      <ul>
        {{#rows}}
        <li>{{name}}</li>
        {{/rows}}
        {{! nothing }}
      </ul>
      {{^isOpen}}
      shut
      {{/isOpen}}
      """
    #expect(
      try show(template, Sheet(rows: [Row(name: "a"), Row(name: "b")])) == """
        <ul>
          <li>a</li>
          <li>b</li>
        </ul>
        shut

        """)
  }

  @Test("a tag with company on its line keeps the line")
  func inlineLines() throws {
    let template = "a\n {{#isOpen}} b\n{{/isOpen}} c\n {{title}}\nd"
    #expect(try show(template, Sheet(isOpen: true)) == "a\n  b\n c\n Today\nd")
  }

  @Test("lines may end with a carriage return")
  func carriageReturns() throws {
    #expect(try show("a\r\n{{#isOpen}}\r\nb\r\n{{/isOpen}}\r\nc", Sheet(isOpen: true)) == "a\r\nb\r\nc")
  }
}
