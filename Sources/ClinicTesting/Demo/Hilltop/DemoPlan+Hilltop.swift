extension DemoPlan {
  static let hilltop = DemoPlan(
    slug: "hilltop", name: "Hilltop Health", timeZone: "Europe/Paris", currency: "EUR",
    phone: "+33 1 99 00 01 00", address: "27, rue des Trois Moulins, 75018 Paris",
    catalogue: .hilltop, roster: .hilltop,
    rooms: ["Cabinet 1", "Cabinet 2", "Cabinet 3", "Cabinet 4", "Dental suite", "Movement lab"],
    names: [
      .french: 50, .arabic: 8, .spanish: 6, .vietnamese: 6, .german: 5, .polish: 4, .turkish: 4, .yoruba: 4,
      .russian: 3, .greek: 3, .chinese: 3, .english: 2, .hindi: 1, .korean: 1,
    ],
    neighbourhood: .hilltop, rules: DemoRules(holidays: .france))
}

extension Neighbourhood {
  static let hilltop = Neighbourhood(
    streets: [
      "rue des Trois Moulins", "allée du Vieux Pressoir", "rue de la Butte-aux-Merles",
      "passage des Tisserands",
      "rue du Four-à-Chaux", "impasse de la Source", "rue des Belles-Vues", "cour des Tonneliers",
    ],
    towns: [
      ("75018", "Paris"), ("75019", "Paris"), ("75020", "Paris"), ("93100", "Montreuil"),
      ("93260", "Les Lilas"),
    ],
    country: "FR", numberSeparator: ", ",
    // Arcep keeps 06 39 98 00 00 to 99 99 for fiction.
    phone: "+33 6 39 98 ## ##")
}
