import Pages
import Testing

@Suite("A view that is drawn once")
struct DrawingTests {
  @Test("is shown as it was drawn, on every page that has its drawing")
  func kept() throws {
    let stage = try Stage(["sheet.html": "{{title}}: {{#drawn}}<b>{{name}}</b>{{/drawn}}"])
    let drawing = Drawing()
    let template = try stage.library().template(Sheet.self)
    func show(_ sheet: Sheet) -> String {
      String(decoding: template.render(sheet, in: Chrome(), language: .english), as: UTF8.self)
    }
    #expect(show(Sheet(person: Person(name: "<Ada>"), drawing: drawing)) == "Today: <b>&lt;Ada&gt;</b>")
    #expect(
      show(Sheet(title: "Later", person: Person(name: "Ben"), drawing: drawing))
        == "Later: <b>&lt;Ada&gt;</b>")
    #expect(show(Sheet(person: Person(name: "Ben"), drawing: Drawing())) == "Today: <b>Ben</b>")
  }

  @Test("is drawn anew in another place, and in another language")
  func places() throws {
    let stage = try Stage([
      "sheet.html": "{{#drawn}}1{{t:hello}}{{name}}{{/drawn}}{{#drawn}}2{{name}}{{/drawn}}",
      "messages/en.txt": "hello = Hello\n", "messages/fr.txt": "hello = Bonjour\n",
    ])
    let template = try stage.library().template(Sheet.self)
    let sheet = Sheet(person: Person(name: "Ada"))
    func show(_ language: Language) -> String {
      String(decoding: template.render(sheet, in: Chrome(), language: language), as: UTF8.self)
    }
    #expect(show(.english) == "1HelloAda2Ada")
    #expect(show(.french) == "1BonjourAda2Ada")
  }

  @Test("knows no name from outside, which could be another the next time")
  func apart() throws {
    let told = try faults("{{#drawn}}{{title}}{{#friends}}{{clinic}}{{/friends}}{{/drawn}}{{title}}")
    #expect(
      told.count == 2
        && told.allSatisfy { $0.contains("no field 'title'") || $0.contains("no field 'clinic'") })
  }
}
