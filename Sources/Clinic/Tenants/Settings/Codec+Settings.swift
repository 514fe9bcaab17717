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

extension Codec<TaxRate> {
  /// Percent, with two decimals at most: `20`, `8.1`. The sign before them may be a point or a comma.
  static var taxRate: Self {
    Codec(.line(atMost: 6)) { rate, _ in
      rate.percent
    } value: { typed, _ throws(TextFault) in
      let parts = typed.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
      let decimals = parts.count > 1 ? parts[1] : ""
      guard (1...2).contains(parts.count), (1...3).contains(parts[0].count), decimals.count <= 2,
        parts.count == 1 || !decimals.isEmpty, parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
        let hundredths = Int(parts[0] + decimals + String(repeating: "0", count: 2 - decimals.count)),
        hundredths <= 10_000
      else { throw TextFault("problem.tax-rate") }
      return TaxRate(hundredths: hundredths)
    }
  }
}

extension Codec<String> {
  /// What numbers of invoices begin with: capital letters and digits, which every accounting program takes.
  static var invoicePrefix: Self {
    Codec(.line(atMost: 10)) { prefix, _ in
      prefix
    } value: { typed, _ throws(TextFault) in
      let prefix = typed.uppercased()
      guard (1...10).contains(prefix.utf8.count),
        prefix.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
      else { throw TextFault("problem.invoice-prefix") }
      return prefix
    }
  }
}

extension TaxRate {
  /// Without its sign: `20`, `8.1`.
  public var percent: String {
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
