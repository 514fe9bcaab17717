import Synchronization

/// What was compiled already, so that a page that two places show is compiled once.
///
/// A class for the same reason as `Usage`.
final class CompiledTemplates: Sendable {
  private let known = Mutex<[ObjectIdentifier: Editions]>([:])

  /// - Parameter view: The type of a page or letter, which has one template.
  func editions(
    of view: any View.Type, compile: () throws(TemplateFaults) -> Editions
  ) throws(TemplateFaults) -> Editions {
    let id = ObjectIdentifier(view)
    if let known = known.withLock({ $0[id] }) { return known }
    let editions = try compile()
    known.withLock { $0[id] = editions }
    return editions
  }
}
