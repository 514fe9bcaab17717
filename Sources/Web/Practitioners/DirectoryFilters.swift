internal import Pages

/// What the directory can be narrowed down by. What everybody has in common is not asked for.
struct DirectoryFilters: View {
  let specialties: [Choice]
  let services: [Choice]
  /// Empty where the clinic is in one place.
  let places: [Choice]
  let languages: [Choice]
  let genders: [Choice]
  let earliest: [Choice]
  /// Nil where nothing is done online.
  let online: Choice?

  /// Those that are folded away until one of them is used.
  private var isMoreUsed: Bool {
    (places + languages + genders + earliest + [online].compactMap(\.self)).contains { $0.chosen }
  }

  var fields: Fields {
    [
      "specialties": .list(specialties),
      "services": .list(services),
      "places": .list(places),
      "hasPlaces": .flag(!places.isEmpty),
      "languages": .list(languages),
      "genders": .list(genders),
      "earliest": .list(earliest), "hasEarliest": .flag(!earliest.isEmpty),
      "online": .view(online),
      "isMoreUsed": .flag(isMoreUsed),
    ]
  }

  static let samples = [
    DirectoryFilters(
      specialties: [Choice("cardiology", "Cardiology"), Choice("paediatrics", "Paediatrics")],
      services: [Choice("1", "First consultation")], places: [],
      languages: [Choice("en", "English"), Choice("fr", "French")],
      genders: [Choice("female", "Woman"), Choice("male", "Man")],
      earliest: [Choice("3", "Within 3 days"), Choice("7", "Within a week")], online: nil),
    DirectoryFilters(
      specialties: Choice.samples, services: [Choice("1", "First consultation", chosen: true)],
      places: [Choice("1", "Ferry Wharf"), Choice("2", "Rope Walk", chosen: true)],
      languages: [Choice("en", "English"), Choice("fr", "French", chosen: true)],
      genders: [Choice("female", "Woman", chosen: true), Choice("male", "Man")],
      earliest: [Choice("3", "Within 3 days", chosen: true), Choice("7", "Within a week")],
      online: Choice("1", "By video", chosen: true)),
  ]
}
