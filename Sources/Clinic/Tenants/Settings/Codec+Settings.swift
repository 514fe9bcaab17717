internal import Addresses
internal import CivilTime

extension Codec<String> {
  /// An IANA time zone of this system.
  static var timeZone: Self {
    Codec(.line(atMost: 60, suggesting: .zone)) { zone, _ in
      zone
    } value: { typed, _ throws(TextFault) in
      guard (try? TimeZoneDatabase().rules(for: typed)) != nil else { throw TextFault("problem.zone") }
      return typed
    }
  }

  /// An ISO 4217 code.
  static var currency: Self {
    Codec(.line(atMost: 3)) { code, _ in
      code
    } value: { typed, _ throws(TextFault) in
      let code = typed.uppercased()
      guard code.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
        throw TextFault("problem.currency")
      }
      return code
    }
  }

  /// An address for letters, or none.
  static var address: Self {
    Codec(.line(atMost: 254), isOptional: true) { address, _ in
      address
    } value: {
      typed, _ throws(TextFault) in
      guard typed.isEmpty || typed.isAddress else { throw TextFault("problem.email") }
      return typed
    }
  }
}

extension Codec<Colour> {
  /// Of text and of buttons on our pages: it must stand out from the grounds that it stands on (WCAG 2.2, 1.4.3).
  static var accent: Self {
    Codec(.line(atMost: 7)) { colour, _ in
      colour.description
    } value: { typed, _ throws(TextFault) in
      guard let colour = Colour(typed) else { throw TextFault("problem.colour") }
      let contrast = Colour.grounds.map(colour.contrast).min() ?? 21
      guard contrast >= Colour.readable else {
        let tenths = Int(contrast * 10)
        throw TextFault(
          "problem.contrast",
          [
            "ratio": "\(tenths / 10).\(tenths % 10)",
            "nearest": colour.reaching(Colour.readable, on: Colour.grounds, towards: .black).description,
          ])
      }
      return colour
    }
  }
}

extension Colour {
  /// WCAG 2.2, 1.4.3, for text of any size.
  public static let readable = 4.5

  /// `--paper`, `--surface`, `--sand` and `--quiet-tint` of Public/css/tokens.css.
  public static let grounds = ["#faf7f1", "#ffffff", "#f4ece0", "#efebe3"].compactMap { Colour($0) }
}

extension Codec<[AddressRange]> {
  /// One a line.
  static var networks: Self {
    Codec(.list(atMost: 50 * 50), isOptional: true) { ranges, _ in
      .several(ranges.map(\.description))
    } values: {
      texts, _ throws(TextFaults) in
      var ranges: [AddressRange] = []
      for text in texts.all.map(\.trimmed) where !text.isEmpty {
        guard let range = AddressRange(text) else { throw TextFaults("problem.network", ["text": text]) }
        if !ranges.contains(range) { ranges.append(range) }
      }
      guard ranges.count <= 50 else { throw TextFaults("problem.list-long", ["most": "50"]) }
      return ranges
    }
  }
}
