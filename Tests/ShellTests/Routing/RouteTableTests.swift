import Hummingbird
import Shell
import Testing

@Suite("A route table")
struct RouteTableTests {
  private func faults(_ routes: (HTTPRequest.Method, String, String)...) -> [RouteFault] {
    do {
      _ = try RouteTable(
        routes.map { method, pattern, name in
          Route(method, pattern, access: "anyone", name: name) { _, _ in SampleRoutes.text(name) }
        })
      return []
    } catch {
      return error.faults
    }
  }

  @Test("lists its routes in the order in which they were given")
  func list() throws {
    let table = try RouteTable(SampleRoutes.all)
    #expect(table.routes.map(\.name).prefix(3) == ["home", "doctor.new", "doctor"])
    #expect(table.routes.first { $0.name == "doctor.change" }?.access == "admin")
  }

  @Test("takes one path with several methods, and a literal beside a parameter")
  func fits() {
    #expect(
      faults((.get, "/a/:id", "1"), (.post, "/a/:id", "2"), (.get, "/a/new", "3"), (.get, "/", "4")) == [])
  }

  @Test("refuses the same path twice")
  func duplicate() {
    #expect(
      faults((.get, "/a/:id", "1"), (.get, "/a/:id", "2"))
        == [.duplicate(method: .get, pattern: "/a/:id", earlier: "/a/:id")])
  }

  @Test("refuses two names for one part of a path, which would be the same path")
  func renamed() {
    #expect(
      faults((.get, "/a/:id", "1"), (.post, "/a/:key/b", "2")) == [
        .renamedParameter(pattern: "/a/:key/b", earlier: "/a/:id")
      ])
  }

  @Test("refuses two routes of one name")
  func names() {
    #expect(faults((.get, "/a", "1"), (.get, "/b", "1")) == [.duplicateName("1")])
  }

  @Test("refuses paths that the shell answers itself", arguments: ["/assets/x", "/healthz", "/readyz"])
  func reserved(_ path: String) {
    #expect(faults((.get, path, "1")) == [.reserved(path)])
  }

  @Test(
    "refuses what is not a path",
    arguments: [
      "", "a", "/a/", "//", "/a//b", "/a/:", "/a?b", "/a b", "/a/../b", "/:id/:id", "/ä", "/%41", "/**",
    ])
  func patterns(_ pattern: String) {
    #expect(faults((.get, pattern, "1")) == [.badPattern(pattern)])
  }

  @Test("tells all that is wrong at once")
  func all() {
    #expect(faults((.get, "a", "1"), (.get, "/b", "2"), (.get, "/b", "3"), (.get, "/c", "2")).count == 3)
  }
}
