internal import CivilTime
internal import Clinic
internal import FoundationEssentials

extension DemoClinic {
  /// How many appointments each patient of the cast has: enough for a dashboard worth looking at.
  static let castPast = 16
  static let castUpcoming = 4

  /// Gives every visit a patient who has time then.
  func appointments(
    for visits: [Visit], _ catalogue: Catalogue, from source: inout DemoSource
  ) -> [Appointment] {
    var guests = DemoGuests(of: self, on: source.today)
    let reserved = guests.reserve(visits, at: source.now)
    return visits.enumerated().compactMap { position, visit in
      guard let patient = reserved[position] ?? guests.guest(for: visit, from: &source.generator) else {
        return nil
      }
      let reasons = catalogue.specialties[services[visit.service].specialty].reasons
      return appointment(patient, visit, reasons, from: &source)
    }
  }

  private func appointment(
    _ patient: Int, _ visit: Visit, _ reasons: [String], from source: inout DemoSource
  ) -> Appointment {
    let ahead = Double(Int.random(in: 1...24, using: &source.generator)) * 86_400
    let lately = source.instant(daysAgo: 0...20)
    let bookedAt = max(min(visit.during.lowerBound - ahead, lately), patients[patient].createdAt)
    let status = status(of: visit, from: &source)
    return Appointment(
      id: source.id(at: bookedAt), key: source.id(at: bookedAt), patient: patient, visit: visit,
      status: status,
      reason: source.generator.chance(70) ? source.generator.pick(reasons) : "", bookedAt: bookedAt,
      releasedAt: status == .cancelled ? visit.during.lowerBound - ahead / 2 : nil,
      occupancies: (0..<3).map { _ in source.id(at: bookedAt) })
  }

  private func status(of visit: Visit, from source: inout DemoSource) -> AppointmentStatus {
    if visit.during.lowerBound > source.now { return .booked }
    if visit.during.upperBound > source.now { return .arrived }
    return source.generator.pick([AppointmentStatus.fulfilled: 86, .cancelled: 9, .noshow: 5])
  }
}
