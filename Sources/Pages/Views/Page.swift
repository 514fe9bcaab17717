/// A view that fills a whole HTML page.
public protocol Page: View {
  /// The template's path below the templates folder, without its ending: `appointments/new` stands for
  /// `appointments/new.html`.
  static var template: String { get }

  /// The languages this page is complete in; every message key it needs must exist in each.
  static var languages: [Language] { get }
}

extension Page {
  public static var languages: [Language] { [.english] }
}
