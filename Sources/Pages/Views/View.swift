/// A value a template can show, made of strings that are already formatted, flags, lists and nested views.
///
/// The names, the order and the kinds of `fields` must be the same for every value of the type: a template
/// resolves them to positions once, at boot. So `fields` is one literal, without branches.
public protocol View: Sendable {
  /// Examples in every state worth seeing (typical, empty, faulty, long names), at least one.
  ///
  /// They feed the boot check, the gallery, the snapshots and the accessibility checks.
  static var samples: [Self] { get }

  /// What a template can name.
  var fields: Fields { get }
}
