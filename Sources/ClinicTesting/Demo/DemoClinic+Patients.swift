internal import CivilTime
internal import Clinic
internal import FoundationEssentials

extension DemoClinic {
  /// The cast's patients first, then their neighbours.
  func makePatients(_ count: Int, _ plan: DemoPlan, from source: inout DemoSource) -> [Patient] {
    let cast = accounts.filter { $0.member.role == .patient }.prefix(count)
    var patients = cast.map { patient(of: $0, plan.neighbourhood, from: &source) }
    while patients.count < count {
      patients.append(neighbour(patients.count, plan, from: &source))
    }
    return patients
  }

  private func patient(
    of account: Account, _ neighbourhood: Neighbourhood, from source: inout DemoSource
  ) -> Patient {
    let createdAt = source.instant(daysAgo: 380...400)
    return Patient(
      id: source.id(at: createdAt), account: account.id, givenName: account.member.givenName,
      familyName: account.member.familyName, gender: account.member.name == "lucie" ? .female : .male,
      birthDate: source.today.adding(days: -38 * 365), email: account.member.email,
      phone: neighbourhood.phone(from: &source.generator),
      address: neighbourhood.address(from: &source.generator), createdAt: createdAt)
  }

  private func neighbour(_ position: Int, _ plan: DemoPlan, from source: inout DemoSource) -> Patient {
    let pool = source.generator.pick(plan.names)
    let gender = source.generator.pick([AdministrativeGender.female: 49, .male: 48, .other: 2, .unknown: 1])
    let hasWomansName = gender == .female || gender != .male && source.generator.chance(50)
    let years = source.generator.pick([0...15: 16, 16...29: 18, 30...49: 28, 50...69: 24, 70...94: 14])
    let age = Int.random(
      in: (years.lowerBound * 365 + 30)...(years.upperBound * 365 + 364), using: &source.generator)
    // Nobody came before they were born.
    let createdAt = source.instant(daysAgo: 25...min(age, 900))
    return Patient(
      id: source.id(at: createdAt), account: nil,
      givenName: source.generator.pick(hasWomansName ? pool.female : pool.male),
      familyName: source.generator.pick(hasWomansName ? pool.femaleFamily : pool.family),
      gender: gender, birthDate: source.today.adding(days: -age),
      // RFC 2606 keeps example.org for nobody.
      email: source.generator.chance(85) ? "patient.\(position)@\(plan.slug).example.org" : "",
      phone: plan.neighbourhood.phone(from: &source.generator),
      address: plan.neighbourhood.address(from: &source.generator), createdAt: createdAt)
  }
}

extension DemoClinic.Patient {
  func belongs(to audience: Catalogue.Audience, on today: Day) -> Bool {
    let age = birthDate.years(until: today)
    return switch audience {
    case .anybody: true
    case .adults: age >= 18
    case .children: age < 16
    case .women: gender == .female && age >= 16
    }
  }
}
