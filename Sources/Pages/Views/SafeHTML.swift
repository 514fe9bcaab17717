/// Markup that is written as it stands: the only way around escaping.
///
/// Who makes one vouches that nothing in it came from a person unescaped. It may stand in element text only;
/// in an attribute it is a fault at boot.
public struct SafeHTML: Sendable {
  let markup: String

  public init(trusted markup: String) {
    self.markup = markup
  }
}
