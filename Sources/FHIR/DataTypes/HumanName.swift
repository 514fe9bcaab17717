/// FHIR R4 HumanName (http://hl7.org/fhir/R4/datatypes.html#HumanName).
public struct HumanName: Representable, Hashable {
  public var use: String?
  public var text: String?
  public var family: String?
  public var given: [String]
  public var prefix: [String]

  public init(
    use: String? = nil, text: String? = nil, family: String? = nil, given: [String] = [],
    prefix: [String] = []
  ) {
    (self.use, self.text, self.family, self.given, self.prefix) = (use, text, family, given, prefix)
  }

  public var json: JSON {
    .object(["use": use, "text": text, "family": family, "given": given, "prefix": prefix])
  }
}

/// FHIR R4 ContactPoint (http://hl7.org/fhir/R4/datatypes.html#ContactPoint).
public struct ContactPoint: Representable, Hashable {
  public enum System: String, Sendable { case phone, email }

  public let system: System
  public let value: String

  public init(_ system: System, _ value: String) {
    (self.system, self.value) = (system, value)
  }

  public var json: JSON { .object(["system": system.rawValue, "value": value]) }
}

/// FHIR R4 Address (http://hl7.org/fhir/R4/datatypes.html#Address).
public struct Address: Representable, Hashable {
  public var text: String?
  public var line: [String]
  public var city: String?
  public var postalCode: String?
  public var country: String?

  public init(
    text: String? = nil, line: [String] = [], city: String? = nil, postalCode: String? = nil,
    country: String? = nil
  ) {
    (self.text, self.line, self.city, self.postalCode, self.country) = (text, line, city, postalCode, country)
  }

  public var json: JSON {
    .object(["text": text, "line": line, "city": city, "postalCode": postalCode, "country": country])
  }
}
