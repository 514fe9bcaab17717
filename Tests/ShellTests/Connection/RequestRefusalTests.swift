import Testing

@Suite("A request that is not as it should be is refused")
struct RequestRefusalTests {
  @Test(
    "with the right status, and the connection is closed",
    arguments: [
      ("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
      ("two Hosts", "GET / HTTP/1.1\r\nHost: ours.test\r\nHost: ours.test\r\n\r\n", 400),
      ("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
      ("a Host that is none", "GET / HTTP/1.1\r\nHost: ours.test/x\r\n\r\n", 400),
      ("a user in the Host", "GET / HTTP/1.1\r\nHost: a@ours.test\r\n\r\n", 400),
      ("a target of a foreign host", "GET http://evil.test/ HTTP/1.1\r\nHost: ours.test\r\n\r\n", 421),
      ("a foreign scheme", "GET ftp://ours.test/ HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("CONNECT", "CONNECT ours.test:80 HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("half an escape", "GET /doctors/%4 HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an escape of letters", "GET /doctors/%zz HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an encoded NUL", "GET /doctors/%00 HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an encoded line break", "GET /doctors/%0a HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("bytes that are not UTF-8", "GET /doctors/%ff HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("a letter that is not ASCII", "GET /doctors/é HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("a part that goes up", "GET /doctors/../x HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an encoded part that goes up", "GET /doctors/%2e%2E/x HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an encoded slash", "GET /doctors/a%2fb HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("a backslash", "GET /doctors/a%5cb HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      ("an empty part", "GET //evil.test HTTP/1.1\r\nHost: ours.test\r\n\r\n", 400),
      (
        "a length and chunks",
        """
        POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: 3\r\n\
        Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n
        """, 400
      ),
      (
        "two lengths",
        "POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400
      ),
      (
        "two equal lengths",
        "POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400
      ),
      ("a list of lengths", "POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
      ("a signed length", "POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: +3\r\n\r\nabc", 400),
      (
        "an unknown coding",
        "POST /echo HTTP/1.1\r\nHost: ours.test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501
      ),
      (
        "chunks in HTTP/1.0",
        "POST /echo HTTP/1.0\r\nHost: ours.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
      ),
      (
        "chunks that are garbage",
        "POST /echo HTTP/1.1\r\nHost: ours.test\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", 400
      ),
      ("a space before the colon", "GET / HTTP/1.1\r\nHost : ours.test\r\n\r\n", 400),
      ("a folded field", "GET / HTTP/1.1\r\nHost: ours.test\r\nX-A: b\r\n c\r\n\r\n", 400),
      ("a NUL in a field", "GET / HTTP/1.1\r\nHost: ours.test\r\nX-A: b\u{0}c\r\n\r\n", 400),
      ("no HTTP at all", "hello\r\n\r\n", 400),
      ("another HTTP", "GET / HTTP/2.0\r\nHost: ours.test\r\n\r\n", 505),
      (
        "a body that is announced too long",
        "POST /echo HTTP/1.1\r\nHost: ours.test\r\nContent-Length: 999999999999\r\n\r\n", 413
      ),
    ])
  func refused(_ what: String, _ request: String, _ status: Int) async throws {
    let answer = try await TestServer.run { try await $0.ask(request) }
    #expect(answer.statuses == [status], "\(what): \(answer)")
    #expect(RawResponse(text: answer)?["connection"] == "close")
  }

  @Test("but an absolute target of the same host is served")
  func absoluteTarget() async throws {
    let answer = try await TestServer.run {
      try await $0.ask(
        "GET http://Ours.test/doctors/7?x=1 HTTP/1.1\r\nHost: ours.test\r\nConnection: close\r\n\r\n")
    }
    #expect(answer.hasSuffix("doctor 7"))
  }

  @Test("a host that is not ours gets the page for 421")
  func foreignHost() async throws {
    let answer = try await TestServer.run {
      try await $0.ask("GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
    }
    #expect(answer.status == 421)
    #expect(answer.hasSuffix("page 421 -"))
  }
}
