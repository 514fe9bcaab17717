import Pages
import Testing

@Suite("Layouts and parts")
struct LayoutTests {
  static let main = """
    <title>{{$title}}{{clinic}}{{/title}}</title>
    <main>
    {{$main}}
    usual
    {{/main}}
    </main>

    """

  @Test("a page fills the blocks of its layout and leaves the others as they are")
  func filling() throws {
    let layouts = ["layouts/main.html": Self.main]
    #expect(
      try show("{{< layouts/main}}\n\n{{$main}}\n<h1>{{title}}</h1>\n{{/main}}\n", Sheet(), layouts) == """
        <title>Riverside</title>
        <main>
        <h1>Today</h1>
        </main>

        """)
    #expect(try show("{{< layouts/main}}\n{{$title}}x{{/title}}", Sheet(), layouts).contains("usual"))
  }

  @Test("a layout may have a layout; the nearest filling wins")
  func layoutsOfLayouts() throws {
    let layouts = [
      "layouts/main.html": Self.main,
      "layouts/admin.html":
        "{{< layouts/main}}\n{{$title}}Admin{{/title}}{{$main}}<nav>{{$inner}}none{{/inner}}</nav>{{/main}}",
    ]
    #expect(
      try show("{{< layouts/admin}}\n{{$inner}}in{{/inner}}", Sheet(), layouts)
        == "<title>Admin</title>\n<main>\n<nav>in</nav></main>\n")
    #expect(
      try show("{{< layouts/admin}}\n{{$title}}Staff{{/title}}", Sheet(), layouts)
        == "<title>Staff</title>\n<main>\n<nav>none</nav></main>\n")
  }

  @Test("a block can be shown in several places")
  func blockTwice() throws {
    let layouts = ["layouts/main.html": "<title>{{$t}}{{/t}}</title><h1>{{$t}}{{/t}}</h1>"]
    #expect(
      try show("{{< layouts/main}}\n{{$t}}{{title}}{{/t}}", Sheet(), layouts)
        == "<title>Today</title><h1>Today</h1>")
  }

  @Test("a part sees the names of the place where it stands")
  func parts() throws {
    let template = "{{> parts/name}}{{#rows}}{{> parts/name}}{{/rows}}"
    #expect(
      try show(template, Sheet(rows: [Row(note: "a"), Row(note: "b")]), ["parts/name.html": "[{{note}}]"])
        == "[][a][b]")
  }

  @Test("a part's last newline does not break the line it stands in")
  func partNewlines() throws {
    let parts = ["parts/name.html": "<b>{{title}}</b>\n"]
    #expect(try show("<p>{{> parts/name}}</p>", Sheet(), parts) == "<p><b>Today</b></p>")
    #expect(try show("<p>\n  {{> parts/name}}\n</p>", Sheet(), parts) == "<p>\n<b>Today</b>\n</p>")
  }

  @Test("a whole page looks like this")
  func wholePage() throws {
    let files = [
      "layouts/main.html": """
      <!doctype html>
      <html lang="en">
      <head>
        <title>{{$title}}{{/title}} - {{clinic}}</title>
        <link rel="stylesheet" href="{{asset:css/site.css}}">
      </head>
      <body>
        {{$main}}{{/main}}
      </body>
      </html>

      """,
      "parts/row.html": """
      <tr{{#note}} class="noted"{{/note}}>
        <td>{{name}}</td>
        <td>{{#note}}{{note}}{{/note}}{{^note}}-{{/note}}</td>
      </tr>

      """,
      "messages/en.txt": "sheet.heading = {title}, {count} people\n",
      "messages/fr.txt": "sheet.heading = {title} : {count} personnes\n",
    ]
    let template = """
      {{< layouts/main}}
      {{! The list of the day. }}
      {{$title}}{{title}}{{/title}}
      {{$main}}
      <h1>{{t:sheet.heading}}</h1>
      <table>
        {{#rows}}
        {{> parts/row}}
        {{/rows}}
      </table>
      {{/main}}
      """
    let sheet = Sheet(title: "Mon & Tue", rows: [Row(name: "Dr O'Neil"), Row(name: "Ben", note: "<late>")])
    #expect(
      try show(template, sheet, files) == """
        <!doctype html>
        <html lang="en">
        <head>
          <title>Mon &amp; Tue - Riverside</title>
          <link rel="stylesheet" href="/assets/css/site.3f2a.css">
        </head>
        <body>
          <h1>Mon &amp; Tue, 3 people</h1>
        <table>
        <tr>
          <td>Dr O&#39;Neil</td>
          <td>-</td>
        </tr>
        <tr class="noted">
          <td>Ben</td>
          <td>&lt;late&gt;</td>
        </tr>
        </table>

        </body>
        </html>

        """)
  }
}
