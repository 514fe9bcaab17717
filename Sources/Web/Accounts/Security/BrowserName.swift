internal import Pages

/// What a person would call the browser behind a `User-Agent` (RFC 9110 section 10.1.5): its maker's name and the kind
/// of machine. Browsers say little that is true there, so little is read.
enum BrowserName {
  static func of(_ agent: String) -> (browser: String?, system: String?) {
    (browsers.first { agent.contains($0.mark) }?.name, systems.first { agent.contains($0.mark) }?.name)
  }

  /// The more particular first: every Edge calls itself Chrome too, and every Chrome Safari.
  private static let browsers: [(mark: String, name: String)] = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ("curl/", "curl"),
  ]

  private static let systems: [(mark: String, name: String)] = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
  ]
}

extension Words {
  /// `Firefox on Linux`
  func browser(_ agent: String) -> String {
    switch BrowserName.of(agent) {
    case (nil, nil): self["browser.unknown"]
    case (let browser?, nil): browser
    case (nil, let system?): system
    case (let browser?, let system?): self["browser.on", ["browser": browser, "system": system]]
    }
  }
}
