extension DirectorySearch {
  /// The words of the text that say something. Where they all say nothing, all of them: `of` may be a name.
  ///
  /// A hyphen parts words, an apostrophe does not: as in what is searched (`written`).
  var words: [String] {
    let typed = text.split { $0.isWhitespace || Self.separators.contains($0) }
      .map { word in word.filter { !Self.apostrophes.contains($0) } }
      .filter { !$0.isEmpty }
    let telling = typed.filter { !Self.fillers.contains($0.lowercased()) }
    return Array((telling.isEmpty ? typed : telling).prefix(Self.mostWords))
  }

  private static let separators: Set<Character> = [
    "-", "‐", "–", "—", ".", ",", ";", ":", "/", "!", "?", "(", ")", "\"", "+",
  ]
  private static let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "´", "`"]

  /// What stands in a sentence beside its meaning, in English, French, Spanish and Arabic, without apostrophes.
  private static let fillers: Set<String> = [
    "a", "an", "the", "i", "im", "ive", "my", "me", "we", "our", "is", "am", "are", "was", "has", "have",
    "had",
    "got", "get", "and", "or", "of", "in", "on", "at", "to", "for", "with", "since", "it", "its", "so",
    "very",
    "need", "want", "see", "find", "feel", "keeps", "keep", "doctor", "doctors", "dr", "please",
    "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "je", "jai", "mon", "ma", "mes", "et", "ou",
    "au",
    "aux", "en", "dans", "pour", "avec", "depuis", "est", "suis", "docteur", "médecin", "medecin",
    "el", "los", "las", "unos", "unas", "una", "del", "al", "y", "o", "con", "para", "por", "desde", "hace",
    "mi", "mis",
    "tengo", "tiene", "estoy", "soy", "es", "que", "se", "muy", "necesito", "quiero", "busco", "doctora",
    "médico", "medico", "médica", "medica", "favor",
    "في", "من", "إلى", "الى", "على", "عن", "مع", "منذ", "و", "أو", "او", "أنا", "انا", "عندي", "لدي", "لي",
    "هل",
    "أريد", "اريد", "أحتاج", "احتاج", "أبحث", "ابحث", "أشعر", "اشعر", "جدا", "جدًا", "طبيب", "طبيبة", "الطبيب",
    "دكتور",
    "دكتورة", "فضلك",
  ]
}
