import Testing

@testable import Web

@Suite("The name of a browser")
struct BrowserNameTests {
  @Test(
    "is what its owner calls it",
    arguments: [
      ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
      (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "Edge", "Windows"
      ),
      (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Safari", "Mac"
      ),
      (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
        "Chrome", "iPhone"
      ),
      (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        "Chrome", "Android"
      ),
    ])
  func names(agent: String, browser: String, system: String) {
    let name = BrowserName.of(agent)
    #expect(name.browser == browser && name.system == system)
  }

  @Test("is none where nothing is said")
  func none() {
    #expect(BrowserName.of("") == (nil, nil))
    #expect(BrowserName.of("<script>alert(1)</script>") == (nil, nil))
  }
}
