import CivilTime
import Clinic
public import Pages

extension Site {
  /// Those in which all pages and letters are written, English first: it is what the others are translated from.
  public static let languages = PageLanguage.allCases.map { Language(code: $0.rawValue) }

  /// Those that the clinic offers, in our order; all of them before a clinic is known: a page is never without words.
  static func languages(offeredBy visit: Visit?) -> [Language] {
    guard let offered = visit?.look.languages else { return languages }
    let common = languages.filter { offered.contains($0.code) }
    return common.isEmpty ? languages : common
  }

  /// What a browser wants, the dearest first: the language that was chosen in it, then those that it asks for
  /// (RFC 9110 section 12.5.4).
  static func wished(chosen: String?, accepted: String?) -> [Language] {
    let ranges = (accepted ?? "").split(separator: ",").prefix(20).map { range in
      let parts = range.split(separator: ";")
      let quality = parts.dropFirst().first { $0.trimmingPrefix(" ").hasPrefix("q=") }
        .flatMap { Double($0.trimmingPrefix(" ").dropFirst(2)) }
      let tag = (parts.first ?? "").drop { $0 == " " }.prefix { $0 != "-" && $0 != " " }.lowercased()
      return (tag: tag, quality: quality ?? 1)
    }
    let asked = ranges.enumerated().filter { $0.element.quality > 0 }
      .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }.map(\.element.tag)
    return ([chosen] + asked).compactMap { code in languages.first { $0.code == code } }
  }

  /// The texts of the page that answers.
  func words(_ visit: Visit?, _ call: Call) -> Words { library.words(call.language(at: visit)) }

  /// In the language of the page that answers, by the clinic's clock.
  func formats(_ visit: Visit, _ call: Call) throws -> Formats {
    Formats(words: words(visit, call), zone: try clinic.zones.rules(for: visit.tenant.timeZone))
  }

  /// By the clock of an account, where it has chosen one; by the clinic's when this server has no such zone any more.
  func formats(_ visit: Visit, _ call: Call, in zone: String?) throws -> Formats {
    guard let zone, let rules = try? clinic.zones.rules(for: zone) else { return try formats(visit, call) }
    return Formats(words: words(visit, call), zone: rules)
  }
}

extension Call {
  /// The language of the page that answers: the first wish that the clinic can fulfil, else the clinic's own.
  func language(at visit: Visit?) -> Language {
    let offered = Site.languages(offeredBy: visit)
    return wished.first(where: offered.contains) ?? offered.first { $0.code == visit?.tenant.language }
      ?? offered.first
      ?? .english
  }

  /// For letters that are written before the clinic is known; empty for the clinic's own.
  var languageOfLetters: String { wished.first?.code ?? "" }
}
