import FoundationEssentials

@testable import Clinic

extension Lane {
  mutating func move(_ index: Int, _ number: Int, to offer: Offer) async -> Outcome {
    let (person, booked) = (people[index], people[index].booked[number])
    let began = ticks.next()
    do {
      try await clinic.move(booked.id, to: offer, seen: booked.sequence, by: person.visitor)
      noteMove(index, number, to: offer, began...ticks.next())
      return .done
    } catch {
      return refused(error, person, offer.wanted(by: person.patient), began, moving: booked)
    }
  }

  mutating func noteMove(_ index: Int, _ number: Int, to offer: Offer, _ at: ClosedRange<Int>) {
    let (person, booked) = (people[index], people[index].booked[number])
    // A move to where it is changes nothing, and what is kept stays so.
    if booked.offer.slot.during == offer.slot.during { return }
    ledger.release(booked.by, at)
    ledger.release(person.heldBy, at)
    ledger.take(offer.wanted(by: person.patient), by: booked.by, at)
    people[index].holds = nil
    people[index].booked[number].offer = offer
    people[index].booked[number].acts.append(Act.appointmentMoved.rawValue)
  }

  mutating func cancel(_ index: Int, _ number: Int) async -> Outcome {
    let (person, booked) = (people[index], people[index].booked[number])
    let began = ticks.next()
    do {
      try await clinic.cancel(booked.id, seen: booked.sequence, by: person.visitor)
      noteCancellation(index, number, began...ticks.next())
      return .done
    } catch {
      return .unexpected(error)
    }
  }

  mutating func noteCancellation(_ index: Int, _ number: Int, _ at: ClosedRange<Int>) {
    ledger.release(people[index].booked[number].by, at)
    people[index].booked[number].isCancelled = true
    people[index].booked[number].acts.append(Act.appointmentCancelled.rawValue)
  }

  /// In two windows: one of them wins, and never both.
  mutating func moveAndCancel(_ index: Int, _ number: Int, to offer: Offer) async -> Outcome {
    let (clinic, person, booked) = (clinic, people[index], people[index].booked[number])
    let began = ticks.next()
    async let moving = result {
      try await clinic.move(booked.id, to: offer, seen: booked.sequence, by: person.visitor)
    }
    async let cancelling = result {
      try await clinic.cancel(booked.id, seen: booked.sequence, by: person.visitor)
    }
    let (moved, cancelled) = await (moving, cancelling)
    let at = began...ticks.next()
    switch (moved, cancelled) {
    case (nil, Refusal.conflict(.changedMeanwhile)?):
      noteMove(index, number, to: offer, at)
      return .done
    case (let refusal?, nil):
      noteCancellation(index, number, at)
      switch refusal {
      case Refusal.conflict(.otherState), Refusal.conflict(.changedMeanwhile): return .done
      default: return refused(refusal, person, offer.wanted(by: person.patient), began, moving: booked)
      }
    case (nil, nil) where booked.offer.slot.during == offer.slot.during:
      noteCancellation(index, number, at)
      return .done
    default:
      return .unexpected(moved ?? cancelled ?? Refusal.conflict(.alreadyDone))
    }
  }

  /// Somebody moves and cancels what they saw before it was changed.
  func stale(_ booked: Booked, by index: Int) async -> Outcome {
    guard booked.sequence > 0 else { return .done }
    let (clinic, visitor) = (clinic, people[index].visitor)
    let refusal = await result { try await clinic.cancel(booked.id, seen: booked.sequence - 1, by: visitor) }
    switch refusal {
    case Refusal.conflict(.changedMeanwhile)? where !booked.isCancelled: return .done
    // Cancelled is what they wanted.
    case nil where booked.isCancelled: return .done
    default: return .unexpected(refusal ?? Refusal.conflict(.alreadyDone))
    }
  }
}

/// The error, if there is one.
private func result(_ act: @Sendable () async throws -> Void) async -> (any Error)? {
  do {
    try await act()
    return nil
  } catch { return error }
}
