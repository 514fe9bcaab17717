import Pages
import Testing

@Suite("Faults in views")
struct SampleFaultTests {
  /// A page whose fields the test chooses.
  private struct Loose: Page {
    static let template = "sheet"
    static let samples = [Loose(view: nil), Loose(view: Branching(short: true))]
    var view: Branching?
    var fields: Fields { ["view": .view(view), "childless": .list([Unseen]())] }
  }

  /// Its fields depend on its value, which they must not.
  private struct Branching: View {
    static let samples = [Branching(short: false), Branching(short: true), Branching(short: false)]
    var short: Bool
    var fields: Fields { short ? ["b": .text("B")] : ["b": .text("B"), "c": .text("C")] }
  }

  private struct Unseen: View {
    static let samples: [Unseen] = []
    var fields: Fields { ["a": .text("")] }
  }

  private struct Twice: Page {
    static let template = "sheet"
    static let samples = [Twice()]
    var fields: Fields { ["a": .text("1"), "b-c": .text(""), "a": .text("2")] }
  }

  private struct Mixed: Page {
    static let template = "sheet"
    static let samples = [Mixed(swap: false), Mixed(swap: true)]
    var swap: Bool
    var fields: Fields { swap ? ["b": .text(""), "a": .text("")] : ["a": .text(""), "b": .text("")] }
  }

  private struct Kinds: Page {
    static let template = "sheet"
    static let samples = [Kinds(flag: false), Kinds(flag: true)]
    var flag: Bool
    var fields: Fields { ["a": flag ? .flag(true) : .text("")] }
  }

  @Test("samples with other fields than the first are told")
  func branches() throws {
    let found = try faults(of: Loose.self, "\n{{#view}}{{b}}{{/view}}")
    #expect(found == ["Templates/sheet.html:2: samples[1] of Branching has other fields than samples[0]"])
    let order = try faults(of: Mixed.self, "")
    #expect(order == ["Templates/sheet.html:1: samples[1] of Mixed has other fields than samples[0]"])
    let kinds = try faults(of: Kinds.self, "")
    #expect(kinds == ["Templates/sheet.html:1: samples[1] of Kinds has other fields than samples[0]"])
  }

  @Test("a view without samples is told where it is used")
  func noSamples() throws {
    #expect(
      try faults(of: Loose.self, "\n\n{{#childless}}{{a}}{{/childless}}")
        == ["Templates/sheet.html:3: Unseen has no samples"])
  }

  @Test("a name that stands twice, or that no template can say, is told")
  func names() throws {
    #expect(
      try faults(of: Twice.self, "") == [
        "Templates/sheet.html:1: Twice names 'a' twice",
        "Templates/sheet.html:1: Twice names a field 'b-c', which no template can say",
      ])
  }

  @Test("a view shorter than its samples shows nothing for what it lacks, and does not stop the server")
  func shorter() throws {
    struct Short: Page {
      static let template = "sheet"
      static let samples = [Short(full: true)]
      var full: Bool
      var fields: Fields { full ? ["a": .text("A"), "b": .text("B")] : ["a": .text("A")] }
    }
    let stage = try Stage(["sheet.html": "{{a}}{{#b}}{{b}}{{/b}}{{^b}}-{{/b}}"])
    let html = try stage.library().template(Short.self)
      .render(Short(full: false), in: Chrome(), language: .english)
    #expect(String(decoding: html, as: UTF8.self) == "A-")
  }

  private func faults<P: Page>(of page: P.Type, _ template: String) throws -> [String] {
    let stage = try Stage(["sheet.html": template])
    return stage.faults { () throws(TemplateFaults) in _ = try stage.library().template(page) }
  }
}
