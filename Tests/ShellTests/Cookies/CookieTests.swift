import Hummingbird
import Shell
import Testing

@Suite("Cookies")
struct CookieTests {
  private func cookies(_ fields: String...) -> RequestCookies {
    var headers = HTTPFields()
    headers[values: .cookie] = fields
    return RequestCookies(headers)
  }

  @Test("are read one by one, from one field or several")
  func read() {
    #expect(cookies("a=1; __Host-session=x=y ;b=\"2\"")["__Host-session"] == "x=y")
    #expect(cookies("a=1; b=\"2\"")["b"] == "2")
    #expect(cookies("a=1", "b=2")["b"] == "2")
    #expect(cookies("a=1")["A"] == nil)
    #expect(cookies("a; =1; ;")["a"] == nil)
  }

  @Test("one that comes twice is not believed")
  func twice() {
    #expect(cookies("a=1; a=2")["a"] == nil)
  }

  @Test("are set for our origin only, out of reach of scripts")
  func set() {
    var response = SampleRoutes.text("")
    HostCookie("session").set("abc-_1", for: .seconds(3600), on: &response)
    #expect(
      response.headers[values: .setCookie]
        == ["__Host-session=abc-_1; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax"])
  }

  @Test("a value can't add attributes or fields of its own")
  func injection() {
    var response = SampleRoutes.text("")
    HostCookie("session").set("a; Domain=evil.test\r\nX: y", on: &response)
    #expect(
      response.headers[values: .setCookie]
        == ["__Host-session=aDomain=evil.testX:y; Path=/; Secure; HttpOnly; SameSite=Lax"])
  }

  @Test("several can be set, and forgotten")
  func several() {
    var response = SampleRoutes.text("")
    HostCookie("a").set("1", on: &response)
    HostCookie("b").remove(from: &response)
    #expect(
      response.headers[values: .setCookie] == [
        "__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax",
        "__Host-b=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax",
      ])
  }
}
