import Pages
import Testing

@Suite("Values within lines of the other direction")
struct IsolationTests {
  private static let catalogues = [
    "messages/en.txt": "say = See {title}.", "messages/ar.txt": "say = انظر {title}.",
  ]

  private func shown(_ template: String, _ title: String, _ language: Language = .arabic) throws -> String {
    try Stage(Self.catalogues.merging(["sheet.html": template]) { $1 }).show(
      Sheet(title: title), in: language)
  }

  private func apart(_ text: String) -> String { "\u{2068}\(text)\u{2069}" }

  @Test("stand apart in a page that runs from right to left")
  func rightToLeft() throws {
    #expect(try shown("<dd>{{title}}</dd>", "+44 20 7946") == "<dd>\(apart("+44 20 7946"))</dd>")
    #expect(try shown("<p>{{t:say}}</p>", "Paul") == "<p>انظر \(apart("Paul")).</p>")
    #expect(try shown("<title>{{title}}</title>", "Paul") == "<title>\(apart("Paul"))</title>")
    #expect(try shown("<b></b><option>{{title}}</option>", "Paul & Co").contains(apart("Paul &amp; Co")))
    #expect(try shown("<p title=\"{{t:say}}\"></p>", "Paul").contains(apart("Paul")))
  }

  @Test("do not where they are handed on, copied or followed, nor where nothing can turn them around")
  func plain() throws {
    #expect(try shown("<a href=\"{{title}}\"></a>", "Paul") == "<a href=\"Paul\"></a>")
    #expect(try shown("<input value=\"{{title}}\">", "Paul") == "<input value=\"Paul\">")
    #expect(try shown("<input value=\"{{t:say}}\">", "Paul") == "<input value=\"انظر Paul.\">")
    #expect(try shown("<textarea>{{title}}</textarea>", "Paul") == "<textarea>Paul</textarea>")
    for element in ["code", "bdi", "pre"] {
      #expect(try shown("<\(element)>{{title}}</\(element)>", "A-1") == "<\(element)>A-1</\(element)>")
    }
    #expect(try shown("<code>x</code><p>{{title}}</p>", "A-1").contains(apart("A-1")))
    for text in ["", "2026", "سارة", "https://riverside.example/"] {
      #expect(try shown("<p>{{title}}</p>", text) == "<p>\(text)</p>")
    }
  }

  @Test("stand apart in a sentence that runs from left to right when they are of the other direction")
  func leftToRight() throws {
    #expect(try shown("<p>{{t:say}}</p>", "محمد", .english) == "<p>See \(apart("محمد")).</p>")
    #expect(try shown("<p>{{t:say}}</p>", "Zoë", .english) == "<p>See Zoë.</p>")
    #expect(try shown("<p>{{t:say}}</p>", "김서연 さん", .english) == "<p>See 김서연 さん.</p>")
    #expect(try shown("<p>{{title}}</p>", "محمد", .english) == "<p>محمد</p>")
  }

  @Test("have the language's comma between them")
  func comma() throws {
    #expect(try shown("<p>{{title}}, {{title}}</p>", "أ") == "<p>أ، أ</p>")
    #expect(try shown("<p>{{title}}, {{title}}</p>", "a", .english) == "<p>a, a</p>")
    #expect(try shown("<p class=\"{{title}}, b\"></p>", "a") == "<p class=\"a, b\"></p>")
  }

  @Test("do so in what Swift code says")
  func words() throws {
    let library = try Stage(Self.catalogues).library()
    #expect(library.words(.arabic)["say", ["title": "Paul"]] == "انظر \(apart("Paul")).")
    #expect(library.words(.english)["say", ["title": "محمد"]] == "See \(apart("محمد")).")
    #expect(library.words(.english)["say", ["title": "Paul"]] == "See Paul.")
    #expect(Language.arabic.isolated("Paul") == apart("Paul"))
    #expect(Language.english.isolated("محمد") == "محمد")
  }
}
