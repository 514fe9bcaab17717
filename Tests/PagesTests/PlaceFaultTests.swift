import Pages
import Testing

@Suite("Places where escaping is not enough")
struct PlaceFaultTests {
  @Test(
    "a value there is told with its file and line",
    arguments: [
      ("<script>\nlet a = '{{title}}'</script>", "2: 'title' inside <script>"),
      ("<STYLE>\n{{title}}</STYLE>", "2: 'title' inside <style>"),
      ("<script src=\"a\">x</script><script>{{title}}</script>", "1: 'title' inside <script>"),
      ("<a href={{title}}>", "1: 'title' in an attribute value without quotes"),
      ("<a href=/a/{{title}}>", "1: 'title' in an attribute value without quotes"),
      ("<a onclick=\"go('{{title}}')\">", "1: 'title' in the event handler 'onclick'"),
      ("<a\n OnClick = '{{title}}'>", "2: 'title' in the event handler 'onclick'"),
      ("<a style=\"color: {{title}}\">", "1: 'title' in a 'style' attribute"),
      ("<iframe srcdoc=\"{{title}}\"></iframe>", "1: 'title' in a 'srcdoc' attribute"),
      ("<{{title}}>", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("<a {{title}}>", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("<a data-{{title}}=\"\">", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("<a href=\"x\"{{title}}>", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("</{{title}}>", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("<!-- {{title}} -->", "1: 'title' inside an HTML comment"),
      ("<!doctype {{title}}>", "1: 'title' inside a tag, but not in a quoted attribute value"),
      ("<script>{{t:greet}}</script>", "1: text 'greet' inside <script>"),
      ("<a href={{asset:css/site.css}}>", "1: asset 'css/site.css' in an attribute value without quotes"),
      ("<a title=\"{{mark}}\">", "1: 'mark' is markup, in an attribute"),
      ("<textarea>{{mark}}</textarea>", "1: 'mark' is markup, inside <textarea>"),
      ("<title>{{mark}}</title>", "1: 'mark' is markup, inside <title>"),
      ("<script>{{mark}}</script>", "1: 'mark' is markup, inside <script>"),
      ("<p>\n<div title=\"\n", "3: the page ends in an attribute"),
      ("<script>", "1: the page ends inside <script>"),
      ("\n<a{{#isOpen}} href=\"{{/isOpen}}>", "2: section 'isOpen' ends in another place of the markup"),
      ("{{#isOpen}}<script>{{/isOpen}}", "1: section 'isOpen' ends in another place of the markup"),
      ("<scr{{#isOpen}}ipt{{/isOpen}}>", "1: section 'isOpen' ends in another place of the markup"),
      ("<a class=\"a\"{{#isOpen}}b{{/isOpen}}>", "1: no space before the next attribute of <a>"),
      ("<a {{#isOpen}}on{{/isOpen}}click=\"x\">", "1: no space before the next attribute of <a>"),
      ("<a title=\"x\"\n\nclass=\"b\"id=\"c\">", "3: no space before the next attribute of <a>"),
      ("<p>\n<a\n<b>", "3: '<' inside the tag <a>"),
    ])
  func unsafe(template: String, fault: String) throws {
    let words = ["messages/en.txt": "greet = Hello", "messages/fr.txt": "greet = Bonjour"]
    #expect(try faults(template, words) == ["Templates/sheet.html:\(fault)"])
  }

  @Test(
    "everywhere else a value may stand",
    arguments: [
      ("<a href=\"/a/{{title}}?b={{title}}\">{{title}}</a>", "<a href=\"/a/Today?b=Today\">Today</a>"),
      ("<a href = '{{title}}'>", "<a href = 'Today'>"),
      ("<textarea rows=4 >{{title}}</textarea>{{title}}", "<textarea rows=4 >Today</textarea>Today"),
      ("<script src=\"{{title}}\"></script>{{title}}", "<script src=\"Today\"></script>Today"),
      ("<!doctype html>{{title}}", "<!doctype html>Today"),
      ("<!-- <script> -->{{title}}", "<!-- <script> -->Today"),
      ("<!-->{{title}}", "<!-->Today"),
      ("a < b {{title}}", "a < b Today"),
      ("<br/>{{title}}<img src=a/>{{title}}", "<br/>Today<img src=a/>Today"),
      ("<input{{^isOpen}} disabled{{/isOpen}}>{{title}}", "<input disabled>Today"),
      ("<input {{^isOpen}}disabled {{/isOpen}}value=\"{{title}}\">", "<input disabled value=\"Today\">"),
      (
        "<a class=\"a{{^isOpen}} b{{/isOpen}}\"{{^isOpen}} id=\"x\"{{/isOpen}}>", "<a class=\"a b\" id=\"x\">"
      ),
      ("<a data-on=\"{{title}}\">", "<a data-on=\"Today\">"),
      ("<svg><style></style><path d=\"{{title}}\"/></svg>", "<svg><style></style><path d=\"Today\"/></svg>"),
    ])
  func safe(template: String, shown: String) throws {
    #expect(try show(template) == shown)
  }

  @Test("the place is followed through layouts and parts")
  func acrossFiles() throws {
    let others = ["layouts/main.html": "<script>{{$main}}{{/main}}</script>", "part.html": "\n{{title}}"]
    #expect(
      try faults("{{< layouts/main}}\n{{$main}}{{> part}}{{/main}}", others)
        == ["Templates/part.html:2: 'title' inside <script>"])
  }
}
