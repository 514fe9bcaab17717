import FoundationEssentials

@testable import Clinic

extension Lane {
  mutating func book(_ index: Int, _ offer: Offer) async -> Outcome {
    let person = people[index]
    let booking = Booking(offer: offer, key: clinic.newKey(), reason: "")
    let wanted = offer.wanted(by: person.patient)
    let began = ticks.next()
    do {
      let id = try await clinic.book(booking, by: person.visitor)
      if person.isFull { return .unexpected(Refusal.conflict(.visitsEnough)) }
      let at = began...ticks.next()
      let booked = Booked(id: id, booking: booking, offer: offer)
      ledger.release(person.heldBy, at)
      ledger.take(wanted, by: booked.by, at)
      people[index].holds = nil
      people[index].booked.append(booked)
      return .done
    } catch Refusal.conflict(.visitsEnough) where person.isFull {
      return .enough
    } catch {
      return refused(error, person, wanted, began)
    }
  }

  mutating func hold(_ index: Int, _ offer: Offer) async -> Outcome {
    let person = people[index]
    let wanted = Array(offer.wanted(by: person.patient).dropLast())
    let began = ticks.next()
    do {
      let kept = try await clinic.hold(offer, for: person.browser, by: person.visitor)
      guard let until = kept else {
        return person.hasHadEnough(of: offer) ? .enough : .unexpected(Refusal.limited(seconds: 0))
      }
      // Asked for again, it is what was kept before: since then, and not since now.
      if person.holds.map({ !$0.offer.isSameVisit(as: offer) }) ?? true {
        if person.hasHadEnough(of: offer) { return .unexpected(Refusal.conflict(.notHeld)) }
        people[index].granted.append(offer)
        let at = began...ticks.next()
        ledger.release(person.heldBy, at)
        ledger.take(wanted, by: person.heldBy, at)
      }
      people[index].holds = Held(offer: offer, until: until)
      return .done
    } catch {
      return refused(error, person, wanted, began)
    }
  }

  /// The same form once more, twice at once: an impatient finger.
  func again(_ booked: Booked, by index: Int) async -> Outcome {
    let (clinic, visitor) = (clinic, people[index].visitor)
    do {
      async let one = clinic.book(booked.booking, by: visitor)
      async let other = clinic.book(booked.booking, by: visitor)
      let ids = try await [one, other]
      return ids == [booked.id, booked.id] ? .done : .unexpected(Refusal.conflict(.alreadyDone))
    } catch {
      return .unexpected(error)
    }
  }

  mutating func refused(
    _ error: any Error, _ person: Person, _ wanted: [Wanted], _ began: Int, moving own: Booked? = nil
  ) -> Outcome {
    let reason: Refused.Reason
    switch error {
    case Refusal.conflict(.timeTaken): reason = .taken
    case Refusal.conflict(.offerOutdated): reason = .outdated
    default: return .unexpected(error)
    }
    let own = [person.heldBy] + [own?.by].compactMap(\.self)
    ledger.refuse(Refused(reason: reason, wanted: wanted, at: began...ticks.next(), own: own))
    return .refused(reason)
  }
}
