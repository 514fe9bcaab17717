internal import CivilTime

/// What forms ask of people.
extension Codec<String> {
  /// An E.164 number, or none.
  static var phone: Self {
    let line = line(atMost: 30, required: false)
    return Codec(line.control, isOptional: true, texts: line.texts) {
      texts, surroundings throws(TextFaults) in
      let phone = try line.value(texts, surroundings)
      guard phone.isEmpty || phone.isTelephoneNumber else { throw TextFaults("problem.phone") }
      return phone
    }
  }

  /// An E.164 number.
  static var neededPhone: Self {
    let phone = phone
    return Codec(phone.control, isOptional: false, texts: phone.texts) {
      texts, surroundings throws(TextFaults) in
      let number = try phone.value(texts, surroundings)
      if number.isEmpty { throw TextFaults("problem.required") }
      return number
    }
  }

  /// An address for letters in the spelling in which accounts have theirs, or none.
  static var email: Self {
    let line = line(atMost: 254, required: false)
    return Codec(line.control, isOptional: true, texts: line.texts) {
      texts, surroundings throws(TextFaults) in
      let email = try line.value(texts, surroundings).lowercased()
      guard email.isEmpty || email.isAddress else { throw TextFaults("problem.email") }
      return email
    }
  }
}

extension Codec<Day> {
  /// `1990-02-28` (ISO 8601), up to today.
  static var birthDate: Self {
    Codec(.day) { day, _ in
      day.description
    } value: { typed, surroundings throws(TextFault) in
      guard let birth = Day(iso: typed) else { throw TextFault("problem.day-written") }
      if birth > surroundings.today { throw TextFault("problem.date-future") }
      if birth < surroundings.today.adding(days: -longestLife) { throw TextFault("problem.date-past") }
      return birth
    }
  }

  /// In days: nobody was ever older than 130 years.
  static let longestLife = 130 * 366
}
