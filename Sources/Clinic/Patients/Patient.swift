public enum Patient {}

/// FHIR R4 AdministrativeGender (http://hl7.org/fhir/R4/valueset-administrative-gender.html).
public enum AdministrativeGender: String, Codable, Hashable, Sendable, CaseIterable {
  case female, male, other, unknown
}

/// FHIR R4 Address (http://hl7.org/fhir/R4/datatypes.html#Address), with the parts that are asked for.
public struct Address: Codable, Hashable, Sendable {
  public var line: [String]
  public var city: String
  public var postalCode: String
  public var country: String

  public init(line: [String], city: String, postalCode: String, country: String) {
    self.line = line
    self.city = city
    self.postalCode = postalCode
    self.country = country
  }
}

extension Address {
  /// Records that the clinic made without an address have none of its parts.
  public init(from decoder: any Decoder) throws {
    let parts = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      line: try parts.decodeIfPresent([String].self, forKey: .line) ?? [],
      city: try parts.decodeIfPresent(String.self, forKey: .city) ?? "",
      postalCode: try parts.decodeIfPresent(String.self, forKey: .postalCode) ?? "",
      country: try parts.decodeIfPresent(String.self, forKey: .country) ?? "")
  }
}
