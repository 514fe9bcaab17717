internal import Synchronization

/// What a template made of one view, to be shown again without being made again.
///
/// A class because those who show the view at once share it.
public final class Drawing: Sendable {
  private let last = Mutex<(place: Place, markup: [UInt8])?>(nil)

  public init() {}

  /// Where in which template a view is shown: another place may show it in another way.
  struct Place: Equatable, Sendable {
    /// The address of its fixed text, which stays where it is for as long as the template lives.
    let template: Int
    let step: Int
  }

  func markup(at place: Place, draw: () -> [UInt8]) -> [UInt8] {
    if let kept = last.withLock({ $0 }), kept.place == place { return kept.markup }
    let markup = draw()
    last.withLock { $0 = (place, markup) }
    return markup
  }
}
