internal import CivilTime
internal import FoundationEssentials

extension Clinic {
  /// Takes a part of a day out of the visitor's own hours, in one round trip: nobody can book it from then on. Done twice
  /// it is done once.
  ///
  /// - Parameter anyway: also when visits lie in it. They stay as they are.
  /// - Throws: `Refusal.unknown` for whoever is no practitioner; `.conflict(.visitsWithin)` unless `anyway`;
  ///   `.conflict(.blocksEnough)`; `.invalid` for a time that the clocks skip.
  public func block(_ block: Block, anyway: Bool, by visitor: Visitor) async throws {
    let spans = block.spans(in: try await zone(of: visitor))
    if spans.isEmpty { throw Refusal.invalid([Problem("from", "problem.time")]) }
    let (_, (_, outcome)) = try await ask(
      visitor, .queueForOwnSchedule,
      .block(block, spans, anyway: anyway, newID(), by: visitor, at: clock(), newID: newID))
    switch outcome {
    case .done: return
    case .nobody: throw Refusal.unknown
    case .visits: throw Refusal.conflict(.visitsWithin)
    case .enough: throw Refusal.conflict(.blocksEnough)
    }
  }

  /// Gives the time back. What is gone already stays so.
  public func unblock(_ id: ID<Absence>, by visitor: Visitor) async throws {
    _ = try await ask(visitor, .unblock(id, by: visitor, at: clock(), newID: newID))
  }
}

/// What became of a wish to block time.
enum BlockOutcome: String, Sendable {
  case done, nobody, visits, enough
}
