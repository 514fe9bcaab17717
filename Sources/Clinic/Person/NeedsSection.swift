public import FoundationEssentials
internal import Postgres

/// What whoever receives a patient has to prepare or to know, so that they can come, be heard and understand.
public enum Need: String, Sendable, CaseIterable {
  case wheelchair
  case stepFree = "step-free"
  case guideDog = "guide-dog"
  case hearingLoop = "hearing-loop"
  case signLanguage = "sign-language"
  case largePrint = "large-print"
  case easyWords = "easy-words"
  case longerVisit = "longer-visit"
  case quietWaiting = "quiet-waiting"
  case companion
}

/// By ISO 639-3.
public enum SignLanguage: String, Sendable, CaseIterable {
  case british = "bfi"
  case french = "fsl"
  case irish = "isg"
  case german = "gsg"
  case american = "ase"
  case international = "ils"
}

/// What somebody needs at the clinic.
public struct NeedsSection: PersonSection {
  public internal(set) var id: ID<Patient>
  public internal(set) var needs: [Need] = []
  var signLanguage: SignLanguage?
  public internal(set) var note = ""
  /// When they last said what they need, or that nothing is.
  public internal(set) var toldAt: Date?

  public static let part = PersonPart.needs
  public static let blank = NeedsSection(id: .unstored)

  public static let groups: [FieldGroup<NeedsSection>] = [
    FieldGroup(
      "what",
      [
        EntryField("needs", \.needs, .someOf(words: "need")),
        EntryField("sign", \.signLanguage, .optional(.oneOf(words: "sign"))),
        EntryField("note", \.note, .lines(atMost: 500)),
      ])
  ]

  public var problems: [Problem] {
    switch (needs.contains(.signLanguage), signLanguage) {
    case (true, nil): [Problem("sign", "problem.sign-which")]
    case (false, _?): [Problem("needs", "problem.sign-needed")]
    default: []
    }
  }

  public static let storage = PersonStorage<NeedsSection>(
    columns: "p.needs, p.sign_language, p.need_note, p.needs_told_at",
    read: { row, id, _ in
      try NeedsSection(
        id: id, needs: row.next([String].self).compactMap(Need.init),
        signLanguage: SignLanguage(rawValue: row.next()), note: row.next(), toldAt: row.next())
    },
    write: { _, new, _ in
      [
        """
        UPDATE patient SET needs = \(new.needs.map(\.rawValue)), sign_language = \(new.signLanguage?.rawValue ?? ""),
                           need_note = \(new.note)
         WHERE id = \(new.id)
        """
      ]
    },
    confirm: { id, writing in ["UPDATE patient SET needs_told_at = \(writing.now) WHERE id = \(id)"] })
}

/// In which languages somebody can be spoken with.
public struct LanguagesSection: PersonSection {
  public internal(set) var id: ID<Patient>
  /// ISO 639-1; empty for none.
  var preferred: SpokenLanguage?
  var second: SpokenLanguage?
  var third: SpokenLanguage?
  var interpreter = false

  public static let part = PersonPart.languages
  public static let blank = LanguagesSection(id: .unstored)

  public static let groups: [FieldGroup<LanguagesSection>] = [
    FieldGroup(
      "what",
      [
        EntryField("preferred", \.preferred, .optional(.oneOf(words: "speaks"))),
        EntryField("second", \.second, .optional(.oneOf(words: "speaks"))),
        EntryField("third", \.third, .optional(.oneOf(words: "speaks"))),
        EntryField("interpreter", \.interpreter, .yesNo),
      ])
  ]

  public var problems: [Problem] {
    let others = [second, third].compactMap(\.self)
    if preferred == nil, !others.isEmpty || interpreter {
      return [Problem("preferred", "problem.language-first")]
    }
    if let second, second == preferred { return [Problem("second", "problem.language-twice")] }
    if let third, third == preferred || third == second {
      return [Problem("third", "problem.language-twice")]
    }
    return []
  }

  private var codes: [String] { [preferred, second, third].compactMap { $0?.rawValue } }

  public static let storage = PersonStorage<LanguagesSection>(
    columns: "p.languages, p.interpreter",
    read: { row, id, _ in
      let spoken = try row.next([String].self).compactMap(SpokenLanguage.init)
      return LanguagesSection(
        id: id, preferred: spoken.first, second: spoken.dropFirst().first, third: spoken.dropFirst(2).first,
        interpreter: try row.next())
    },
    write: { _, new, _ in
      [
        "UPDATE patient SET languages = \(new.codes), interpreter = \(new.interpreter) WHERE id = \(new.id)"
      ]
    })
}

/// ISO 639-1, those that people of our clinics' towns speak most.
public enum SpokenLanguage: String, Sendable, CaseIterable {
  case en, fr, am, ar, bg, bn, cs, de, el, es, fa, gu, he, hi, hr, hu, hy, it, ja, ka, km, ko, ku, lt, ml, ne,
    nl, pa, pl, ps, pt, ro, ru, si, sk, so, sq, sr, sw, ta, te, th, ti, tl, tr, uk, ur, vi, zh
}
