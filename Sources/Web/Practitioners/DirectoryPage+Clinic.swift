import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension DirectoryPage {
  /// - Parameter doctors: those of the page.
  init(
    _ search: DirectorySearch, _ doctors: [DoctorCard], total: Int, isPartial: Bool,
    _ filters: DirectoryFilters
  ) {
    let pages = (total + DirectorySearch.pageSize - 1) / DirectorySearch.pageSize
    let service = search.service.flatMap { id in filters.services.first { $0.value == id.description } }
    self.init(
      text: search.text,
      filters: filters,
      isPartial: isPartial,
      isFiltered: search.isNarrow,
      anyDoctor: service.flatMap { chosen in
        total < 2 ? nil : search.service.map { Link(text: chosen.text, href: Path.times($0)) }
      },
      doctors: doctors,
      total: total,
      page: search.page,
      pages: pages,
      previous: search.page > 1 ? Path.doctors(search, page: search.page - 1) : nil,
      next: search.page < pages ? Path.doctors(search, page: search.page + 1) : nil)
  }
}

extension DirectoryFilters {
  init(
    _ search: DirectorySearch, _ choices: DirectoryChoices, _ specialties: [Specialty],
    _ services: [HealthcareService], _ words: Words, hasTimes: Bool
  ) {
    let places = choices.places.count > 1 ? choices.places : []
    self.init(
      specialties: words.sorted(specialties, by: \.name).map {
        Choice($0.id.description, $0.name, chosen: $0.id == search.specialty)
      },
      services: words.sorted(services, by: \.name).map {
        Choice($0.id.description, $0.name, chosen: $0.id == search.service)
      },
      places: places.map { Choice($0.id.description, $0.name, chosen: $0.id == search.place) },
      languages: words.sorted(
        choices.languages.map { Choice($0, words.spoken($0), chosen: $0 == search.language) }, by: \.text),
      genders: [AdministrativeGender.female, .male].map {
        Choice($0.rawValue, words["directory.\($0.rawValue)"], chosen: $0 == search.gender)
      },
      earliest: (hasTimes ? DirectorySearch.Earliest.allCases : []).map {
        Choice(String($0.rawValue), words["directory.within-\($0.rawValue)"], chosen: $0 == search.earliest)
      },
      online: choices.hasOnline ? Choice("1", words["directory.online"], chosen: search.online) : nil)
  }
}

extension DirectoryFilters {
  /// What this file asks of the catalogue.
  static let keys =
    ["directory.female", "directory.male", "directory.online"]
    + DirectorySearch.Earliest.allCases.map { "directory.within-\($0.rawValue)" }
}

extension DoctorCard {
  init(_ doctor: Practitioner, _ times: CardTimes?, _ words: Words) {
    self.init(
      name: doctor.name, qualification: doctor.qualification, specialties: words.list(doctor.specialties),
      languages: words.spoken(doctor.languages), face: Face(doctor, .small),
      href: Path.doctor(doctor.id), times: times)
  }
}

extension Face {
  init(_ doctor: Practitioner, _ size: Portrait.Size) {
    self.init(
      picture: Path.portrait(doctor.portrait, size), givenName: doctor.givenName,
      familyName: doctor.familyName)
  }
}
