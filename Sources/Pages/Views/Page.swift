/// A view that fills a whole HTML page.
public protocol Page: View {
  /// The template's path below the templates folder, without its ending: `appointments/new` stands for
  /// `appointments/new.html`.
  static var template: String { get }
}
