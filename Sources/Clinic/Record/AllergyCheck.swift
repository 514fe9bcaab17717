@_spi(_Unicode) internal import Swift

/// That an allergy speaks against a medication.
public struct AllergyWarning: Hashable, Sendable {
  /// To what, as it was entered.
  public let allergy: String
  public let isHigh: Bool
  public let reason: Reason

  public enum Reason: String, Sendable, CaseIterable {
    /// It is the same.
    case same
    /// It is of the same class.
    case related
  }
}

/// Looks whether allergies speak against a medication: by codes, by words of the names, and by classes whose members often bring about
/// the same reaction. Pure. It finds what is written; what nobody has written down it does not know.
public enum AllergyCheck {
  /// - Parameters:
  ///   - code: ATC's; empty for none.
  ///   - allergies: of the patient.
  public static func warnings(
    of medication: String, code: String, against allergies: [AllergyIntolerance]
  ) -> [AllergyWarning] {
    let medication = Substance(medication, code)
    return allergies.filter { $0.isPresent && !$0.isNoneKnown }.compactMap { allergy in
      medication.likeness(to: Substance(allergy.text, allergy.code)).map {
        AllergyWarning(allergy: allergy.text, isHigh: allergy.criticality == .high, reason: $0)
      }
    }
  }
}

/// What a name and a code say of a substance.
private struct Substance {
  let words: Set<String>
  /// ATC's; empty for none.
  let code: String

  init(_ name: String, _ code: String) {
    words = Self.words(of: name)
    self.code = ATC.isCode(code) ? code : ""
  }

  func likeness(to other: Substance) -> AllergyWarning.Reason? {
    if !words.isDisjoint(with: other.words) { return .same }
    if !code.isEmpty, !other.code.isEmpty {
      if code.hasPrefix(other.code) || other.code.hasPrefix(code) { return .same }
      // The chemical subgroup, ATC's fourth level.
      if code.count >= 5, other.code.count >= 5, code.prefix(5) == other.code.prefix(5) { return .related }
    }
    return classes.isDisjoint(with: other.classes) ? nil : .related
  }

  private var classes: Set<String> {
    Set(
      Self.known.filter { one in
        one.codes.contains { !code.isEmpty && code.hasPrefix($0) }
          || words.contains { word in
            one.names.contains(word) || one.beginnings.contains { word.hasPrefix($0) }
              || one.endings.contains { word.hasSuffix($0) }
          }
      }.map(\.name))
  }

  private struct Family {
    let name: String
    var codes: [String] = []
    var names: Set<String> = []
    var beginnings: [String] = []
    var endings: [String] = []
  }

  /// Beta-lactams are one: who reacts to penicillins is to be asked before cephalosporins, too.
  private static let known = [
    Family(
      name: "beta-lactams", codes: ["J01C", "J01D"], names: ["betalactam", "betalactams"],
      beginnings: ["penicillin", "penicilline", "cef", "ceph", "kef", "augmentin", "clamoxyl"],
      endings: ["cillin", "cillins", "cilline", "cillines", "penem", "cillina", "cilina", "cilinas"]),
    Family(
      name: "sulfonamides", codes: ["J01E"],
      names: ["cotrimoxazole", "bactrim", "septrin", "sulfa", "sulpha"],
      beginnings: ["sulfa", "sulpha", "sulfon", "sulphon"], endings: ["sulfonamide"]),
    Family(
      name: "nsaids", codes: ["M01A", "N02BA"],
      names: [
        "nsaid", "nsaids", "ains", "aspirin", "aspirine", "aspirina", "ibuprofen", "ibuprofene", "ibuprofeno",
        "naproxen", "naproxene", "diclofenac", "ketorolac", "indometacin", "acetylsalicylic",
        "acetylsalicylique",
      ], endings: ["profen", "oxicam", "coxib"]),
    Family(
      name: "opioids", codes: ["N02A"],
      names: [
        "opioid", "opioids", "opiate", "opiates", "tramadol", "fentanyl", "pethidine", "buprenorphine",
      ],
      endings: ["codeine", "codone", "morphine", "morphone", "codeina", "morfina"]),
    Family(
      name: "macrolides", codes: ["J01FA"], names: ["macrolide", "macrolides"],
      endings: ["thromycin", "thromycine"]),
    Family(
      name: "quinolones", codes: ["J01M"], names: ["quinolone", "quinolones"],
      endings: ["floxacin", "floxacine"]),
    Family(
      name: "tetracyclines", codes: ["J01A"], names: ["tetracyclines"], endings: ["cycline", "ciclina"]),
    Family(
      name: "local anaesthetics", codes: ["N01B"], names: ["novocain"],
      beginnings: [],
      endings: ["lidocaine", "bupivacaine", "mepivacaine", "articaine", "prilocaine", "procaine"]),
    Family(
      name: "heparins", codes: ["B01AB"], names: ["heparin", "heparine"], endings: ["parin", "parine"]),
    Family(
      name: "contrast media", codes: ["V08"], names: ["contrast", "contraste"],
      beginnings: ["iodinated", "gadolin"]),
  ]

  /// Letters without accents and capitals, of four or more; not what says how it comes or how strong it is.
  private static func words(of name: String) -> Set<String> {
    var words: [String] = [""]
    for scalar in name.lowercased()._nfd {
      if scalar.properties.isAlphabetic {
        words[words.count - 1].unicodeScalars.append(scalar)
      } else if scalar.properties.generalCategory != .nonspacingMark, scalar != "-", scalar != "‐" {
        words.append("")
      }
    }
    return Set(words.filter { $0.count >= 4 && !fillers.contains($0) })
  }

  private static let fillers: Set<String> = [
    "tablet", "tablets", "capsule", "capsules", "retard", "forte", "syrup", "cream", "drops", "spray", "acid",
    "acide", "hydrochloride", "sodium", "potassium", "calcium", "allergy", "allergie", "comprime",
    "comprimes",
    "sirop", "creme", "with", "once", "daily", "chlorhydrate", "sulfate", "sulphate", "oral", "injection",
  ]
}

extension MedicationStatement {
  /// Why a medication is given although allergies speak against it.
  ///
  /// - Throws: `Refusal.invalid`, with the field `despite`, where some do and the reason is too short, or it is too long.
  static func reason(_ typed: String, against warnings: [AllergyWarning]) throws -> String {
    let reason = PlainText(typed, atMost: longestReason, required: false, lines: false)
    if let fault = reason.fault { throw Refusal.invalid([Problem("despite", fault.message, fault.values)]) }
    if !warnings.isEmpty, reason.text.unicodeScalars.count < shortestReason {
      var allergies: [String] = []
      for warning in warnings where !allergies.contains(warning.allergy) { allergies.append(warning.allergy) }
      throw Refusal.invalid([
        Problem("despite", "problem.allergy", ["allergy": allergies.joined(separator: ", ")])
      ])
    }
    return reason.text
  }
}

extension TenantRecords {
  /// What speaks against giving somebody a medication.
  ///
  /// - Parameter code: ATC's; empty for none.
  func allergyWarnings(of medication: String, code: String, for patient: ID<Patient>) async throws
    -> [AllergyWarning]
  {
    let versions = try await ask(AllergyIntolerance.current(of: patient, clinic.secrets.box))
    return AllergyCheck.warnings(of: medication, code: code, against: versions.map(\.entry))
  }
}
