internal import Pages

/// `GET /account/language` and a refused `POST`: the language of letters and pages, and the clock.
struct OwnLanguagePage: Page {
  /// Each called by itself.
  var choices: ChoiceField
  var zone = Field("zone")
  /// The clinic's own, which holds where none is chosen.
  let clinicZone: String
  let regions: [ZoneRegion]
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/language"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [choices.control, zone.control])),
      "choice": .view(choices), "zone": .view(zone), "clinicZone": .text(clinicZone),
      "regions": .list(regions),
    ]
  }

  static var samples: [OwnLanguagePage] {
    let languages = [Choice("en", "English", chosen: true), Choice("fr", "Français")]
    return [
      OwnLanguagePage(
        choices: ChoiceField("ownLanguage", languages), clinicZone: "Europe/London",
        regions: ZoneRegion.samples),
      OwnLanguagePage(
        choices: ChoiceField("ownLanguage", languages, label: "Language", problem: "Please choose"),
        zone: Field("zone", "Europe/Atlantis", label: "Time zone", problem: "Please choose"),
        clinicZone: "Europe/London", regions: ZoneRegion.samples),
    ]
  }
}

/// The time zones of one part of the world.
struct ZoneRegion: View {
  let name: String
  let zones: [Choice]

  var fields: Fields { ["name": .text(name), "zones": .list(zones)] }

  static let samples = [
    ZoneRegion(name: "Asia", zones: [Choice("Asia/Shanghai", "Shanghai")]),
    ZoneRegion(
      name: "Europe",
      zones: [Choice("Europe/London", "London"), Choice("Europe/Paris", "Paris", chosen: true)]),
  ]
}

extension ZoneRegion {
  /// By the first part of the identifiers, the parts of the world in the order of their names. IANA's names of cities
  /// are English; only spaces are put where the identifier can't have them.
  ///
  /// - Parameters:
  ///   - identifiers: those to choose from.
  ///   - chosen: added where it is not among them, so that it is not lost.
  static func all(_ identifiers: [String], chosen: String, _ words: Words) -> [ZoneRegion] {
    let missing = chosen.isEmpty || identifiers.contains(chosen) ? [] : [chosen]
    let groups = Dictionary(grouping: identifiers + missing) { String($0.prefix { $0 != "/" }) }
    let regions = groups.map { region, identifiers in
      let key = "region.\(region.lowercased())"
      let zones = identifiers.sorted().map { identifier in
        let city = identifier.split(separator: "/").dropFirst().reversed().joined(separator: ", ")
        return Choice(
          identifier, city.isEmpty ? identifier : city.replacing("_", with: " "),
          chosen: identifier == chosen)
      }
      return ZoneRegion(name: keys.contains(key) ? words[key] : region, zones: zones)
    }
    return words.sorted(regions, by: \.name)
  }

  static let keys = [
    "region.africa", "region.america", "region.antarctica", "region.arctic", "region.asia", "region.atlantic",
    "region.australia", "region.europe", "region.indian", "region.pacific",
  ]
}
