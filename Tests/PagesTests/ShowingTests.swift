import Pages
import Testing

@Suite("Showing values")
struct ShowingTests {
  @Test(
    "text is escaped, in elements and in quoted attributes",
    arguments: [
      ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
      ("<b a='\"&\"'>x</b>", "&lt;b a=&#39;&quot;&amp;&quot;&#39;&gt;x&lt;/b&gt;"),
      ("Nguyễn Thị Minh Khai محمد 김서연 🩺", "Nguyễn Thị Minh Khai محمد 김서연 🩺"),
      ("", ""), ("=;`/\\", "=;`/\\"),
    ])
  func escaping(text: String, escaped: String) throws {
    let sheet = Sheet(title: text)
    #expect(try show("<p>{{title}}</p>", sheet) == "<p>\(escaped)</p>")
    #expect(try show("<p title=\"{{title}}\">", sheet) == "<p title=\"\(escaped)\">")
    #expect(try show("<p title='a {{title}}'>", sheet) == "<p title='a \(escaped)'>")
    #expect(try show("<title>{{title}}</title>", sheet) == "<title>\(escaped)</title>")
  }

  @Test("only SafeHTML is written as it stands")
  func rawMarkup() throws {
    let sheet = Sheet(mark: SafeHTML(trusted: "<svg>&amp;</svg>"))
    #expect(try show("<p>{{mark}}</p>", sheet) == "<p><svg>&amp;</svg></p>")
  }

  @Test("numbers are shown in plain digits", arguments: [0, 7, -12, 1_234_567])
  func numbers(number: Int) throws {
    #expect(try show("{{count}}", Sheet(count: number)) == "\(number)")
  }

  @Test("a missing text shows nothing")
  func missingText() throws {
    #expect(try show("[{{note}}]") == "[]")
  }

  @Test("comments show nothing, over several lines too")
  func comments() throws {
    #expect(try show("a{{! why }}b\n{{! more\n of it }}\nc") == "ab\nc")
  }

  @Test("an asset is shown by its address")
  func assets() throws {
    #expect(
      try show("<link href=\"{{asset:css/site.css}}\">") == "<link href=\"/assets/css/site.3f2a.css\">")
  }

  @Test("the frame's fields are visible around the page's own")
  func frame() throws {
    #expect(try show("{{clinic}}: {{title}}") == "Riverside: Today")
  }

  @Test("a frame of another type is matched by name")
  func otherFrame() throws {
    struct Other: View {
      static let samples = [Other()]
      var fields: Fields { ["lang": .text("en"), "clinic": .text("Hilltop")] }
    }
    let stage = try Stage(["sheet.html": "{{clinic}}"])
    let html = try stage.library().template(Sheet.self).render(Sheet(), in: Other(), language: .english)
    #expect(String(decoding: html, as: UTF8.self) == "Hilltop")
  }
}
