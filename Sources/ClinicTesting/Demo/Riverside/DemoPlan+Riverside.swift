extension DemoPlan {
  static let riverside = DemoPlan(
    slug: "riverside", name: "Riverside Clinic", timeZone: "Europe/London", currency: "GBP",
    phone: "+44 20 7946 0100", address: "4 Ferry Wharf, London SE16 4CV",
    catalogue: .riverside, roster: .riverside,
    rooms: ["Room 1", "Room 2", "Room 3", "Room 4", "Treatment room", "Quiet room"],
    names: [
      .english: 30, .irish: 8, .bengali: 8, .polish: 8, .yoruba: 8, .hindi: 6, .arabic: 5, .vietnamese: 5,
      .turkish: 5, .spanish: 4, .chinese: 4, .greek: 3, .russian: 2, .german: 2, .swedish: 1, .korean: 1,
    ],
    neighbourhood: .riverside, rules: .riverside)
}

extension Neighbourhood {
  static let riverside = Neighbourhood(
    streets: [
      "Rope Walk", "Ferry Wharf", "Lavender Steps", "Old Granary Lane", "Tidewater Street",
      "Copper Beech Road",
      "Saltmarsh Terrace", "Lantern Yard", "Barge House Street", "Swan Mill Close", "Orchard Quay",
    ],
    // The last two letters of a postcode are never C, I, K, M, O or V: these lead nowhere.
    towns: [
      ("SE16 4CV", "London"), ("SE8 3MK", "London"), ("E14 9OC", "London"), ("SE1 2VK", "London"),
      ("SE10 0CM", "London"),
    ],
    country: "GB", numberSeparator: " ",
    // Ofcom keeps 07700 900000 to 900999 for drama.
    phone: "+44 7700 900###")
}
