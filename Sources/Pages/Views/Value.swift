/// What one field of a view holds.
public struct Value: Sendable {
  let content: Content

  enum Content: Sendable {
    case text(String)
    case flag(Bool)
    case number(Int)
    case html(String)
    // Boxed, so that the common values stay small: a row of eight fields is one small allocation.
    indirect case list(any ViewList)
    indirect case view(of: any View.Type, Fields?)
    indirect case drawn(of: any View.Type, Drawing, @Sendable () -> Fields)
  }

  /// Text, escaped wherever it is shown. As a section: shown when there is any.
  public static func text(_ text: String?) -> Value {
    Value(content: .text(text ?? ""))
  }

  /// A condition; it can open a section but not be shown.
  public static func flag(_ flag: Bool) -> Value {
    Value(content: .flag(flag))
  }

  /// A whole number, shown in decimal digits without grouping; it can be shown but not open a section.
  public static func number(_ number: Int) -> Value {
    Value(content: .number(number))
  }

  /// Markup, shown as it stands. As a section: shown when there is any.
  public static func html(_ html: SafeHTML?) -> Value {
    Value(content: .html(html?.markup ?? ""))
  }

  /// Views shown one after the other by a section. Their type is known even when there are none.
  public static func list<Element: View>(_ views: [Element]) -> Value {
    Value(content: .list(Views(views: views)))
  }

  /// A view that a section steps into, or skips when it is missing.
  public static func view<Nested: View>(_ view: Nested?) -> Value {
    Value(content: .view(of: Nested.self, view?.fields))
  }

  /// A view that is drawn once and shown often: what a section makes of it is kept in `drawing`. That it looks the same
  /// whatever page it is on is seen to when templates are compiled: inside, only its own fields have names.
  ///
  /// - Parameter view: asked only where there is no drawing yet.
  public static func drawn<Nested: View>(
    _ drawing: Drawing, _ view: @escaping @Sendable () -> Nested
  ) -> Value {
    Value(content: .drawn(of: Nested.self, drawing) { view().fields })
  }
}
