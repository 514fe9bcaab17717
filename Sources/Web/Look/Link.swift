internal import Pages

/// A text that leads somewhere within the site.
struct Link: View {
  let text: String
  let href: String

  var fields: Fields { ["text": .text(text), "href": .text(href)] }

  static let samples = [Link(text: "Monday 7 December", href: "/doctors/1/times?service=2&from=2026-12-07")]
}
