/// FHIR R4 Quantity (http://hl7.org/fhir/R4/datatypes.html#Quantity), in a unit of UCUM.
public struct Quantity: Representable, Hashable {
  public let value: Decimal
  /// A code of UCUM; empty for a number alone.
  public let unit: String

  public init(_ value: Decimal, unit: String) {
    (self.value, self.unit) = (value, unit)
  }

  public var json: JSON {
    let named = unit.isEmpty ? nil : unit
    return .object([
      "value": value, "unit": named, "system": named.map { _ in CodeSystem.ucum }, "code": named,
    ])
  }
}

/// FHIR R4 Money (http://hl7.org/fhir/R4/datatypes.html#Money).
public struct Money: Representable, Hashable {
  public let value: Decimal
  /// ISO 4217
  public let currency: String

  public init(_ value: Decimal, _ currency: String) {
    (self.value, self.currency) = (value, currency)
  }

  public var json: JSON { .object(["value": value, "currency": currency]) }
}

/// FHIR R4 Period (http://hl7.org/fhir/R4/datatypes.html#Period).
public struct Period: Representable, Hashable {
  public let start: DateTime?
  public let end: DateTime?

  public init(start: DateTime?, end: DateTime?) {
    (self.start, self.end) = (start, end)
  }

  public var json: JSON { .object(["start": start, "end": end]) }
}
