import Testing

@testable import Shell

@Suite("The path of a target")
struct RequestPathTests {
  @Test(
    "can be served",
    arguments: [
      ("/", "/"), ("/a/", "/a/"), ("/a/b?x=/../", "/a/b"), ("/a%20b", "/a b"),
      ("/%C3%A9", "é"), ("/...", "/..."), ("/.well-known/x", "/.well-known/x"), ("/..a", "/..a"),
      ("/a..", "/a.."),
      ("/a.b.c", "/a.b.c"), ("/%C2%A0", "/\u{A0}"), ("/%3F", "/?"), ("/?/..//", "/"),
    ])
  func served(target: String, path: String) {
    #expect(RequestPath.isServable(target))
    #expect(RequestPath.decoded(target).hasSuffix(path))
  }

  @Test(
    "means another place, or nothing",
    arguments: [
      "", "a", "*", "//", "//a", "/a//", "/a//b", "/.", "/..", "/./a", "/../a", "/a/.", "/a/..", "/a/./b",
      "/a/../b",
      "/%2e", "/a/%2E%2e/b", "/a/.%2e", "/a%2Fb", "/a%2fb", "/a\\b", "/a%5Cb", "/a b", "/é", "/a#b", "/a?b#c",
      "/a%00", "/a%0A", "/a%1f", "/a%7F", "/a%C2%80", "/a%C2%9F", "/a%C2", "/a%FF", "/a%ED%A0%80", "/a%",
      "/a%4",
      "/a%4g",
    ])
  func refused(target: String) {
    #expect(!RequestPath.isServable(target))
  }
}
