/// A share of tax, in hundredths of a percent: 2000 is 20%. Never floating point.
public struct TaxRate: Hashable, Sendable {
  public let hundredths: Int

  /// - Parameter hundredths: 0...10_000.
  public init(hundredths: Int) {
    self.hundredths = hundredths
  }

  public static let none = TaxRate(hundredths: 0)

  /// The tax within an amount that has it included: what patients are told is what they pay, so tax is taken out of it and never
  /// put on top. Half a minor unit is rounded up, of each line alone; a credit takes back exactly what it credits.
  ///
  /// `CHECK`ed by the database: `invoice_line`.
  public func contained(in amount: Money) -> Money {
    let (rate, whole) = (Int64(hundredths), Int64(10_000 + hundredths))
    let tax = (2 * Int64(amount.minorUnits.magnitude) * rate + whole) / (2 * whole)
    return Money(minorUnits: amount.minorUnits < 0 ? -tax : tax, currency: amount.currency)
  }
}

extension Money {
  static func - (left: Money, right: Money) -> Money {
    Money(minorUnits: left.minorUnits - right.minorUnits, currency: left.currency)
  }
}
