internal import CivilTime
internal import Clinic
internal import FoundationEssentials

/// Who can come to a visit: whom the specialty is for, who is known by then, and is not with somebody else.
struct DemoGuests {
  private let clinic: DemoClinic
  private let patients: [Catalogue.Audience: [Int]]
  private let cast: [Int]
  private var engagements: [Int: [Range<Date>]] = [:]

  init(of clinic: DemoClinic, on today: Day) {
    self.clinic = clinic
    cast = clinic.patients.indices.filter { clinic.patients[$0].account != nil }
    let others = clinic.patients.indices.filter { clinic.patients[$0].account == nil }
    patients = Dictionary(
      uniqueKeysWithValues: [Catalogue.Audience.anybody, .adults, .children, .women].map { audience in
        (audience, others.filter { clinic.patients[$0].belongs(to: audience, on: today) })
      })
  }

  /// Spreads the visits of the cast over past and future.
  ///
  /// - Returns: patients by the position of their visit.
  mutating func reserve(_ visits: [DemoClinic.Visit], at now: Date) -> [Int: Int] {
    let open = visits.indices.filter {
      // Whoever they are, they can see these.
      [.anybody, .adults].contains(clinic.services[visits[$0].service].audience)
    }
    let past = open.filter { visits[$0].during.upperBound <= now }
    let upcoming = open.filter { visits[$0].during.lowerBound > now }
    var reserved: [Int: Int] = [:]
    for patient in cast {
      let chosen = spread(past, DemoClinic.castPast) + spread(upcoming, DemoClinic.castUpcoming)
      for position in chosen where reserved[position] == nil && engage(patient, visits[position].during) {
        reserved[position] = patient
      }
    }
    return reserved
  }

  /// Picks evenly over the order, so that each is far from the next.
  private func spread(_ positions: [Int], _ count: Int) -> [Int] {
    guard !positions.isEmpty else { return [] }
    return (0..<count).map { positions[($0 * 2 + 1) * positions.count / (count * 2)] }
  }

  /// - Returns: `nil` when nobody can come.
  mutating func guest(for visit: DemoClinic.Visit, from generator: inout SeededGenerator) -> Int? {
    guard let candidates = patients[clinic.services[visit.service].audience], !candidates.isEmpty else {
      return nil
    }
    let first = Int.random(in: candidates.indices, using: &generator)
    for step in candidates.indices {
      let candidate = candidates[(first + step) % candidates.count]
      guard clinic.patients[candidate].createdAt < visit.during.lowerBound else { continue }
      if engage(candidate, visit.during) { return candidate }
    }
    return nil
  }

  private mutating func engage(_ patient: Int, _ time: Range<Date>) -> Bool {
    let taken = engagements[patient, default: []]
    guard !taken.contains(where: { $0.overlaps(time) }) else { return false }
    engagements[patient, default: []].append(time)
    return true
  }
}
