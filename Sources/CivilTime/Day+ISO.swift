extension Day: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `2026-11-21` (ISO 8601 extended calendar date) and nothing looser: this is also what
  /// `<input type="date">` submits.
  public init?(iso text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let year = reader.number(digits: 4), reader.skip("-"),
      let month = reader.number(digits: 2), reader.skip("-"),
      let day = reader.number(digits: 2), reader.isAtEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public init?(_ description: String) {
    self.init(iso: description)
  }

  /// `2026-11-21`
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}
