import Clinic
import Pages

extension PractitionerPage {
  init(_ doctor: Practitioner, _ services: [HealthcareService], _ formats: Formats) {
    self.init(
      name: doctor.name, qualification: doctor.qualification, specialties: doctor.specialties,
      languages: formats.words.spoken(doctor.languages),
      bio: doctor.bio.split(whereSeparator: \.isNewline).map(String.init),
      face: Face(doctor, .large),
      services: services.map { ServiceRow($0, href: Path.times(doctor.id, $0.id), formats) })
  }
}

extension ServiceRow {
  init(_ service: HealthcareService, href: String, _ formats: Formats) {
    self.init(
      name: service.name, description: service.description,
      duration: formats.minutes(service.durationMinutes),
      price: formats.money(service.price), href: href)
  }
}

extension ServicesPage {
  /// - Parameter services: those of one specialty stand together.
  init(_ services: [HealthcareService], _ formats: Formats) {
    var groups: [(specialty: String, rows: [ServiceRow])] = []
    let words = formats.words
    for service in words.sorted(words.sorted(services, by: \.name), by: \.specialty) {
      if groups.last?.specialty != service.specialty { groups.append((service.specialty, [])) }
      groups[groups.count - 1].rows.append(ServiceRow(service, href: Path.doctors(for: service.id), formats))
    }
    self.init(
      groups: groups.enumerated().map { index, group in
        ServiceGroup(specialty: group.specialty, anchor: "specialty-\(index + 1)", services: group.rows)
      })
  }
}
