internal import FoundationEssentials

/// A requirement for a visit of a certain length, in seconds from its start.
struct ResolvedNeed: Hashable, Sendable {
  let resource: Requirement.Resource
  /// With buffers (rule 11).
  let from: Int
  let until: Int
  /// Without.
  let visitFrom: Int
  let visitUntil: Int

  /// So many resources of a kind an offer names; the rest is not looked at.
  static let mostCandidates = 8

  func range(from start: Int) -> Range<Int> { (start + from)..<(start + until) }
  func visit(from start: Int) -> Range<Int> { (start + visitFrom)..<(start + visitUntil) }

  /// What would begin with the visit's end or later falls away (rule 10).
  static func all(of rules: BookingRules, length: Int, practitioner: ID<Practitioner>) -> [ResolvedNeed] {
    let usual = rules.isOnline ? Requirement.usualOnline : Requirement.usual
    let requirements = rules.requirements.isEmpty ? usual : rules.requirements
    return requirements.compactMap { requirement in
      let from = requirement.from * 60
      let until = min(requirement.until.map { $0 * 60 } ?? length, length)
      guard from < until else { return nil }
      return ResolvedNeed(
        resource: requirement.resource,
        from: from == 0 ? -rules.bufferBeforeMinutes * 60 : from,
        until: until == length ? length + rules.bufferAfterMinutes * 60 : until,
        visitFrom: from, visitUntil: until)
    }
  }
}

/// The resources of which one has to be had for a time.
struct Choice {
  let candidates: [UUID]
  let during: Range<Int>

  /// Whether each can have its own: no resource serves two at once.
  static func canAllBeHad(_ choices: [Choice]) -> Bool {
    // Those of one candidate are most often all there is, and differ.
    if choices.allSatisfy({ $0.candidates.count == 1 }) {
      return !choices.indices.contains { index in
        choices[..<index].contains {
          $0.candidates == choices[index].candidates && $0.during.overlaps(choices[index].during)
        }
      }
    }
    return canBeHad(choices[...], beside: [])
  }

  private static func canBeHad(_ choices: ArraySlice<Choice>, beside taken: [(UUID, Range<Int>)]) -> Bool {
    guard let choice = choices.first else { return true }
    return choice.candidates.contains { candidate in
      !taken.contains { $0.0 == candidate && $0.1.overlaps(choice.during) }
        && canBeHad(choices.dropFirst(), beside: taken + [(candidate, choice.during)])
    }
  }
}
