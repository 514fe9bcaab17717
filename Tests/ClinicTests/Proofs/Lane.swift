import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres

@testable import Clinic

/// Some people who act one after the other, while those of other lanes act at the same time. Nobody else touches what
/// is theirs, so a lane knows what every answer has to be, but for who is quicker.
struct Lane: Sendable {
  var stage: ProofStage
  let ticks: Ticks
  var people: [Person]
  var generator: SeededGenerator
  var ledger = Ledger()
  var outcomes: [String: Int] = [:]
  var faults: [String] = []
  var absences: [UUID] = []

  init(on stage: ProofStage, _ ticks: Ticks, _ people: [Person], _ generator: SeededGenerator) {
    self.stage = stage
    self.ticks = ticks
    self.people = people
    self.generator = generator
  }

  struct Person: Sendable {
    let patient: UUID
    /// Signed in, with the browser for which times are kept.
    let visitor: Visitor
    let browser: Token
    var holds: Held?
    var booked: [Booked] = []
    /// What ten minutes were given of, each time.
    var granted: [Offer] = []

    /// As many appointments are ahead of them as they can book. (All that happens is days ahead.)
    var isFull: Bool { booked.count { !$0.isCancelled } >= Appointment.mostAhead }

    /// Whether this time was kept for them as often as it may be.
    func hasHadEnough(of offer: Offer) -> Bool {
      granted.count { $0.practitioner == offer.practitioner && $0.slot.during.overlaps(offer.slot.during) }
        >= HoldGrant.mostPerTime
    }

    var heldBy: String { owner(ofHold: browser.hash) }

    /// What has to be in the database of all that was acknowledged to them.
    var recorded: [Recorded] {
      booked.map { booked in
        Recorded(
          id: booked.id, practitioner: booked.offer.practitioner.uuid,
          location: booked.offer.slot.location.uuid,
          patient: patient, during: booked.offer.slot.during,
          status: booked.isCancelled ? "cancelled" : "booked",
          acts: booked.acts.sorted().joined(separator: " "),
          letters: booked.acts.sorted().joined(separator: " "))
      }
    }
  }

  struct Held: Sendable {
    let offer: Offer
    let until: Date
  }

  struct Booked: Sendable {
    let id: ID<Appointment>
    let booking: Booking
    var offer: Offer
    var isCancelled = false
    /// As audit log and letters call them.
    var acts = [Act.appointmentBooked.rawValue]

    var by: String { owner(id) }
    var sequence: Int { acts.count - 1 }
  }

  var clinic: Clinic { stage.test.clinic }

  mutating func act(times: Int) async {
    for _ in 0..<times {
      let (act, outcome) = await act(Int.random(in: people.indices, using: &generator))
      outcomes["\(act): \(outcome)", default: 0] += 1
      if case .unexpected(let what) = outcome { faults.append("\(act): \(what)") }
    }
  }

  private mutating func act(_ person: Int) async -> (String, Outcome) {
    let number = Int.random(in: 0..<100, using: &generator)
    let booked = people[person].booked.indices.filter { !people[person].booked[$0].isCancelled }
    switch number {
    case 0..<10:
      if let held = people[person].holds { return ("book what is kept", await book(person, held.offer)) }
    case 10..<16:
      if let index = people[person].booked.indices.randomElement(using: &generator) {
        return ("send again", await again(people[person].booked[index], by: person))
      }
    case 16..<20:
      return absences.count < 2 ? ("block", await block()) : ("unblock", await unblock())
    case 20..<40:
      return ("hold", await hold(person, stage.offer(from: &generator)))
    case 40..<60:
      if let index = booked.randomElement(using: &generator) {
        let offer = stage.offer(from: &generator, moving: people[person].booked[index].offer)
        return ("move", await move(person, index, to: offer))
      }
    case 60..<72:
      if let index = booked.randomElement(using: &generator) {
        return ("cancel", await cancel(person, index))
      }
    case 72..<76:
      if let index = booked.randomElement(using: &generator) {
        let offer = stage.offer(from: &generator, moving: people[person].booked[index].offer)
        return ("move and cancel at once", await moveAndCancel(person, index, to: offer))
      }
    case 76..<78:
      if let index = people[person].booked.indices.randomElement(using: &generator) {
        return ("act upon an old page", await stale(people[person].booked[index], by: person))
      }
    default: break
    }
    return ("book", await book(person, stage.offer(from: &generator)))
  }
}

enum Outcome: CustomStringConvertible {
  case done
  case refused(Refused.Reason)
  /// One person can have no more of it.
  case enough
  case unexpected(any Error)

  var description: String {
    switch self {
    case .done: "done"
    case .refused(let reason): "\(reason)"
    case .enough: "enough"
    case .unexpected: "unexpected"
    }
  }
}

extension Lane {
  /// All lanes stand still, and the clock went on: what was kept until then lapses.
  mutating func standStill(on stage: ProofStage) {
    self.stage = stage
    ledger.forgetWhatIsOver()
    for index in people.indices {
      guard let held = people[index].holds, held.until <= stage.test.clock.now else { continue }
      let tick = ticks.next()
      ledger.release(people[index].heldBy, tick...tick)
      people[index].holds = nil
    }
  }
}
