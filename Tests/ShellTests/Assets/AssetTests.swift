import FoundationEssentials
import Shell
import Testing

@Suite("Assets")
struct AssetTests {
  /// Writes files into a folder of its own and reads them as assets.
  private func assets(_ files: [String: String]) throws -> Assets {
    let folder = "/tmp/shell-assets-\(UInt64.random(in: .min ... .max))"
    for (path, text) in files {
      let parent = "\(folder)/\(path)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
      try FileManager.default.createDirectory(
        atPath: parent.joined(separator: "/"), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(path)"))
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try Assets(folder: folder)
  }

  @Test("have a name that changes with their contents")
  func fingerprint() throws {
    let one = try assets(["css/site.css": "a{}", "js/site.js": "1"])
    let two = try assets(["css/site.css": "b{}", "js/site.js": "1"])
    // printf 'a{}' | sha256sum
    #expect(one.url(of: "css/site.css") == "/assets/css/site.5f546eb4606b5c2b.css")
    #expect(one.paths["css/site.css"] != two.paths["css/site.css"])
    #expect(one.paths["js/site.js"] == two.paths["js/site.js"])
  }

  @Test("a style sheet names what it refers to by its fingerprint, so that its own changes as well")
  func rewriting() async throws {
    let css = """
      @import url("base.css"); a{background:url(../img/a.svg)} b{background:url( '/img/a.svg' )}
      c{background:url(data:image/png;base64,AA==)} d{filter:url(#f)} e{src:url(https://x.test/a.svg)}
      """
    let files = ["css/site.css": css, "css/base.css": "a{}", "img/a.svg": "<svg/>"]
    let one = try assets(files)
    let two = try assets(files.merging(["img/a.svg": "<svg></svg>"]) { $1 })
    let body = try await TestServer.run(assets: one) {
      try await $0.get(one.url(of: "css/site.css") ?? "").body
    }
    let picture = try #require(one.url(of: "img/a.svg"))
    #expect(body.contains("@import url(\"\(one.url(of: "css/base.css") ?? "")\")"))
    #expect(body.contains("a{background:url(\"\(picture)\")} b{background:url(\"\(picture)\")}"))
    #expect(
      body.hasSuffix(
        "c{background:url(data:image/png;base64,AA==)} d{filter:url(#f)} e{src:url(https://x.test/a.svg)}"
      ))
    #expect(one.url(of: "css/site.css") != two.url(of: "css/site.css"))
  }

  @Test("are kept by browsers for ever, and still guarded by the security headers")
  func served() async throws {
    let assets = try assets(["css/site.css": "a{}"])
    let url = try #require(assets.url(of: "css/site.css"))
    let (get, head, old, plain, post) = try await TestServer.run(assets: assets) { site in
      (
        try await site.get(url), try await site.get(url, method: "HEAD"),
        try await site.get("/assets/css/site.0000000000000000.css"),
        try await site.get("/assets/css/site.css"),
        try await site.get(url, method: "POST")
      )
    }
    #expect(get.status == 200 && get.body == "a{}")
    #expect(get["cache-control"] == "public, max-age=31536000, immutable")
    #expect(get["content-type"] == "text/css; charset=utf-8")
    #expect(get["x-content-type-options"] == "nosniff")
    #expect(get.fields.filter { $0.name == "cache-control" }.count == 1)
    #expect(head.status == 200 && head["content-length"] == "3")
    #expect(old.status == 404 && old["cache-control"] == "no-store")
    #expect(plain.status == 404)
    #expect(post.status == 405 && post["allow"] == "GET, HEAD")
  }

  @Test("that can't be served stop the server")
  func faults() throws {
    #expect(throws: AssetFault.missing(path: "img/x.svg", referredToBy: "css/site.css")) {
      try assets(["css/site.css": "a{background:url(../img/x.svg)}"])
    }
    #expect(throws: AssetFault.circular(path: "a.css")) {
      try assets(["a.css": "@import url(b.css)", "b.css": "@import url(a.css)"])
    }
    #expect(throws: AssetFault.unknownKind(path: "a.exe")) { try assets(["a.exe": ""]) }
    #expect(throws: AssetFault.unreadable(path: "/nowhere")) { try Assets(folder: "/nowhere") }
  }

  @Test("that are hidden stay so")
  func hidden() throws {
    #expect(
      try assets([".git/config": "x", ".hidden.css": "", "a.css": ""]).paths.keys.sorted() == ["a.css"])
  }
}
